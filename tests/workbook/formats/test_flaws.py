"""What is wrong besides values is found in every format that can hold it, at its cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.checking import UNSAID, found
from support.drawn import (
    BOOKS,
    EVERY,
    Book,
    Drawn,
    Failed,
    Formula,
    Partly,
    Write,
    changed,
    drawn,
    in_all,
    ods,
    prefixed,
    rewritten,
    rewritten_file,
    shared,
    unplaced,
    xls,
    xlsx,
)
from support.runs import Generate

from anjuan.case.sheets import SHEETS
from anjuan.testing import case, incident

ROWS = [incident(), incident(时间="2026-03-06 09:00", 受扰人="李四"), incident(次数=7)]


def columns(sheet: str) -> dict[str, str]:
    """Letters by heading."""
    from openpyxl.utils import get_column_letter

    [fields] = [it.fields for it in SHEETS if it.name == sheet]
    return {it.column.heading: get_column_letter(n) for n, it in enumerate(fields, 1)}


AT = columns("骚扰记录")


@pytest.fixture(params=BOOKS)
def write(request: pytest.FixtureRequest) -> Write:
    return BOOKS[request.param]


def test_a_sound_workbook_has_no_fault_in_any_format(write: Write, tmp_path: Path) -> None:
    assert {code for code, _ in found(write(tmp_path, drawn()))} <= UNSAID


@pytest.mark.parametrize("shown", ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!"])
@pytest.mark.parametrize("name", EVERY)
def test_an_error_is_no_value(name: str, shown: str, tmp_path: Path) -> None:
    book = drawn(incidents=[incident(次数=Failed(shown))], cases=[case(损害后果=Failed(shown))])
    codes = found(EVERY[name](tmp_path, book))

    assert ("error-cell", f"骚扰记录!{AT['次数']}2") in codes
    assert ("error-cell", f"案件!{columns('案件')['损害后果']}2") in codes


@pytest.mark.parametrize("name", EVERY)
def test_a_formula_that_nobody_calculated_is_no_value(name: str, tmp_path: Path) -> None:
    book = drawn(incidents=[incident(次数=Formula("3+4"))])

    assert ("formula-without-value", f"骚扰记录!{AT['次数']}2") in found(
        EVERY[name](tmp_path, book)
    )


def test_hidden_rows_columns_and_sheets_are_told(write: Write, tmp_path: Path) -> None:
    book = drawn(incidents=ROWS)
    hidden = {"hidden_rows": frozenset({3}), "hidden_columns": frozenset({AT["内容"], AT["次数"]})}
    book = changed(changed(book, "骚扰记录", **hidden), "证据", is_hidden=True)
    codes = found(write(tmp_path, book))

    assert {it for it in codes if it[0].startswith("hidden")} == {
        ("hidden-sheet", "证据!"),
        ("hidden-row", "骚扰记录!A3"),
        ("hidden-column", f"骚扰记录!{AT['内容']}1"),
        ("hidden-column", f"骚扰记录!{AT['次数']}1"),
    }


def test_a_hidden_column_without_content_is_not_told(write: Write, tmp_path: Path) -> None:
    book = drawn(incidents=[incident(证据编号=None)], evidence=[])
    book = changed(book, "骚扰记录", hidden_columns=frozenset({AT["证据编号"]}))

    assert "hidden-column" not in {code for code, _ in found(write(tmp_path, book))}


def test_a_row_that_is_struck_through_is_one_error(write: Write, tmp_path: Path) -> None:
    book = drawn(incidents=ROWS)
    struck = {f"{letter}3" for letter in AT.values()}
    codes = found(write(tmp_path, changed(book, "骚扰记录", struck=frozenset(struck))))

    assert [it for it in codes if it[0].startswith("struck")] == [("struck-row", "骚扰记录!A3")]


def test_a_cell_that_is_struck_through_is_an_error(write: Write, tmp_path: Path) -> None:
    rows = [incident(内容=Partly("催款", "辱骂")), *ROWS[1:]]
    struck = frozenset({f"{AT['次数']}4"})
    codes = found(write(tmp_path, changed(drawn(incidents=rows), "骚扰记录", struck=struck)))

    assert {it for it in codes if it[0].startswith("struck")} == {
        ("struck-cell", f"骚扰记录!{AT['内容']}2"),
        ("struck-cell", f"骚扰记录!{AT['次数']}4"),
    }


def test_a_struck_cell_that_is_empty_is_not_told(write: Write, tmp_path: Path) -> None:
    book = drawn(incidents=[incident(证据编号=None)], evidence=[])
    struck = frozenset({f"{AT['证据编号']}2", f"{AT['证据编号']}9"})
    codes = found(write(tmp_path, changed(book, "骚扰记录", struck=struck)))

    assert not [it for it in codes if it[0].startswith("struck")]


def test_merged_cells_are_told(write: Write, tmp_path: Path) -> None:
    rows = [ROWS[0], {**ROWS[1], "案件编号": None}, *ROWS[2:]]
    codes = found(write(tmp_path, changed(drawn(incidents=rows), "骚扰记录", merged=("A2:A3",))))

    assert {("merged-cells", "骚扰记录!A2"), ("merged-cells", "骚扰记录!A3")} <= codes


def flat(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Rows without height and columns without width, instead of hidden ones."""
    for name in [it for it in parts if "/sheet" in it]:
        row, column = re.compile(rb'(<row [^>]*)hidden="1"'), re.compile(rb"<col [^>]*hidden[^>]*>")
        content = row.sub(rb'\1ht="0" customHeight="1"', parts[name])
        parts[name] = column.sub(
            lambda it: it[0].replace(b'width="13"', b'width="0"').replace(b'hidden="1"', b""),
            content,
        )
        assert b'hidden="1"' not in parts[name]
    return parts


