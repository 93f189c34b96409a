"""Ticked proposals reach their cells, as the right type; nothing else is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.problems import Place, Problem, Proposal, Rule, Severity
from anjuan.workbook.marking.accepting import Accepted, accept, fill
from anjuan.workbook.marking.copying import mark
from anjuan.workbook.marking.ticks import apart, lines_of, read_before

RULE = Rule("x", "写错了。")
SHEET = "案件"


def problem(cell: str, value: str, proposal: object) -> Problem:
    found = None if proposal is None else Proposal(proposal)  # type: ignore[arg-type]
    return RULE.on(Place(SHEET, cell, "标题"), "写错了。", "请改。", value=value, proposal=found)


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    for row in (["编号", "金额", "时间"], *rows):
        sheet.append(row)
    for address, code in (formats or {}).items():
        sheet[address].number_format = code
        sheet[address].font = Font(bold=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ticked(
    path: Path, content: bytes, problems: Iterable[Problem], rows: Iterable[int] = (2,)
) -> Accepted:
    """The copy marked, lines of its list ticked as a person does, and taken over."""
    found = tuple(problems)
    book = openpyxl.load_workbook(BytesIO(mark(content, found)))
    for row in rows:
        book["问题"][f"J{row}"] = "是"
    book.save(path)
    return accept(path.read_bytes(), lines_of(path), found)


def cell_of(done: Accepted, address: str) -> openpyxl.cell.cell.Cell:
    found = openpyxl.load_workbook(BytesIO(done.workbook))[SHEET][address]
    assert isinstance(found, openpyxl.cell.cell.Cell)
    return found


@pytest.mark.parametrize(
    ("code", "proposal", "value", "shown"),
    [
        ("@", Decimal("20000.00"), 20000, "General"),
        ("#,##0.00", Decimal("20000.5"), 20000.5, "#,##0.00"),
        ("yyyy-mm-dd", Decimal(12), 12, "General"),
        ("General", date(2026, 3, 5), datetime(2026, 3, 5), "yyyy-mm-dd"),
        ("yyyy年m月d日", date(2026, 3, 5), datetime(2026, 3, 5), "yyyy年m月d日"),
        ("@", datetime(2026, 3, 5, 22, 41), datetime(2026, 3, 5, 22, 41), "yyyy-mm-dd hh:mm"),
        ("yyyy-mm-dd", datetime(2026, 3, 5, 22), datetime(2026, 3, 5, 22), "yyyy-mm-dd hh:mm"),
        ("m/d/yy h:mm", datetime(2026, 3, 5, 22), datetime(2026, 3, 5, 22), "m/d/yy h:mm"),
        ("General", "威胁恐吓", "威胁恐吓", "@"),
        ("@", "=1+1", "=1+1", "@"),
    ],
)
def test_a_cell_gets_the_value_as_its_type_and_keeps_its_looks(
    code: str, proposal: object, value: object, shown: str, tmp_path: Path
) -> None:
    content = workbook(["A1", "x", None], formats={"B2": code})
    done = ticked(tmp_path / "标.xlsx", content, [problem("B2", "x", proposal)])

    cell = cell_of(done, "B2")
    assert (cell.value, cell.number_format, cell.font.bold) == (value, shown, True)
    assert cell.data_type != "f"
    assert [it.cell for it in done.taken] == ["B2"]
    assert not done.left


def test_only_what_is_ticked_is_taken_over(tmp_path: Path) -> None:
    found = [problem("B2", "x", Decimal(1)), problem("B3", "y", Decimal(2))]
    done = ticked(tmp_path / "标.xlsx", workbook(["A1", "x"], ["A2", "y"]), found, rows=[3])

    assert (cell_of(done, "B2").value, cell_of(done, "B3").value) == ("x", 2)


def left(tmp_path: Path, then: Problem, now: Iterable[Problem], **cells: Any) -> list[str]:
    """Why a proposal that was made then is not taken over now."""
    path = tmp_path / "标.xlsx"
    book = openpyxl.load_workbook(BytesIO(mark(workbook(["A1", "x"]), [then])))
    book["问题"]["J2"] = "是"
    for address, value in cells.items():
        book["问题"][address] = value
    book.save(path)
    done = accept(path.read_bytes(), lines_of(path), now)
    assert not done.taken
    assert cell_of(done, "B2").value == "x"
    return [it.reason for it in done.left]


def test_what_was_changed_since_is_told_and_left_alone(tmp_path: Path) -> None:
    then = problem("B2", "x", Decimal(1))

    assert "后来改过" in left(tmp_path, then, [problem("B2", "y", Decimal(1))])[0]
    assert "改动过" in left(tmp_path, then, [problem("B2", "x", Decimal(2))])[0]
    assert "改动过" in left(tmp_path, then, [then], I2=7)[0]
    assert "没有这条建议" in left(tmp_path, then, [])[0]
    assert "没有这条建议" in left(tmp_path, then, [then], C2="B9")[0]


def test_a_formula_is_not_written_over(tmp_path: Path) -> None:
    content = workbook(["A1", '="x"'])
    done = ticked(tmp_path / "标.xlsx", content, [problem("B2", "x", Decimal(1))])

    assert not done.taken
    assert "公式" in done.left[0].reason
    assert cell_of(done, "B2").value == '="x"'


def test_a_cell_that_a_formula_elsewhere_fills_is_not_written_over(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(["A1", None], ["A2", "x"], ["A3", "x"])))
    book[SHEET]["B2"] = ArrayFormula("B2:B3", "=A1:A2")
    book.save(tmp_path / "表.xlsx")
    found = [problem(it, "x", Decimal(1)) for it in ("B3", "B4")]
    done = fill((tmp_path / "表.xlsx").read_bytes(), found)

    assert [it.cell for it in done.left] == ["B3"] and "公式" in done.left[0].reason
    assert [cell_of(done, it).value for it in ("B3", "B4")] == ["x", 1]


def test_two_proposals_for_one_cell_are_not_mixed(tmp_path: Path) -> None:
    other = replace(problem("B2", "x", Decimal(2)), rule=Rule("y", "另一处。"))
    found = [problem("B2", "x", Decimal(1)), other]
    done = ticked(tmp_path / "标.xlsx", workbook(["A1", "x"]), found, rows=[2, 3])

    assert cell_of(done, "B2").value == 1
    assert ["两个不同" in it.reason for it in done.left] == [True]


def test_merged_cells_are_separated_where_one_is_filled(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(["A1", 1], [None, 2], [None, 3])))
    book[SHEET].merge_cells("A2:A4")
    book[SHEET].merge_cells("E2:F2")
    out = BytesIO()
    book.save(out)
    done = ticked(tmp_path / "标.xlsx", out.getvalue(), [problem("A3", "", "A1")])

    sheet = openpyxl.load_workbook(BytesIO(done.workbook))[SHEET]
    assert [str(it) for it in sheet.merged_cells.ranges] == ["E2:F2"]
    assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == ["A1", "A1", None]


def test_days_are_counted_as_the_workbook_counts_them(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook(["A1", "x"])))
    book.epoch = CALENDAR_MAC_1904
    out = BytesIO()
    book.save(out)
    found = [problem("B2", "x", date(2026, 3, 5))]
    done = ticked(tmp_path / "标.xlsx", out.getvalue(), found)

    assert cell_of(done, "B2").value == datetime(2026, 3, 5)


def reminder(value: str = "x", message: str = "存疑。", **changes: object) -> Problem:
    place = Place(SHEET, str(changes.get("cell", "B2")), "标题")
    severity = Severity(str(changes.get("severity", "warning")))
    return RULE.on(place, message, "请核对。", value=value, severity=severity)


def known(path: Path, found: Problem) -> frozenset[tuple[str, str, str, str, str]]:
    book = openpyxl.load_workbook(BytesIO(mark(workbook(["A1", "x"]), [found])))
    book["问题"]["K2"] = "是"
    book.save(path)
    return read_before(lines_of(path))


def test_a_reminder_that_was_read_stays_away_until_it_changes(tmp_path: Path) -> None:
    read = known(tmp_path / "标.xlsx", reminder())

    assert apart([reminder()], read) == ((), (reminder(),))
    for changed in (reminder("y"), reminder(message="别的。"), reminder(cell="B3")):
        assert apart([changed], read) == ((changed,), ())


def test_an_error_cannot_be_ticked_away(tmp_path: Path) -> None:
    error = reminder(severity="error")

    assert apart([error], known(tmp_path / "标.xlsx", error)) == ((error,), ())


def test_what_was_read_stays_in_the_list_and_is_marked_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "标.xlsx"
    path.write_bytes(mark(workbook(["A1", "x"]), [], read=[reminder("甲_x0041_乙\n二")]))

    [line] = lines_of(path)
    assert (line.is_read, line.is_accepted) == (True, False)
    assert apart([reminder("甲_x0041_乙\n二")], read_before([line])) == (
        (),
        (reminder("甲_x0041_乙\n二"),),
    )
    assert openpyxl.load_workbook(path)[SHEET].max_column == 3
