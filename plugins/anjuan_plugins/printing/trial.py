"""Sets the pages of a PDF on sheets of A4, in a process that may die of it.

Run by its path (leaves.py), so that it needs nothing but the library: a PDF that comes from a
counterparty can ask for any amount of memory and time, and may hit a fault of the library's own
language that ends the process.

The PDF comes on stdin, the sheets go to stdout. A line on stderr says that the file is looked at;
one word behind it, what is to be told of it: `mended`, or the code of the rule that refuses it.
"""

from __future__ import annotations

import io
import logging
import math
import sys
from collections.abc import Iterator
from contextlib import suppress

import pikepdf
from pikepdf import Name, Object, Page, Pdf, Rectangle, StreamDecodeLevel

MOST_PAGES = 2000
# What a file may take while it is set; a book of pictures of 90 MB takes a quarter of it.
MOST_MEMORY = 1500 << 20
# What one piece of a file may take when it is unpacked; pictures are not.
_MOST_UNPACKED = 75 << 20

# A page that is taller than so many times its width, such as a long screenshot, would be too small
# to be read on one sheet: it is cut into sheets as tall as a telephone's screen, which overlap by
# a part of their height.
_TALLEST, _SHEET_RATIO, _OVERLAP = 3.0, 2.2, 0.05
_MOST_SHEETS = 40

# Within so many bytes of its end a whole file says that it ends.
_TAIL = 1024

# A4 in points, and what is kept free at each side: above for the number of a bundle.
SHORT, LONG = 595.276, 841.89
SIDE, ABOVE, BELOW = 34.0, 46.0, 50.0


class UnfitError(ValueError):
    """The file can't be used; the text is the code of the rule."""


def _limit() -> None:
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_MOST_UNPACKED,
        run_length_max_memory=_MOST_UNPACKED,
        png_max_memory=_MOST_UNPACKED,
        tiff_max_memory=_MOST_UNPACKED,
    )
    if sys.platform != "win32":
        import resource

        # A stricter one holds, or the system knows none: that says nothing about the file.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def on_sheets(content: bytes) -> tuple[str, bytes]:
    """What is to be told of a PDF, and its sheets.

    Raises:
        UnfitError, pikepdf.PikepdfError or another: it can't be used.
    """
    try:
        return _on_sheets(content, mended=False)
    except pikepdf.PdfError:
        if b"%%EOF" not in content[-_TAIL:]:
            # Cut off: what is missing can't be guessed.
            raise
        return "mended", _on_sheets(content, mended=True)[1]


def _on_sheets(content: bytes, *, mended: bool) -> tuple[str, bytes]:
    with _opened(content, mended=mended) as pdf, Pdf.new() as made:
        # Read first: the library sets it right when it looks for the pages.
        count = pdf.Root.Pages.get("/Count")
        pages = list(pdf.pages)
        if not pages:
            raise UnfitError("broken-file")
        if len(pages) > MOST_PAGES:
            raise UnfitError("file-too-large")
        is_whole = count == len(pages)
        flatten(pdf)
        for page in pages:
            _add_sheets(pdf, page)
        del pdf.pages[: len(pages)]
        made.add_pages_from(pdf, forms="strip", outlines="ignore")
        result = io.BytesIO()
        made.save(result, deterministic_id=True, stream_decode_level=StreamDecodeLevel.none)
    return "" if is_whole else "mended", result.getvalue()


def _opened(content: bytes, *, mended: bool) -> Pdf:
    return pikepdf.open(io.BytesIO(content), attempt_recovery=mended, inherit_page_attributes=False)


def flatten(pdf: Pdf) -> None:
    """Make what annotations show, such as an electronic seal, part of their pages.

    Raises:
        UnfitError: a form holds words that nothing shows, which would be lost.
    """
    form = pdf.acroform
    if form.exists:
        # They are drawn as they were saved: drawn anew they would lose their Chinese.
        form.needs_appearances = False
    for page in pdf.pages:
        for note in form.get_widget_annotations_for_page(page):
            field = form.get_field_for_annotation(note)
            is_typed = (field.is_text or field.is_choice) and field.value_as_string
            if is_typed and "/N" not in note.appearance_dict:
                raise UnfitError("unshown-text")
    pdf.flatten_annotations("screen")


def _add_sheets(pdf: Pdf, page: Page) -> None:
    """Add what a page shows: on one sheet, or cut into several where it is very tall."""
    whole, turn = _shown(page), page.rotation
    is_turned = turn in (90, 270)
    wide, tall = (whole.height, whole.width) if is_turned else (whole.width, whole.height)
    for start, end in _cuts(tall / wide):
        # A form shows what is inside of this box: where paper is to be cut is of no concern here.
        page.trimbox = _part(whole, turn, start, end)
        _add_sheet(pdf, page.as_form_xobject(), is_wide=wide > tall)


def _cuts(ratio: float) -> Iterator[tuple[float, float]]:
    """From where to where each sheet shows a page, in parts of its height.

    A line of writing that is cut through on one sheet stands whole on the next.
    """
    count = min(math.ceil(ratio / _SHEET_RATIO), _MOST_SHEETS) if ratio > _TALLEST else 1
    for number in range(count):
        yield max(0.0, (number - _OVERLAP) / count), (number + 1) / count


def _part(whole: Rectangle, turn: int, start: float, end: float) -> Rectangle:
    """Part of a page, told from the top as it is shown when it is turned."""
    left, low, right, top = whole.llx, whole.lly, whole.urx, whole.ury
    if turn == 90:
        return Rectangle(left + start * whole.width, low, left + end * whole.width, top)
    if turn == 180:
        return Rectangle(left, low + start * whole.height, right, low + end * whole.height)
    if turn == 270:
        return Rectangle(right - end * whole.width, low, right - start * whole.width, top)
    return Rectangle(left, top - end * whole.height, right, top - start * whole.height)


def _add_sheet(pdf: Pdf, drawn: Object, *, is_wide: bool) -> None:
    """Add a sheet of A4, upright or across, with a form as large as it fits, but not enlarged."""
    width, height = (LONG, SHORT) if is_wide else (SHORT, LONG)
    sheet = pdf.add_blank_page(page_size=(width, height))
    name = sheet.add_resource(drawn, Name.XObject, Name.Leaf)
    free = Rectangle(SIDE, BELOW, width - SIDE, height - ABOVE)
    sheet.obj.Contents = pdf.make_stream(sheet.calc_form_xobject_placement(drawn, name, free))


def _shown(page: Page) -> Rectangle:
    """What a reader shows of a page, before it is turned."""
    whole = Rectangle(page.mediabox)
    for box in (Rectangle(page.cropbox) & whole, whole):
        if box.width > 0 and box.height > 0:
            return box
    raise ValueError("page without size")


def _main() -> None:
    logging.disable()
    _limit()
    # Before the file is touched: a process that never came so far says nothing of it (leaves.py).
    sys.stderr.write("anjuan: started\n")
    sys.stderr.flush()
    word, sheets = _tried(sys.stdin.buffer.read())
    sys.stdout.buffer.write(sheets)
    sys.stderr.write(word)


def _tried(content: bytes) -> tuple[str, bytes]:
    try:
        return on_sheets(content)
    except pikepdf.PasswordError:
        return "locked-file", b""
    except MemoryError:
        return "file-too-large", b""
    except UnfitError as refused:
        return str(refused), b""


if __name__ == "__main__":
    _main()