def narrow(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same in an .ods file, by styles."""
    styles = (
        '<style:style style:name="flat" style:family="table-row"><style:table-row-properties'
        ' style:row-height="0cm"/></style:style><style:style style:name="slim"'
        ' style:family="table-column"><style:table-column-properties style:column-width="0.00in"/>'
        "</style:style></office:automatic-styles>"
    )
    group = (
        '<table:table-column-group table:display="false"><table:table-column/>'
        "</table:table-column-group>"
    )
    hidden = ' table:visibility="filter"'
    content = parts["content.xml"].decode()
    assert hidden in content and group in content
    return in_all(
        parts,
        ("</office:automatic-styles>", styles),
        (hidden, ' table:style-name="flat"'),
        (group, '<table:table-column table:style-name="slim"/>'),
    )


def shrunk(folder: Path, book: Book) -> Path:
    """The same in an .xls file."""
    path = xls(folder, book)
    content = path.read_bytes()
    # ROW and COLINFO: not hidden, of no height and no width (MS-XLS §2.4.221, §2.4.53).
    row = re.compile(rb"(\x08\x02\x10\0.{6})..(.{4})\x20(?=\x01\x0f)", re.DOTALL)
    column = re.compile(rb"(\x7d\0\x0c\0.{4})..(..)\x01", re.DOTALL)
    for pattern in (row, column):
        content, count = pattern.subn(rb"\1\0\0\2\0", content)
        assert count == 1
    path.write_bytes(content)
    return path


SHRUNK: dict[str, Write] = {
    "xlsx": rewritten(flat, shared),
    "prefixed": rewritten(prefixed, flat, shared),
    "ods": lambda folder, book: rewritten_file(ods(folder, book), narrow),
    "xls": shrunk,
}


@pytest.mark.parametrize("name", SHRUNK)
def test_a_row_without_height_and_a_column_without_width_are_hidden(
    name: str, tmp_path: Path
) -> None:
    hidden = {"hidden_rows": frozenset({4}), "hidden_columns": frozenset({AT["内容"]})}
    codes = found(SHRUNK[name](tmp_path, changed(drawn(incidents=ROWS), "骚扰记录", **hidden)))

    assert {it for it in codes if it[0].startswith("hidden")} == {
        ("hidden-row", "骚扰记录!A4"),
        ("hidden-column", f"骚扰记录!{AT['内容']}1"),
    }


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["甲", "乙", "丙"],
        ["子", Failed(), "丑"],
        ["寅", "卯", Formula()],
        ["辰", "巳", "午"],
    ]
    table = Drawn(rows, hidden_rows=frozenset({3}), struck=frozenset({"C4"}))

    from anjuan.workbook.opening import opened

    for write in (xlsx, rewritten(unplaced)):
        seen = opened(write(tmp_path, {"表": table})).flaws("表")
        assert seen.cells == {"B2": "error", "C3": "formula"}
        assert (seen.hidden_rows, seen.struck) == (table.hidden_rows, table.struck)


def test_a_struck_incident_is_in_no_paper(generate: Generate, tmp_path: Path) -> None:
    """The reason why this is an error, and no reminder."""
    struck = frozenset(f"{letter}3" for letter in AT.values())
    book = changed(drawn(incidents=ROWS), "骚扰记录", struck=struck)
    made = generate(xlsx(tmp_path, book), kinds=("police-statement",))

    assert made.states() == {"police-statement": ["refused"]}
    assert "第 3 行整行划了删除线" in made.problems()


def test_a_struck_note_keeps_no_paper_back(generate: Generate, tmp_path: Path) -> None:
    """A cell that no paper prints."""
    at = columns("案件")["备注"]
    book = changed(drawn(cases=[case(备注="已办")]), "案件", struck=frozenset({f"{at}2"}))
    made = generate(xlsx(tmp_path, book), kinds=("police-statement",))

    assert made.states() == {"police-statement": ["written"]}
    assert "备注" in made.problems()
