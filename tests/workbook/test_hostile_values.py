"""Cells made to do harm: printed exactly as typed, or refused by cell; never interpreted.

Names of files and folders are made of cells too: whatever a cell holds, nothing is written
outside of the output folder, and no two cases meet in one folder on any file system.
"""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from support.hostile_cells import FORMULAS, write_csv
from support.runs import Cli, Generate

from anjuan.chinese import spelled_out
from anjuan.files import MOST_BYTES, distinct_names, safe_name
from anjuan.problems import Place, Rule
from anjuan.run.dossier import Dossier, RenderedFile
from anjuan.testing import case, evidence, incident, institution, write_workbook
from anjuan.workbook.marking.copying import mark

RULE = Rule("x", "写错了。")


def test_formulas_stand_in_the_summary_as_texts(generate: Generate, tmp_path: Path) -> None:
    cases = [
        case(案件编号=f"{text.strip()}{number}", 委托人姓名=text.strip(), 住址=None)
        for number, text in enumerate(FORMULAS)
    ]
    book = write_workbook(tmp_path / "表.xlsx", cases=cases)

    done = generate(book, kinds=("police-statement",))

    summary = openpyxl.load_workbook(done.folder / "清单.xlsx")
    cells = [cell for sheet in summary for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    clients = {row[1] for row in summary["文书"].iter_rows(min_row=2, values_only=True)}
    assert {text.strip() for text in FORMULAS} - clients <= {"＝1+1"}


def test_formulas_stand_in_the_marked_copy_as_texts(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    problems = [
        RULE.on(Place("案件", f"B{row}"), text, text) for row, text in enumerate(FORMULAS, start=2)
    ]

    (tmp_path / "标.xlsx").write_bytes(mark(book.read_bytes(), problems))

    sheet = openpyxl.load_workbook(tmp_path / "标.xlsx")["案件"]
    status = [row[-1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in status} == {"s"}
    assert [cell.value for cell in status] == [f"错误：{text}" for text in FORMULAS]


def test_an_escape_of_workbooks_stays_what_it_is_in_both_workbooks(
    generate: Generate, tmp_path: Path
) -> None:
    """Excel shows `_x0041_` as A, unless the underscore is spelled out."""
    typed = "甲_x0041_乙"
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(委托人姓名=spelled_out(typed))])
    problem = RULE.on(Place("案件", "B2"), typed, "")

    done = generate(book, kinds=("police-statement",))
    (tmp_path / "标.xlsx").write_bytes(mark(book.read_bytes(), [problem]))

    summary = CalamineWorkbook.from_path(done.folder / "清单.xlsx").get_sheet_by_index(0)
    marked = CalamineWorkbook.from_path(tmp_path / "标.xlsx").get_sheet_by_name("案件")
    assert summary.to_python()[1][1] == typed
    assert marked.to_python()[1][-1] == f"错误：{typed}"


PATHS = [
    "..",
    "../../x",
    "/etc/passwd",
    "C:\\Windows\\x",
    "\\\\server\\share",
    "a/../../b",
    "~root",
    "CON",
    "nul.txt",
    "COM¹",
    "甲. ",
    "a:b",
    "$HOME",
    "-rf",
    "|rm",
    "债" * 200,
    ".anjuan",
    ".",
]


def test_no_cell_leads_out_of_the_output_folder(generate: Generate, tmp_path: Path) -> None:
    cases = [case(案件编号=path, 委托人姓名=path) for path in PATHS]
    institutions = [institution(名称="../../../机构", 简称="甲贷")]
    rows = [incident(案件编号=path, 受扰人=path) for path in PATHS]
    exhibits = [evidence(案件编号=path) for path in PATHS]
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    book = write_workbook(
        folder / "表.xlsx",
        cases=cases, institutions=institutions, incidents=rows, evidence=exhibits,
    )  # fmt: skip

    done = generate(book)

    everything = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path in everything if done.folder not in path.parents} == {book}
    folders = {path.parent for path in everything if path.suffix == ".docx"}
    assert len(folders) == len(PATHS)
    assert {path.parent for path in folders} == {done.folder}
    for path in everything:
        assert len(path.name.encode()) <= 255


def test_names_with_all_that_is_added_fit_into_255_bytes(tmp_path: Path) -> None:
    """Beside an edited file stand `_新` and `_手改2`; drafts have a prefix, folders a hash."""
    name = f"草稿_{safe_name('债' * 300)}.docx"
    [folder, _] = distinct_names(["债" * 300, "债" * 300 + "\u200b"])
    paper = RenderedFile(name, b"ours", "key")
    (tmp_path / folder).mkdir()
    for edit in (b"one", b"two"):
        (tmp_path / folder / name).write_bytes(edit)
        Dossier(tmp_path, folder).write([paper])
        Dossier(tmp_path, folder).write([paper], force=True)

    names = [path.name for path in tmp_path.rglob("*")]
    assert len(names) >= 6
    assert max(len(it.encode()) for it in names) < MOST_BYTES + 40


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_in_a_cell_steers_the_terminal(
    options: tuple[str, ...], cli: Cli, tmp_path: Path
) -> None:
    text = "\x1b[2J\x07甲\u202e\x9b"
    write_csv(tmp_path, case(案件编号="A1", 委托人身份=text, 身份证号=text))

    done = cli("check", "案件.csv", *options)

    assert done.status == 1
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.out + done.err)
    if options:
        values = {problem["value"] for problem in json.loads(done.out)["problems"]}
        assert text in values
