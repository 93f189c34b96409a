"""The marked copy: problems are seen, and nothing else of the lawyer's workbook changes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from support.drawn import PACKAGES, Drawn, Write, rewritten, unplaced
from support.office import Order, needs_office, saved_as

from anjuan.case.sheets import STATUS_HEADING
from anjuan.errors import WorkbookError
from anjuan.problems import Place, Problem, Severity
from anjuan.problems import Rule as ProblemRule
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.workbook.marking.colours import ERROR_COLOUR, WARNING_COLOUR
from anjuan.workbook.marking.copying import is_marked, mark
from anjuan.workbook.marking.notes import SIGN

RULE = ProblemRule("x", "写错了。")


def problem(cell: str, sheet: str = "案件", message: str = "写错了。", **changes: str) -> Problem:
    severity = Severity(changes.pop("severity", "error"))
    return RULE.on(Place(sheet, cell, "标题"), message, "请改。", severity=severity)


def lawyers_workbook(path: Path) -> bytes:
    """A workbook with all that a lawyer may have put into it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "案件"
    sheet.append(["编号", "金额", "日期"])
    sheet.append(["A1", 1200.5, "=TODAY()"])
    sheet.append(["A2", "x", None])
    sheet["B2"].number_format = "#,##0.00"
    sheet["B2"].font = Font(bold=True, color="FF0000FF")
    sheet["A3"].comment = Comment("律师自己的批注", "律师")
    sheet.column_dimensions["A"].width = 33
    validation = DataValidation(type="list", formula1='"甲,乙"')
    validation.add("A2:A9")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add("B2:B9", Rule(type="expression", formula=["B2>5"]))
    workbook.create_sheet("别的表").append(["=1+1", "原样"])
    workbook.create_sheet("骚扰记录").append(["编号"])
    workbook.save(path)
    # A part that no library models: it must come through as it is.
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/image1.png", b"\x89PNG not really")
    return path.read_bytes()


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def opened(package: bytes, sheet: str = "案件") -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(package))[sheet]
    assert isinstance(found, Worksheet)
    return found


def colour(sheet: Worksheet, address: str) -> str:
    """The colour that a rule of ours gives a cell; empty where none does."""
    for areas in sheet.conditional_formatting:
        for rule in areas.rules:
            if "anjuan:" in rule.formula[0] and rule.dxf.fill and address in areas:
                return str(rule.dxf.fill.bgColor.rgb)
    return ""


def note(sheet: Worksheet, cell: str) -> str:
    comment = sheet[cell].comment
    return "" if comment is None else str(comment.text).removeprefix(SIGN)


def test_a_cell_is_coloured_and_annotated_and_keeps_its_looks(tmp_path: Path) -> None:
    sheet = opened(mark(lawyers_workbook(tmp_path / "表.xlsx"), [problem("B2")]))

    cell = sheet["B2"]
    assert colour(sheet, "B2") == ERROR_COLOUR
    assert (cell.number_format, cell.font.bold, cell.value) == ("#,##0.00", True, 1200.5)
    assert note(sheet, "B2") == "写错了。请改。"
    assert not colour(sheet, "A2")


def test_a_warning_is_yellow_and_an_error_wins_over_it(tmp_path: Path) -> None:
    both = [problem("B2", severity="warning"), problem("B2", message="另一处。")]
    package = lawyers_workbook(tmp_path / "表.xlsx")
    sheet = opened(mark(package, [*both, problem("A2", severity="warning")]))

    assert colour(sheet, "A2") == WARNING_COLOUR
    assert colour(sheet, "B2") == ERROR_COLOUR
    assert note(sheet, "B2") == "另一处。请改。\n写错了。请改。"


def test_the_status_column_stands_right_of_the_last_one(tmp_path: Path) -> None:
    found = [problem("B2"), problem("A3", severity="warning", message="存疑。")]
    sheet = opened(mark(lawyers_workbook(tmp_path / "表.xlsx"), found))

    assert [sheet[f"D{row}"].value for row in (1, 2, 3)] == [
        STATUS_HEADING,
        "错误：标题：写错了。",
        "提醒：标题：存疑。",
    ]
    assert sheet.dimensions == "A1:D3"


