"""Step evidence-book: exhibits as pages; a bad file is told with its cell and stops nothing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anjuan_plugins.printing.exhibits import MOST_PIXELS, UnusableError, attachment
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from support.printing import needs_pdf_tools, pages
from support.runs import Generated

from anjuan.case.evidence_files import evidence_files
from anjuan.case.records import Evidence
from anjuan.testing import evidence, incident, write_workbook
from anjuan_plugins.printing.evidence_book import _page, natural

Generate = Callable[..., Generated]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX systems")


def image(path: Path, size: tuple[int, int] = (60, 90), **options: Any) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", size, "red").save(path, **options)
    return path


def document(path: Path, count: int, *, rotation: int = 0, password: str = "") -> Path:
    """A PDF of blank pages, each with a red square in its lower left corner."""
    writer = PdfWriter()
    for _ in range(count):
        page = writer.add_blank_page(300, 500)
        square = StreamObject()
        square.set_data(b"1 0 0 rg 0 0 100 100 re f")
        page[NameObject("/Contents")] = writer._add_object(square)
        page.rotate(rotation)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    path.parent.mkdir(exist_ok=True)
    writer.write(path)
    return path


def workbook(folder: Path, *files: tuple[str, str | None]) -> Path:
    rows = [
        evidence(证据编号=number, 证据名称=f"证据名{number}", 文件路径=file)
        for number, file in files
    ]
    first = rows[0]["证据编号"]
    return write_workbook(folder / "表.xlsx", incidents=[incident(证据编号=first)], evidence=rows)


def colour_at(pdf: Path, page: int, across: float, down: float, folder: Path) -> tuple[int, ...]:
    """The colour at a place of a page, told in parts of its width and height."""
    subprocess.run(
        ["pdftoppm", "-r", "30", "-f", str(page), "-l", str(page), "-png", "-singlefile",
         str(pdf), str(folder / "page")],
        check=True,
    )  # fmt: skip
    with Image.open(folder / "page.png") as shown:
        place = (int(across * shown.width), int(down * shown.height))
        pixel = shown.convert("RGB").getpixel(place)
    assert isinstance(pixel, tuple)
    return tuple(int(part) for part in pixel)


# ---------------------------------------------------------------- the book


@needs_pdf_tools
def test_exhibits_follow_in_natural_order_with_right_page_ranges(
    generate: Generate, tmp_path: Path
) -> None:
    image(tmp_path / "图" / "a.png")
    image(tmp_path / "图" / "b.jpg")
    document(tmp_path / "图" / "详单、三月.pdf", 3)
    book = workbook(
        tmp_path, ("10", "图/a.png"), ("2", "图\\详单、三月.pdf"), ("1", "图/a.png；图/b.jpg")
    )

    done = generate(book, steps=("evidence-book",))

    made = done.folder / "A001_张三" / "证据册.pdf"
    listed, *rest = pages(made)
    assert not {it.code for it in done.report.problems if it.is_error}
    for row in (
        "1证据名1—来电时间和次数1—2",
        "2证据名2—来电时间和次数3—5",
        "10证据名10—来电时间和次数6",
    ):
        assert row in listed
    assert listed.index("证据名2") < listed.index("证据名10")
    assert [text.split("证据第")[0] for text in rest] == [
        "证据1第1页/共2页", "证据1第2页/共2页",
        "证据2第1页/共3页", "证据2第2页/共3页", "证据2第3页/共3页",
        "证据10第1页/共1页",
    ]  # fmt: skip
    assert [f"第{number}页/共6页" in text for number, text in enumerate(rest, start=1)] == [
        True
    ] * 6
    assert hashlib.sha256((tmp_path / "图" / "a.png").read_bytes()).hexdigest() in listed
    reader = PdfReader(made)
    titles = [str(it["/Title"]) for it in reader.outline if isinstance(it, dict)]
    assert titles == ["证据目录", "证据1 证据名1", "证据2 证据名2", "证据10 证据名10"]
    labels = [f"{label}" for label in reader.page_labels]
    assert labels[:3] == ["目录1", "1", "2"]


@needs_pdf_tools
def test_every_bad_file_is_told_with_its_cell_and_the_book_is_made_of_the_rest(
    generate: Generate, tmp_path: Path
) -> None:
    image(tmp_path / "好.png")
    image(tmp_path / "长.png", (300, 300))
    (tmp_path / "坏.png").write_bytes((tmp_path / "长.png").read_bytes()[:-400])
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (tmp_path / "空.jpg").touch()
    (tmp_path / "文.txt").write_text("文字", encoding="utf-8")
    (tmp_path / "夹").mkdir()
    document(tmp_path / "锁.pdf", 1, password="x")
    names = ["好.png", "没有.png", "坏.png", "坏.pdf", "空.jpg", "文.txt", "夹", "锁.pdf"]
    book = workbook(tmp_path, *((str(number), name) for number, name in enumerate(names, start=1)))

    done = generate(book, steps=("evidence-book",))

    told = {it.cell: it.code for it in done.report.problems if it.is_error}
    assert told == {
        "J3": "missing-file",
        "J4": "broken-file",
        "J5": "broken-file",
        "J6": "broken-file",
        "J7": "unsupported-file",
        "J8": "not-a-file",
        "J9": "locked-file",
    }
    assert all(it.sheet == "证据" for it in done.report.problems if it.cell in told)
    listed, *rest = pages(done.folder / "A001_张三" / "证据册.pdf")
    assert "缺：没有.png（没有找到）" in listed + rest[0]
    assert rest[-1].startswith("证据1第1页/共1页")
    assert not done.report.is_clean


@needs_pdf_tools
def test_a_book_that_stands_is_made_anew_only_when_a_file_changed(
    generate: Generate, tmp_path: Path
) -> None:
    picture = image(tmp_path / "a.png")
    book = workbook(tmp_path, ("1", "a.png"))
    done = generate(book, steps=("evidence-book",))
    made = done.folder / "A001_张三" / "证据册.pdf"
    first, moment = made.read_bytes(), made.stat().st_mtime_ns

    generate(book, steps=("evidence-book",))
    untouched = made.stat().st_mtime_ns == moment
    image(picture, (90, 60))
    generate(book, steps=("evidence-book",))
    second = made.read_bytes()
    image(picture)
    generate(book, steps=("evidence-book",))

    assert untouched
    assert second != first
    # Same input, same bytes.
    assert made.read_bytes() == first


@needs_pdf_tools
def test_recordings_are_listed_and_exhibits_without_a_file_too(
    generate: Generate, tmp_path: Path
) -> None:
    (tmp_path / "录音.m4a").write_bytes(b"sound")
    book = workbook(tmp_path, ("1", "录音.m4a"), ("2", None))

    done = generate(book, steps=("evidence-book",))

    [listed] = pages(done.folder / "A001_张三" / "证据册.pdf")
    assert "另行提交" in listed and "未附文件" in listed
    assert hashlib.sha256(b"sound").hexdigest() in listed
    assert done.report.is_clean


def test_a_case_without_any_file_gets_no_book_but_a_hint(
    generate: Generate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "anjuan_plugins.printing.evidence_book.find_soffice", lambda: Path("/bin/false")
    )

    done = generate(workbook(tmp_path, ("1", None)), steps=("evidence-book",))

    assert "no-evidence-file" in done.codes()
    assert done.report.is_clean
    assert not list(done.folder.rglob("证据册.pdf"))


# ---------------------------------------------------------------- what pages look like


@needs_pdf_tools
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright_however_the_camera_was_held(
    tmp_path: Path, orientation: int
) -> None:
    # Upper left red, upper right green, lower left blue: no two turns look alike.
    stored = Image.new("RGB", (80, 120), "white")
    for colour, corner in (("red", (0, 0)), ("lime", (40, 0)), ("blue", (0, 60))):
        stored.paste(colour, (*corner, corner[0] + 40, corner[1] + 60))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "it.jpg", exif=exif, quality=95)
    with Image.open(tmp_path / "it.jpg") as image:
        upright = ImageOps.exif_transpose(image)

    [leaf] = attachment(tmp_path / "it.jpg").leaves
    made = printed(leaf, tmp_path)

    assert (leaf.width, leaf.height) == upright.size
    for across in (0.25, 0.75):
        for down in (0.25, 0.75):
            place = (int(across * upright.width), int(down * upright.height))
            wanted = upright.convert("RGB").getpixel(place)
            assert isinstance(wanted, tuple)
            box = shown_box(leaf)
            seen = colour_at(made, 1, box[0] + across * box[2], box[1] + down * box[3], tmp_path)
            assert all(abs(a - b) < 40 for a, b in zip(seen, wanted, strict=True)), orientation


def printed(leaf: Any, folder: Path) -> Path:
    writer = PdfWriter()
    _page(leaf, writer)
    writer.write(folder / "one.pdf")
    return folder / "one.pdf"


def shown_box(leaf: Any) -> tuple[float, float, float, float]:
    """Left, top, width and height of a leaf on its page, in parts of the page."""
    width, height = (841.89, 595.276) if leaf.width > leaf.height else (595.276, 841.89)
    wide, tall = width - 68, height - 96
    scale = min(wide / leaf.width, tall / leaf.height, 1)
    shown = (scale * leaf.width, scale * leaf.height)
    top = 46 + (tall - shown[1]) / 2
    return ((width - shown[0]) / 2 / width, top / height, shown[0] / width, shown[1] / height)


@needs_pdf_tools
@pytest.mark.parametrize(
    ("rotation", "corner"),
    [(0, (0.1, 0.9)), (90, (0.1, 0.1)), (180, (0.9, 0.1)), (270, (0.9, 0.9))],
)
def test_a_turned_page_is_shown_as_a_reader_shows_it(
    tmp_path: Path, rotation: int, corner: tuple[float, float]
) -> None:
    [leaf] = attachment(document(tmp_path / "it.pdf", 1, rotation=rotation)).leaves

    made = printed(leaf, tmp_path)

    box = shown_box(leaf)
    place = (box[0] + corner[0] * box[2], box[1] + corner[1] * box[3])
    assert colour_at(made, 1, *place, tmp_path) == (255, 0, 0)


@needs_pdf_tools
def test_an_electronic_seal_is_printed_with_its_page(tmp_path: Path) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 500)
    seal = StreamObject()
    seal.set_data(b"1 0 0 rg 0 0 10 10 re f")
    corners = [FloatObject(it) for it in (0, 0, 10, 10)]
    seal.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(corners),
        }
    )
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject([FloatObject(it) for it in (100, 200, 200, 300)]),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(seal)}),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    writer.write(tmp_path / "it.pdf")

    [leaf] = attachment(tmp_path / "it.pdf").leaves

    made = printed(leaf, tmp_path)
    box = shown_box(leaf)
    assert colour_at(made, 1, box[0] + 0.5 * box[2], box[1] + 0.5 * box[3], tmp_path) == (255, 0, 0)
    assert colour_at(made, 1, box[0] + 0.1 * box[2], box[1] + 0.5 * box[3], tmp_path) != (255, 0, 0)


def test_pictures_of_every_mode_become_pages(tmp_path: Path) -> None:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        Image.new(mode, (20, 30)).save(tmp_path / f"{mode[0]}.png")
        [leaf] = attachment(tmp_path / f"{mode[0]}.png").leaves
        assert (leaf.width, leaf.height) == (20, 30)
        printed(leaf, tmp_path)
    Image.new("CMYK", (20, 30)).save(tmp_path / "c.jpg")
    [leaf] = attachment(tmp_path / "c.jpg").leaves
    assert printed(leaf, tmp_path).is_file()


# ---------------------------------------------------------------- hostile files and paths


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    side = int(MOST_PIXELS**0.5) + 10
    for number, size in enumerate([(side, side), (30_000, 30_000)]):
        bomb = tmp_path / f"{number}.png"
        Image.new("1", size).save(bomb)
        with pytest.raises(UnusableError, match="图片太大"):
            attachment(bomb)


@POSIX
def test_devices_pipes_and_links_to_them_are_refused_without_opening_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    (tmp_path / "link.mp3").symlink_to(tmp_path / "pipe.png")
    for name in ("pipe.png", "zero.png", "link.mp3"):
        with pytest.raises(UnusableError, match="不是普通文件"):
            attachment(tmp_path / name)


def test_a_name_that_lies_is_seen_through(tmp_path: Path) -> None:
    image(tmp_path / "it.png").rename(tmp_path / "it.pdf")
    assert len(attachment(tmp_path / "it.pdf").leaves) == 1
    (tmp_path / "script.png").write_text("#!/bin/sh", encoding="utf-8")
    with pytest.raises(UnusableError, match="不是 png、jpg 或 pdf"):
        attachment(tmp_path / "script.png")


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
    (tmp_path / "it.pdf").write_bytes(content)

    with pytest.raises(UnusableError) as refused:
        attachment(tmp_path / "it.pdf")

    assert refused.value.code == "broken-file"


def test_a_cell_may_name_several_files_and_what_windows_copies(tmp_path: Path) -> None:
    cell = '"图\\1.png"；“图/3、聊天记录.png”;\n../二.pdf\n\n图\\1.png'

    found = evidence_files(Evidence(**blank(file=cell)), tmp_path)

    assert found == (tmp_path / "图/1.png", tmp_path / "图/3、聊天记录.png", tmp_path / "../二.pdf")


def blank(**changes: Any) -> dict[str, Any]:
    names = ("case_number", "number", "title", "type", "source", "proves", "original_medium")
    return {**dict.fromkeys(names, ""), "formed_on": None, "pages": None, "file": "", **changes}


def test_people_count_1_2_10() -> None:
    numbers = ["证据10", "10", "1", "2-10", "2-9", "证据2", "附件", "2"]

    assert sorted(numbers, key=natural) == [
        "1", "2", "2-9", "2-10", "10", "证据2", "证据10", "附件",
    ]  # fmt: skip


def test_check_warns_of_a_missing_file_with_its_cell(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    image(tmp_path / "有.png")
    book = workbook(tmp_path, ("1", "有.png"), ("2", "没有一.png、没有二.png"), ("3", "长" * 400))

    done = cli("check", book)

    assert "J3" in done.out and "找不到证据文件" in done.out
    assert "几个文件请用分号隔开" in done.out
    assert "J4" in done.out and "J2（" not in done.out
    assert done.status == 0
