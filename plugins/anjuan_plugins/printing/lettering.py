"""Chinese text on pages that are finished: numbers and marks stamped in their margins.

pypdf draws no text of its own. So LibreOffice sets every character needed once, on one page;
the fonts that it embedded there are borrowed, with its own table of characters, and any text of
these characters can be written on any page with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from anjuan_plugins.printing.fonts import codes, fonts, is_embedded, open_pdf

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

_NAME = "/AnjuanFont{}"
_BLANK = 0.25


class Corner(Enum):
    """Where a mark stands: in the margin, clear of page numbers at the foot of a paper."""

    TOP_RIGHT = (1.0, True)
    BOTTOM_LEFT = (0.0, False)
    BOTTOM_RIGHT = (1.0, False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A text in a corner of a page.

    Attributes:
        text: what is stamped.
        corner: where.
        size: in points.
    """

    text: str
    corner: Corner
    size: float = 9.0


@dataclass(frozen=True, slots=True)
class _Glyph:
    font: int
    code: bytes
    width: float


# Points between a mark and the edges; printers leave out some 12.
SIDE = 48.0
EDGE = 28.0


class Lettering:
    """Letters to stamp with.

    Args:
        sheet: a PDF on which every character to be used stands.
    """

    def __init__(self, sheet: bytes) -> None:
        self._reader = open_pdf(sheet)
        self._fonts = [font for font in fonts(self._reader) if is_embedded(font)]
        self._glyphs: dict[str, _Glyph] = {}
        for number, font in enumerate(self._fonts):
            widths = _widths(font)
            for sign, code in codes(font).items():
                width = widths.get(int.from_bytes(code, "big"), 1000.0) / 1000
                self._glyphs.setdefault(sign, _Glyph(number, code, width))

    def stamp(self, page: PageObject, writer: PdfWriter, marks: Iterable[Mark]) -> None:
        """Write marks on a page that the writer holds, upright however the page is turned."""
        turn, width, height = _upright(page)
        operators = b"".join(self._drawn(mark, width, height) for mark in marks)
        _append(page, writer, b"q " + turn + operators + b"Q\n")
        self._lend_fonts(page, writer)

    def _lend_fonts(self, page: PageObject, writer: PdfWriter) -> None:
        from pypdf.generic import DictionaryObject, NameObject

        resources: Any = page.get("/Resources", DictionaryObject()).get_object()
        lent: Any = resources.get("/Font", DictionaryObject()).get_object()
        for number, font in enumerate(self._fonts):
            clone = font.clone(writer)
            lent[NameObject(_NAME.format(number))] = clone.indirect_reference
        resources[NameObject("/Font")] = lent
        page[NameObject("/Resources")] = resources

    def _drawn(self, mark: Mark, width: float, height: float) -> bytes:
        side, is_top = mark.corner.value
        long = sum(self._width(sign) for sign in mark.text) * mark.size
        x = SIDE + side * (width - 2 * SIDE - long)
        y = height - EDGE - mark.size if is_top else EDGE
        pieces = [f"BT 0 g 1 0 0 1 {x:.2f} {y:.2f} Tm".encode()]
        for font, text in self._runs(mark.text, mark.size):
            pieces.append(f"{_NAME.format(font)} {mark.size:g} Tf".encode() + text)
        return b"\n".join((*pieces, b"ET\n"))

    def _runs(self, text: str, size: float) -> Iterator[tuple[int, bytes]]:
        for sign in text:
            glyph = self._glyphs.get(sign)
            if glyph:
                yield glyph.font, f" <{glyph.code.hex()}> Tj".encode()
            else:
                # A blank that the sheet does not show: moved past by a word of kerning.
                yield 0, f" [{-1000 * _BLANK:g}] TJ".encode()

    def _width(self, sign: str) -> float:
        return self._glyphs[sign].width if sign in self._glyphs else _BLANK

    def lacks(self, text: str) -> str:
        """The characters of a text that can't be stamped."""
        return "".join(sign for sign in text if sign not in self._glyphs and not sign.isspace())


def _widths(font: Any) -> dict[int, float]:
    """Widths by code, in thousandths of the size."""
    descendants = font.get("/DescendantFonts")
    if descendants:
        return dict(_cid_widths(descendants[0].get_object().get("/W", ())))
    first = int(font.get("/FirstChar", 0))
    return {first + step: float(width) for step, width in enumerate(font.get("/Widths", ()))}


def _cid_widths(entries: Sequence[Any]) -> Iterator[tuple[int, float]]:
    """Of `first [w w …]` and `first last w`, as composite fonts write them."""
    remaining = iter(entries)
    for first in remaining:
        second = next(remaining).get_object()
        if isinstance(second, list):
            yield from ((int(first) + step, float(width)) for step, width in enumerate(second))
        else:
            width = float(next(remaining))
            yield from ((code, width) for code in range(int(first), int(second) + 1))


def _upright(page: PageObject) -> tuple[bytes, float, float]:
    """The matrix that makes a page upright as it is shown, and its shown width and height."""
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width), float(box.height)
    turns = {
        0: (1, 0, 0, 1, left, bottom, width, height),
        90: (0, 1, -1, 0, left + width, bottom, height, width),
        180: (-1, 0, 0, -1, left + width, bottom + height, width, height),
        270: (0, -1, 1, 0, left, bottom + height, height, width),
    }
    *matrix, shown_width, shown_height = turns[page.rotation % 360]
    return " ".join(f"{it:g}" for it in matrix).encode() + b" cm\n", shown_width, shown_height


def _append(page: PageObject, writer: PdfWriter, operators: bytes) -> None:
    """Draw over a page; what it holds is closed off, lest its transformations stay on."""
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    def stream(data: bytes) -> Any:
        made = StreamObject()
        made.set_data(data)
        return writer._add_object(made)

    present: Any = page.get("/Contents")
    inner = present.get_object() if present is not None else ArrayObject()
    streams = list(inner) if isinstance(inner, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [stream(b"q\n"), *streams, stream(b"\nQ\n" + operators)]
    )