def test_the_heading_row_may_stand_further_down(tmp_path: Path) -> None:
    package = lawyers_workbook(tmp_path / "表.xlsx")

    assert opened(mark(package, [problem("A3")], {"案件": 2}))["D2"].value == STATUS_HEADING


def test_a_note_of_the_lawyers_stays_as_it_is(tmp_path: Path) -> None:
    """What is wrong in its cell is told beside the row, and in the list."""
    sheet = opened(mark(lawyers_workbook(tmp_path / "表.xlsx"), [problem("A3"), problem("C3")]))

    assert note(sheet, "A3") == "律师自己的批注"
    assert colour(sheet, "A3") == ERROR_COLOUR
    assert note(sheet, "C3") == "写错了。请改。"


def test_cells_and_rows_that_do_not_exist_yet_are_made_in_order(tmp_path: Path) -> None:
    marked = mark(
        lawyers_workbook(tmp_path / "表.xlsx"),
        [problem("B9"), problem("A9"), problem("C3"), problem("A7", sheet="骚扰记录")],
    )
    sheet = opened(marked)

    assert colour(sheet, "B9") == ERROR_COLOUR
    assert colour(opened(marked, "骚扰记录"), "A7") == ERROR_COLOUR
    xml = parts(marked)["xl/worksheets/sheet1.xml"].decode()
    places = [xml.index(f'r="{cell}"') for cell in ("A2", "B2", "D3", "D9")]
    assert places == sorted(places)


def test_everything_else_stays_byte_for_byte(tmp_path: Path) -> None:
    package = lawyers_workbook(tmp_path / "表.xlsx")
    before, after = parts(package), parts(mark(package, [problem("B2")]))

    touched = {name for name in before if before[name] != after[name]}
    allowed = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}
    allowed.add("[Content_Types].xml")
    assert set(before) <= set(after)
    assert all(
        name in allowed or "comments" in name or "vml" in name.lower() or name.endswith(".rels")
        for name in touched
    ), touched
    assert "xl/worksheets/sheet2.xml" not in touched
    assert "xl/media/image1.png" not in touched


def test_rules_and_widths_of_the_marked_sheet_stay(tmp_path: Path) -> None:
    sheet = opened(mark(lawyers_workbook(tmp_path / "表.xlsx"), [problem("B2")]))

    assert sheet.column_dimensions["A"].width == 33
    assert len(sheet.data_validations.dataValidation) == 1
    assert {str(it.sqref) for it in sheet.conditional_formatting} == {"B2:B9", "B2", "A2"}
    assert sheet["C2"].value == "=TODAY()"


@pytest.mark.parametrize("found", [problem(""), problem("B2", sheet="没有"), problem("B0")])
def test_problems_without_a_place_are_only_listed(tmp_path: Path, found: Problem) -> None:
    package = lawyers_workbook(tmp_path / "表.xlsx")
    marked = mark(package, [found])

    sheets = {name for name in parts(package) if "worksheets" in name}
    assert {it: parts(marked)[it] for it in sheets} == {it: parts(package)[it] for it in sheets}
    assert opened(marked, "问题")["G2"].value == "写错了。"


@pytest.mark.parametrize("package", [b"", b"PK\x03\x04", b"no package"])
def test_what_is_no_workbook_is_refused(package: bytes) -> None:
    with pytest.raises(WorkbookError, match=r"不是 .xlsx"):
        mark(package, [])


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    package = lawyers_workbook(tmp_path / "表.xlsx")

    assert mark(package, [problem("B2")]) == mark(package, [problem("B2")])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["案件", "骚扰记录"]),
            st.integers(1, 40),
            st.sampled_from(["A", "C", "Z", "AB"]),
            st.text(max_size=20),
            st.sampled_from(["error", "warning"]),
        ),
        max_size=12,
    )
)
def test_any_problems_leave_a_sound_workbook_with_all_its_values(
    tmp_path: Path, found: Sequence[tuple[str, int, str, str, str]]
) -> None:
    package = lawyers_workbook(tmp_path / "表.xlsx")
    marked = mark(
        package,
        [
            problem(f"{letter}{row}", sheet=sheet, message=message, severity=severity)
            for sheet, row, letter, message, severity in found
        ],
    )

    openpyxl.load_workbook(BytesIO(marked))
    for name in ("案件", "别的表", "骚扰记录"):
        old, new = (
            CalamineWorkbook.from_filelike(BytesIO(content))
            .get_sheet_by_name(name)
            .to_python(skip_empty_area=False)
            for content in (package, marked)
        )
        for row, kept in zip(old, new, strict=False):
            assert kept[: len(row)] == row


