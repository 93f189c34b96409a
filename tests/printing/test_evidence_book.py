"""Step evidence-book: the exhibits bound as one; a bad file is told and stops nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from support.cells import cell
from support.exhibits import document, image, mangled
from support.printing import needs_pdf_tools, pages
from support.recordings import Recordings
from support.runs import Cli, Generate

from anjuan.case.columns import fields_of
from anjuan.case.evidence_files import evidence_files
from anjuan.case.records.rows import Evidence
from anjuan.testing import evidence, incident, write_workbook
from anjuan.workbook.cells.values import empty
from anjuan_plugins.printing.evidence_book import natural

pytestmark = pytest.mark.usefixtures("recorded")


def _file_cell(row: int) -> str:
    return cell("证据", "文件路径", row)


def workbook(folder: Path, *files: tuple[str, str | None]) -> Path:
    rows = [
        evidence(证据编号=number, 证据名称=f"证据名{number}", 文件路径=file)
        for number, file in files
    ]
    first = rows[0]["证据编号"]
    return write_workbook(folder / "表.xlsx", incidents=[incident(证据编号=first)], evidence=rows)


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
    with pikepdf.open(made) as bound:
        with bound.open_outline() as outline:
            titles = [item.title for item in outline.root]
        labels = [page.label for page in bound.pages]
        sizes = {tuple(float(side) for side in page.mediabox) for page in bound.pages[1:]}
    assert titles == ["证据目录", "证据1 证据名1", "证据2 证据名2", "证据10 证据名10"]
    assert labels[:3] == ["目录1", "1", "2"]
    assert sizes == {(0, 0, 595.276, 841.89)}


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
    document(tmp_path / "锁.pdf", password="x")
    mangled(document(tmp_path / "乱.pdf"))
    names = ["好.png", "没有.png", "坏.png", "坏.pdf", "空.jpg", "文.txt", "夹", "锁.pdf", "乱.pdf"]
    numbers = ["1", "2", "3", "4", "5", "6", "7", "8", "附件之长名" * 12]
    book = workbook(tmp_path, *zip(numbers, names, strict=True))

    done = generate(book, steps=("evidence-book",))

    told = {it.cell: it.code for it in done.report.problems if it.is_error}
    assert told == {
        _file_cell(3): "missing-file",
        _file_cell(4): "broken-file",
        _file_cell(5): "broken-file",
        _file_cell(6): "broken-file",
        _file_cell(7): "unsupported-file",
        _file_cell(8): "not-a-file",
        _file_cell(9): "locked-file",
    }
    assert all(it.sheet == "证据" for it in done.report.problems if it.cell in told)
    [doubt] = [it for it in done.report.problems if it.code == "mended-file"]
    assert (doubt.cell, doubt.is_error) == (_file_cell(10), False)
    listed, *rest = pages(done.folder / "A001_张三" / "证据册.pdf")
    assert "缺：没有.png（没有找到）" in listed + rest[0]
    assert rest[-2].startswith("证据1第1页/共1页")
    # A number that is too long for the margin is shortened there.
    assert rest[-1].startswith("证据附件之长名附件之长名附件之长名附件之长名附件…第1页/共1页")
    assert not done.report.is_clean


@needs_pdf_tools
def test_a_book_that_stands_is_made_anew_only_when_a_file_changed(
    recorded: Recordings, generate: Generate, tmp_path: Path
) -> None:
    recorded.stop()
    picture = image(tmp_path / "a.png")
    book = workbook(tmp_path, ("1", "a.png"))
    done = generate(book, steps=("evidence-book",), jobs=1)
    made = done.folder / "A001_张三" / "证据册.pdf"
    first, moment = made.read_bytes(), made.stat().st_mtime_ns

    generate(book, steps=("evidence-book",))
    untouched = made.stat().st_mtime_ns == moment
    image(picture, (90, 60))
    generate(book, steps=("evidence-book",), jobs=1)
    second = made.read_bytes()
    image(picture)
    generate(book, steps=("evidence-book",), jobs=1)

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


# ---------------------------------------------------------------- cells


def test_a_cell_may_name_several_files_and_what_windows_copies(tmp_path: Path) -> None:
    cell = '"图\\1.png"；“图/3、聊天记录.png”;\n../二.pdf\n\n图\\1.png'

    found = evidence_files(Evidence(**blank(file=cell)), tmp_path)

    assert found == (tmp_path / "图/1.png", tmp_path / "图/3、聊天记录.png", tmp_path / "../二.pdf")


def blank(**changes: Any) -> dict[str, Any]:
    return {**{it.attribute: empty(it.column) for it in fields_of(Evidence)}, **changes}


def test_people_count_1_2_10() -> None:
    numbers = ["证据10", "10", "1", "2-10", "2-9", "证据2", "附件", "2"]

    assert sorted(numbers, key=natural) == [
        "1", "2", "2-9", "2-10", "10", "证据2", "证据10", "附件",
    ]  # fmt: skip


def test_check_warns_of_a_missing_file_with_its_cell(cli: Cli, tmp_path: Path) -> None:
    image(tmp_path / "有.png")
    book = workbook(tmp_path, ("1", "有.png"), ("2", "没有一.png、没有二.png"), ("3", "长" * 400))

    done = cli("check", book)

    assert _file_cell(3) in done.out and "找不到证据文件" in done.out
    assert "几个文件请用分号隔开" in done.out
    assert _file_cell(4) in done.out and f"{_file_cell(2)}（" not in done.out
    assert done.status == 0
