"""Exhibits as leaves: whatever a client sends becomes an upright page of A4, or is refused."""

from __future__ import annotations

import io
import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageColor, ImageOps
from support.exhibits import blank, colour_at, document, image, mangled, shown

from anjuan_plugins.printing import leaves
from anjuan_plugins.printing.leaves import MOST_PIXELS, Attachment, UnusableError, attachment
from anjuan_plugins.printing.trial import ABOVE, BELOW, LONG, SHORT, SIDE

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes, limits of POSIX systems")
RED, WHITE = (255, 0, 0), (255, 255, 255)
UPRIGHT, ACROSS = (SHORT, LONG), (LONG, SHORT)


def saved(pdf: Pdf, folder: Path) -> Path:
    pdf.save(folder / "it.pdf")
    return folder / "it.pdf"


def seen(file: Attachment, width: float, height: float) -> Callable[[float, float], Any]:
    """The colours of the first leaf, by the parts of what it shows.

    Args:
        file: an exhibit's.
        width, height: of what it shows, in points.
    """
    picture = shown(file.leaves)
    wide, tall = file.shapes[0]
    room = (wide - 2 * SIDE, tall - ABOVE - BELOW)
    scale = min(room[0] / width, room[1] / height, 1)
    left = (wide - scale * width) / 2
    top = ABOVE + (room[1] - scale * height) / 2
    return lambda across, down: colour_at(
        picture, (left + across * scale * width) / wide, (top + down * scale * height) / tall
    )


def refusal(path: Path) -> str:
    """The code under which a file is refused; empty where it becomes leaves."""
    try:
        assert attachment(path).shapes
    except UnusableError as error:
        return error.rule.code
    return ""


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


# ---------------------------------------------------------------- pictures


def quarters() -> Image.Image:
    """Upper left red, upper right green, lower left blue: no two turns look alike."""
    stored = Image.new("RGB", (80, 120), "white")
    for colour, corner in (("red", (0, 0)), ("lime", (40, 0)), ("blue", (0, 60))):
        stored.paste(colour, (*corner, corner[0] + 40, corner[1] + 60))
    return stored