@saved_as("xlsx")
def marked_copy(folder: Path) -> None:
    (folder / "标记.xlsx").write_bytes(
        mark(SAMPLE_WORKBOOK.read_bytes(), [problem("G2"), problem("B3", sheet="骚扰记录")])
    )


@needs_office
def test_an_office_suite_opens_the_copy_and_finds_the_notes(
    office_suite: Callable[[Order], Path],
) -> None:
    again = (office_suite(marked_copy) / "标记.xlsx").read_bytes()

    assert "写错了。请改。" in note(opened(again), "G2")
    assert "写错了。请改。" in note(opened(again, "骚扰记录"), "B3")


@needs_office
def test_of_a_copy_that_an_office_suite_saved_the_marks_go(
    office_suite: Callable[[Order], Path],
) -> None:
    again = (office_suite(marked_copy) / "标记.xlsx").read_bytes()

    assert is_marked(again)
    clean = mark(again, [])
    original = openpyxl.load_workbook(SAMPLE_WORKBOOK)
    assert openpyxl.load_workbook(BytesIO(clean)).sheetnames == original.sheetnames
    for name in ("案件", "骚扰记录"):
        before, after = original[name], opened(clean, name)
        assert [it.value for it in before[1]] == [it.value for it in after[1]][: before.max_column]
        assert STATUS_HEADING not in [it.value for it in after[1]]
        assert not any(colour(after, address) for address in ("G2", "B3"))
        assert not note(after, "G2") + note(after, "B3")
        assert note(after, "A1") == str(before["A1"].comment.text)


def without_styles(parts: dict[str, bytes]) -> dict[str, bytes]:
    """As some libraries write: no format at all."""
    styles = re.compile(rb"<(?:Override|Relationship)[^>]*styles[^>]*/>")
    return {
        name: re.sub(rb' s="\d+"', b"", styles.sub(b"", content))
        for name, content in parts.items()
        if name != "xl/styles.xml"
    }


def without(*lists: str) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """Styles that lack some of their lists."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        for name in lists:
            pattern = re.compile(rf"<{name}\b.*?</{name}>".encode(), re.DOTALL)
            parts["xl/styles.xml"] = pattern.sub(b"", parts["xl/styles.xml"])
        return parts

    return change


FORMS: dict[str, Write] = {
    "without styles": rewritten(without_styles),
    "styles without fills": rewritten(without("fills")),
    "styles without anything": rewritten(without("fonts", "fills", "borders", "cellXfs")),
    "without places": rewritten(unplaced),
    # openpyxl, which looks at what was marked, finds styles by their usual name only.
    **{name: PACKAGES[name] for name in ("xlsx", "backslashes", "workbook2", "prefixed")},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_workbook_of_any_form_is_marked(name: str, tmp_path: Path) -> None:
    rows: list[list[object]] = [["甲", "乙", "丙"], ["子", "丑", "寅"], ["卯", "辰", "巳"]]
    book = FORMS[name](tmp_path, {"案件": Drawn(rows), "机构": Drawn(rows)})

    sheet = opened(mark(book.read_bytes(), [problem("B2"), problem("C3", severity="warning")]))
    assert [cell.value for cell in sheet[2]] == ["子", "丑", "寅", "错误：标题：写错了。"]
    assert colour(sheet, "B2") == ERROR_COLOUR
    assert colour(sheet, "C3") == WARNING_COLOUR
    assert not colour(sheet, "A2")
    assert sheet["B2"].comment


def test_a_strict_workbook_is_told(tmp_path: Path) -> None:
    """What could not be marked must not be called a marked copy."""
    book = PACKAGES["strict"](tmp_path, {"案件": Drawn([["甲"]])})

    with pytest.raises(WorkbookError, match=r"Strict.*另存为"):
        mark(book.read_bytes(), [problem("A1")])