@pytest.mark.parametrize("form", ["jpg", "png"])
@pytest.mark.parametrize("orientation", range(10))
def test_a_photograph_stands_upright_however_the_camera_was_held(
    tmp_path: Path, orientation: int, form: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"it.{form}"
    quarters().save(path, exif=exif, quality=95)
    with Image.open(path) as stored:
        upright = ImageOps.exif_transpose(stored).convert("RGB")

    found = seen(attachment(path), *upright.size)

    for across in (0.25, 0.75):
        for down in (0.25, 0.75):
            wanted = colour_at(upright, across, down)
            assert is_near(found(across, down), wanted), orientation


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_photograph_is_not_compressed_a_second_time(
    tmp_path: Path, orientation: int, mode: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    quarters().convert(mode).save(tmp_path / "it.jpg", exif=exif)

    file = attachment(tmp_path / "it.jpg")

    with pikepdf.open(io.BytesIO(file.leaves)) as pdf:
        [stored] = pdf.pages[0].get_images().values()
        assert stored.read_raw_bytes() == (tmp_path / "it.jpg").read_bytes()


def test_pictures_of_every_mode_become_pages(tmp_path: Path) -> None:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        Image.new(mode, (20, 30)).save(tmp_path / "it.png")
        file = attachment(tmp_path / "it.png")
        empty = WHITE if mode in ("LA", "RGBA") else (0, 0, 0)
        assert seen(file, 20, 30)(0.5, 0.5) == empty, mode
    Image.new("CMYK", (20, 30)).save(tmp_path / "c.jpg")
    assert seen(attachment(tmp_path / "c.jpg"), 20, 30)(0.5, 0.5) == WHITE


def test_sixteen_bits_a_channel_are_shown_as_eight(tmp_path: Path) -> None:
    half = b"\x80\x00"
    for colour, channels in ((0, 1), (2, 3), (4, 2), (6, 4)):
        (tmp_path / "it.png").write_bytes(deep_png(colour, half * channels))
        # Half clear on white is lighter.
        grey = 128 if channels in (1, 3) else 192
        assert is_near(seen(attachment(tmp_path / "it.png"), 30, 30)(0.5, 0.5), (grey,) * 3), colour


def deep_png(colour: int, pixel: bytes) -> bytes:
    """A PNG of 30 by 30 equal pixels with 16 bits a channel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sealed = name + data
        return struct.pack(">I", len(data)) + sealed + struct.pack(">I", zlib.crc32(sealed))

    head = struct.pack(">IIBBBBB", 30, 30, 16, colour, 0, 0, 0)
    rows = (b"\0" + pixel * 30) * 30
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)),
         chunk(b"IEND", b""))
    )  # fmt: skip


@pytest.mark.parametrize("dpi", [1, 72, 65_000])
def test_a_picture_is_as_large_as_its_pixels_whatever_it_says_of_dots_an_inch(
    tmp_path: Path, dpi: int
) -> None:
    image(tmp_path / "it.jpg", (100, 100), dpi=(dpi, dpi))

    found = seen(attachment(tmp_path / "it.jpg"), 100, 100)

    assert is_near(found(0.1, 0.9), RED)
    assert found(-0.1, 0.5) == found(1.1, 0.5) == WHITE


def test_of_moving_pictures_the_first_is_shown(tmp_path: Path) -> None:
    others = [Image.new("RGB", (60, 90), "blue")]
    image(tmp_path / "it.png", save_all=True, append_images=others)

    file = attachment(tmp_path / "it.png")

    assert len(file.shapes) == 1
    assert seen(file, 60, 90)(0.5, 0.5) == RED


@pytest.mark.parametrize(
    ("size", "sheets"),
    [
        ((1, 1), (UPRIGHT,)),
        ((20_000, 10), (ACROSS,)),
        ((1080, 2400), (UPRIGHT,)),
        ((10, 20_000), (UPRIGHT,) * 40),
    ],
)
def test_a_picture_of_odd_size_is_set_on_sheets(
    tmp_path: Path, size: tuple[int, int], sheets: tuple[Any, ...]
) -> None:
    assert attachment(image(tmp_path / "it.png", size)).shapes == sheets


COLOURS = ("red", "lime", "blue", "yellow", "black")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_long_screenshot_is_cut_into_sheets_that_can_be_read(tmp_path: Path, turn: int) -> None:
    long = Image.new("RGB", (100, 1000), "white")
    for number, colour in enumerate(COLOURS):
        long.paste(colour, (0, 200 * number, 100, 200 * number + 200))
    stored = io.BytesIO()
    long.rotate(turn, expand=True).save(stored, "PNG")
    with pikepdf.open(io.BytesIO(img2pdf.convert(stored.getvalue(), nodate=True))) as pdf:
        pdf.pages[0].rotate(turn)
        file = attachment(saved(pdf, tmp_path))

    assert file.shapes == (UPRIGHT,) * 5
    for number, colour in enumerate(COLOURS):
        page = shown(file.leaves, number)
        down = [page.getpixel((page.width // 2, y)) for y in range(page.height)]
        inked = [it for it in down if it != WHITE]
        # Its own part, and above it the end of the one before.
        above = COLOURS[max(0, number - 1)]
        assert inked[len(inked) // 50] == ImageColor.getrgb(above)
        assert inked[len(inked) // 10] == inked[-len(inked) // 10] == ImageColor.getrgb(colour)


def test_a_colour_profile_of_another_sort_is_left_out(tmp_path: Path) -> None:
    image(tmp_path / "it.jpg", icc_profile=b"\0" * 16 + b"CMYK" + b"\0" * 200)

    assert is_near(seen(attachment(tmp_path / "it.jpg"), 60, 90)(0.5, 0.5), RED)


# ---------------------------------------------------------------- pages of PDF files


@pytest.mark.parametrize(
    ("rotation", "corner"),
    [(0, (0.1, 0.9)), (90, (0.1, 0.1)), (180, (0.9, 0.1)), (270, (0.9, 0.9)), (-90, (0.9, 0.9))],
)
def test_a_turned_page_is_shown_as_a_reader_shows_it(
    tmp_path: Path, rotation: int, corner: tuple[float, float]
) -> None:
    file = attachment(document(tmp_path / "it.pdf", Rotate=rotation))

    is_turned = rotation % 180 != 0
    assert file.shapes == ((ACROSS if is_turned else UPRIGHT),)
    assert seen(file, *((500, 300) if is_turned else (300, 500)))(*corner) == RED


@pytest.mark.parametrize("box", [[50, 0, 250, 400], [250, 400, 50, 0], [50, -90, 250, 400]])
def test_a_page_is_cut_as_a_reader_cuts_it(tmp_path: Path, box: list[int]) -> None:
    cut = document(tmp_path / "it.pdf", CropBox=Array(box), TrimBox=Array([60, 300, 70, 310]))

    found = seen(attachment(cut), 200, 400)

    # The square reaches 50 points into what is left.
    assert found(0.05, 0.95) == found(0.2, 0.8) == RED
    assert found(0.3, 0.95) == found(0.05, 0.7) == found(-0.1, 0.95) == WHITE


def test_what_pages_inherit_from_their_group_counts(tmp_path: Path) -> None:
    with blank() as pdf:
        red = Stream(
            pdf, b"1 0 0 rg 0 0 100 100 re f", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 100, 100]),
        )  # fmt: skip
        page, group = pdf.pages[0].obj, pdf.Root.Pages
        page.Contents = pdf.make_stream(b"/Square Do")
        group.Resources = Dictionary(XObject=Dictionary(Square=red))
        group.Rotate = 90
        group.MediaBox = page.MediaBox
        del page.MediaBox, page.Resources
        file = attachment(saved(pdf, tmp_path))

    assert file.shapes == (ACROSS,)
    assert seen(file, 500, 300)(0.1, 0.1) == RED


def test_a_page_outside_of_its_paper_is_shown_whole(tmp_path: Path) -> None:
    outside = document(tmp_path / "it.pdf", CropBox=Array([1000, 1000, 1200, 1200]))

    assert seen(attachment(outside), 300, 500)(0.1, 0.9) == RED


def test_a_page_that_is_measured_in_larger_units_is_as_large_as_it_says(tmp_path: Path) -> None:
    large = document(tmp_path / "it.pdf", UserUnit=2)

    assert seen(attachment(large), 600, 1000)(0.3, 0.85) == RED


def test_pages_are_made_smaller_to_fit_but_never_larger(tmp_path: Path) -> None:
    with blank() as pdf:
        for size in ((842, 1191), (792, 612)):
            sheet = pdf.add_blank_page(page_size=size)
            sheet.obj.Contents = pdf.make_stream(b"1 0 0 rg -9 -9 9999 9999 re f")
        file = attachment(saved(pdf, tmp_path))

    assert file.shapes == (UPRIGHT, UPRIGHT, ACROSS)
    for number, (wide, tall) in enumerate(((300, 500), (842, 1191), (792, 612))):
        page = shown(file.leaves, number)
        grey = [min(page.getpixel((x, page.height - 1))[1:]) for x in range(page.width)]  # type: ignore[index]  # of an RGB picture
        assert set(grey) == {255}, "nothing but white at the edge"
        inked = page.convert("RGB").point(lambda level: 255 - level).getbbox()
        assert inked
        assert (inked[2] - inked[0]) * 2 <= min(wide, file.shapes[number][0] - 2 * SIDE) + 2
        assert (inked[3] - inked[1]) * 2 <= tall + 2


def test_what_a_layer_hides_stays_hidden(tmp_path: Path) -> None:
    with blank() as pdf:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="草稿"))
        off = Array([layer])
        pdf.Root.OCProperties = Dictionary(OCGs=off, D=Dictionary(OFF=off, Order=off))
        [page] = pdf.pages
        page.obj.Resources = Dictionary(Properties=Dictionary(Layer=layer))
        page.contents_add(b"/OC /Layer BDC 0 0 1 rg 100 200 100 100 re f EMC")
        file = attachment(saved(pdf, tmp_path))

    found = seen(file, 300, 500)
    assert found(0.5, 0.5) == WHITE
    assert found(0.1, 0.9) == RED


def with_note(folder: Path, *, rotation: int = 0, **entries: Any) -> Path:
    """A page with a green seal in its middle, as an annotation."""
    with blank(Rotate=rotation) as pdf:
        seal = Stream(
            pdf, b"0 1 0 rg 0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 10, 10]),
        )  # fmt: skip
        look = {"Subtype": Name.Stamp, "AP": Dictionary(N=seal), **entries}
        note = pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=[100, 200, 200, 300], **look))
        pdf.pages[0].obj.Annots = Array([note])
        if "FT" in entries:
            pdf.Root.AcroForm = Dictionary(Fields=[note], NeedAppearances=True)
        return saved(pdf, folder)


SEAL: dict[str, Any] = {"Subtype": Name.Widget, "FT": Name.Sig, "T": "章", "F": 4}
TYPED: dict[str, Any] = {"Subtype": Name.Widget, "FT": Name.Tx, "T": "姓名", "V": "张三", "F": 4}


@pytest.mark.parametrize("entries", [{}, SEAL, TYPED], ids=["stamp", "signature", "text"])
@pytest.mark.parametrize("rotation", [0, 90])
def test_what_stands_on_a_page_is_printed_with_it(
    tmp_path: Path, entries: dict[str, Any], rotation: int
) -> None:
    path = with_note(tmp_path, rotation=rotation, **entries)

    found = seen(attachment(path), *((500, 300) if rotation else (300, 500)))

    assert found(0.5, 0.5) == (0, 255, 0)
    assert found(0.5, 0.1) == WHITE


@pytest.mark.parametrize("flags", [2, 32], ids=["hidden", "not on screen"])
def test_what_is_hidden_on_a_page_is_not_printed(tmp_path: Path, flags: int) -> None:
    found = seen(attachment(with_note(tmp_path, F=flags)), 300, 500)

    assert found(0.5, 0.5) == WHITE


def test_words_in_a_form_that_nothing_shows_are_not_lost_silently(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="表单里填的字印不出来") as refused:
        attachment(with_note(tmp_path, **TYPED | {"AP": Dictionary()}))

    assert refused.value.rule.code == "unshown-text"
    assert "打印成 PDF" in refused.value.remedy


def test_a_file_that_is_only_locked_against_changes_is_read_and_others_are_not(
    tmp_path: Path,
) -> None:
    free = document(tmp_path / "free.pdf", password="")
    locked = document(tmp_path / "locked.pdf", password="secret")

    assert seen(attachment(free), 300, 500)(0.1, 0.9) == RED
    assert refusal(locked) == "locked-file"


def test_the_same_file_makes_the_same_bytes(tmp_path: Path) -> None:
    for path in (document(tmp_path / "it.pdf", 2), image(tmp_path / "it.png")):
        assert attachment(path) == attachment(path)


# ---------------------------------------------------------------- damaged files


def test_a_file_whose_table_is_wrong_is_read_and_called_mended(tmp_path: Path) -> None:
    file = attachment(mangled(document(tmp_path / "it.pdf", 2)))

    assert file.is_mended
    assert len(file.shapes) == 2
    assert not attachment(document(tmp_path / "sound.pdf", 2)).is_mended


def test_a_file_that_lacks_one_of_its_pages_is_called_mended(tmp_path: Path) -> None:
    with blank(3) as pdf:
        pdf.Root.Pages.Kids[1] = None
        path = saved(pdf, tmp_path)
        # The library would set the number right.
        path.write_bytes(path.read_bytes().replace(b"/Count 2", b"/Count 3"))

    file = attachment(path)

    assert file.is_mended
    assert len(file.shapes) == 2


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    content = document(tmp_path / "it.pdf", 3).read_bytes()
    (tmp_path / "it.pdf").write_bytes(content[: len(content) * 2 // 3])

    assert refusal(tmp_path / "it.pdf") == "broken-file"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R]/Count 1"
        b"/Type/Pages>>endobj\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.4" + b"[" * 20000,
        b"%PDF-",
    ],
)
def test_broken_pdf_files_are_refused_whatever_breaks_them(tmp_path: Path, content: bytes) -> None:
    for end in (b"", b"\n%%EOF"):
        (tmp_path / "it.pdf").write_bytes(content + end)

        with pytest.raises(UnusableError) as refused:
            attachment(tmp_path / "it.pdf")

        assert refused.value.rule.code == "broken-file"
        # What is said is the same every time: the key of a book depends on it.
        assert "0x" not in str(refused.value)


@pytest.mark.parametrize(
    "box", [[0, 0, 0, 0], [0, 0, 0, 100], [Name.a, "b", 0, 500], [0, 0], [0, 0, 1e9, 500]]
)
def test_a_page_of_impossible_size_is_set_somehow_or_refused(tmp_path: Path, box: Any) -> None:
    path = document(tmp_path / "it.pdf", MediaBox=Array(box))

    assert refusal(path) in ("", "broken-file")


@pytest.mark.parametrize("key", ["Contents", "Resources", "Annots", "Rotate", "UserUnit"])
@pytest.mark.parametrize("value", [5, Name.x, Array([5, Dictionary(AP=5), None])])
def test_nonsense_in_a_page_ends_nothing(tmp_path: Path, key: str, value: Any) -> None:
    path = document(tmp_path / "it.pdf", **{key: value})

    assert refusal(path) in ("", "broken-file")


# ---------------------------------------------------------------- hostile files


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    side = int(MOST_PIXELS**0.5) + 10
    for number, size in enumerate([(side, side), (30_000, 30_000)]):
        bomb = tmp_path / f"{number}.png"
        Image.new("1", size).save(bomb)
        with pytest.raises(UnusableError, match="图片太大"):
            attachment(bomb)


def test_a_file_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    assert refusal(document(tmp_path / "it.pdf", 2001)) == "file-too-large"


def written(*bodies: bytes) -> bytes:
    """A PDF of some dictionaries, with a right table of contents."""
    content, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj<<%s>>endobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\n" % (len(bodies) + 1)
    end = b"startxref\n%d\n%%%%EOF\n" % len(content)
    return content + table + b"".join(places) + trailer + end


@pytest.mark.parametrize(
    ("megabytes", "times", "code"),
    [(100, 1, "broken-file"), pytest.param(70, 25, "file-too-large", marks=POSIX)],
)
def test_content_that_would_fill_the_memory_is_refused(
    tmp_path: Path, megabytes: int, times: int, code: str
) -> None:
    with blank() as pdf:
        content = Stream(pdf, b"")
        content.write(zlib.compress(bytes(megabytes << 20), 1), filter=Name.FlateDecode)
        pdf.pages[0].obj.Contents = Array([content] * times)
        path = saved(pdf, tmp_path)

    assert refusal(path) == code


def test_pages_without_end_are_refused(tmp_path: Path) -> None:
    kids = b"/Kids[" + b"3 0 R " * 200_000 + b"]"
    bodies = (b"/Type/Catalog/Pages 2 0 R", b"/Type/Pages/Count 1" + kids, b"/Type/Page")
    path = tmp_path / "it.pdf"
    path.write_bytes(written(*bodies))

    assert refusal(path) == "file-too-large"


def test_a_file_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "MOST_SECONDS", 0.01)

    assert refusal(document(tmp_path / "it.pdf")) == "file-too-large"


@POSIX
def test_a_file_of_which_the_library_dies_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run_instead(tmp_path, monkeypatch, "echo 'anjuan: started' >&2; kill -SEGV $$")

    assert refusal(document(tmp_path / "it.pdf")) == "broken-file"


@POSIX
@pytest.mark.parametrize("instead", ["exit 1", "kill -KILL $$", "echo no such module >&2; exit 1"])
def test_a_process_that_looked_at_nothing_says_nothing_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instead: str
) -> None:
    _run_instead(tmp_path, monkeypatch, instead)

    assert refusal(document(tmp_path / "it.pdf")) == "untried-file"


@POSIX
def test_libraries_are_found_where_only_this_program_knows_that_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a program of one file, which unpacks them to a place of its own."""
    _run_instead(tmp_path, monkeypatch, f'exec "{sys.executable}" -S "$@"')

    assert refusal(document(tmp_path / "it.pdf")) == ""


def test_without_an_interpreter_nothing_is_said_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))

    assert refusal(document(tmp_path / "it.pdf")) == "untried-file"


def _run_instead(folder: Path, monkeypatch: pytest.MonkeyPatch, commands: str) -> None:
    """A script in place of the interpreter that would look at the file."""
    script = folder / "python"
    script.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))


@POSIX
def test_devices_pipes_and_links_to_them_are_refused_without_opening_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    (tmp_path / "link.mp3").symlink_to(tmp_path / "pipe.png")
    for name in ("pipe.png", "zero.png", "link.mp3"):
        assert leaves.fingerprint(tmp_path / name) == ""
        with pytest.raises(UnusableError, match="不是普通文件"):
            attachment(tmp_path / name)


def test_a_name_that_lies_is_seen_through(tmp_path: Path) -> None:
    image(tmp_path / "it.png").rename(tmp_path / "it.pdf")
    assert len(attachment(tmp_path / "it.pdf").shapes) == 1
    (tmp_path / "script.png").write_text("#!/bin/sh", encoding="utf-8")
    with pytest.raises(UnusableError, match="不是 png、jpg 或 pdf"):
        attachment(tmp_path / "script.png")
