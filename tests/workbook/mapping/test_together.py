"""Several files in one run: each read by its own mapping, and told by its own name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from support.ledgers import FLAT, corrected
from support.runs import Cli, Generated, generate_into, shipped_plugins

from anjuan.case.sheets import LIST_NAME
from anjuan.config import own_mapping
from anjuan.problems import Problem
from anjuan.run.batch import run
from anjuan.run.inspection import inspect
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.run.taking_over import marked_copy
from anjuan.testing import CASE, INSTITUTION, TODAY, case, institution, write_workbook
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.proposing import proposed
from anjuan.workbook.mapping.reading import read_mapping
from anjuan.workbook.mapping.writing import mapping_workbook
from anjuan.workbook.own import LIST_HEADINGS

OTHER = case(案件编号="B001", 委托人姓名="李四", 身份证号="000000199307080019")


def flat(folder: Path) -> Path:
    """An office's ledger with its mapping, looked at."""
    book = FLAT.write(folder / "台账.xlsx")
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))
    corrected(own_mapping(book), FLAT)
    return book


def problems(cli: Cli, *files: str) -> list[dict[str, str]]:
    """What is wrong with the files together."""
    done = cli("check", *files, "--json")
    assert done.status in (0, 1), done.err
    found: list[dict[str, str]] = json.loads(done.out)["problems"]
    return found


def contents(made: Generated) -> dict[str, bytes]:
    """The papers of a run, by their places in its folder."""
    return {it.path: (made.folder / it.path).read_bytes() for it in made.report.outcomes if it.path}


def test_papers_are_those_of_each_file_alone(tmp_path: Path) -> None:
    book, other = flat(tmp_path), write_workbook(tmp_path / "案件表.xlsx")
    headings = HeadingMap(also=((book, HeadingMap(tables=read_mapping(own_mapping(book)))),))
    request = Request(other, tmp_path / "合", TODAY, headings)

    report = run(prepare(request, shipped_plugins()), shipped_plugins())

    together = contents(Generated(report, request.output))
    first, second = (generate_into(tmp_path / it.stem, it) for it in (other, book))
    assert together == contents(first) | contents(second)


def test_a_run_takes_several_files(cli: Cli, tmp_path: Path) -> None:
    flat(tmp_path)
    write_workbook(tmp_path / "案件表.xlsx")

    done = cli("generate", "案件表.xlsx", "台账.xlsx", "-o", "文书", "-d", "platform-complaint")

    assert done.status in (0, 1), done.err
    folders = {it.parent.name for it in (tmp_path / "文书").rglob("*.docx")}
    assert folders == {"A001_张三", "1_张示例", "2_李样板"}


def test_one_number_in_two_files_is_told_with_both(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "甲.xlsx", cases=[CASE])
    write_workbook(tmp_path / "乙.xlsx", cases=[case(委托人姓名="李四")])

    found = [it for it in problems(cli, "甲.xlsx", "乙.xlsx") if it["code"] == "duplicate-case"]

    assert {(it["sheet"], it["cell"]) for it in found} == {
        ("[甲.xlsx]案件", "A2"),
        ("[乙.xlsx]案件", "A2"),
    }
    assert "[甲.xlsx]案件!2、[乙.xlsx]案件!2" in found[0]["message"]


def test_an_institution_of_two_files_is_one_where_both_say_the_same(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "甲.xlsx", incidents=[], evidence=[])
    write_workbook(tmp_path / "乙.xlsx", cases=[OTHER], incidents=[], evidence=[])

    assert not {"duplicate-institution", "ambiguous-institution"} & {
        it["code"] for it in problems(cli, "甲.xlsx", "乙.xlsx")
    }


def test_an_institution_of_which_two_files_say_two_things_is_told_with_both(
    cli: Cli, tmp_path: Path
) -> None:
    write_workbook(tmp_path / "甲.xlsx", institutions=[INSTITUTION])
    moved = institution(住所地="虚构市另一路3号")
    write_workbook(tmp_path / "乙.xlsx", cases=[OTHER], institutions=[moved], incidents=[])

    found = [it for it in problems(cli, "甲.xlsx", "乙.xlsx") if "institution" in it["code"]]

    places = {it["sheet"] for it in found if it["code"] == "duplicate-institution"}
    assert places == {"[甲.xlsx]机构", "[乙.xlsx]机构"}


@pytest.mark.parametrize("flaw", ["merged", "struck", "hidden"])
def test_flaws_of_the_second_file_are_told_as_its_own(cli: Cli, tmp_path: Path, flaw: str) -> None:
    write_workbook(tmp_path / "甲.xlsx")
    rows = [OTHER, {**OTHER, "案件编号": "B002"}]
    write_workbook(tmp_path / "乙.xlsx", cases=rows, incidents=[], evidence=[])
    book = openpyxl.load_workbook(tmp_path / "乙.xlsx")
    sheet = book["案件"]
    if flaw == "merged":
        sheet.merge_cells("C2:C3")
    elif flaw == "struck":
        sheet["C2"].font = openpyxl.styles.Font(strike=True)
    else:
        sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "乙.xlsx")

    def found(*files: str) -> set[tuple[str, str]]:
        code = {"merged": "merged-cells", "struck": "struck-cell", "hidden": "hidden-row"}[flaw]
        return {
            (it["sheet"].removeprefix("[乙.xlsx]"), it["cell"])
            for it in problems(cli, *files)
            if it["code"] == code
        }

    assert found("甲.xlsx", "乙.xlsx") == found("乙.xlsx") != set()


def test_reminders_ticked_as_read_in_any_of_the_files_stay_away(tmp_path: Path) -> None:
    """By the sheet of that file: what is read in one may be news in another."""
    odd = {"邮编": "12"}
    books = [
        write_workbook(tmp_path / "甲.xlsx", cases=[case(**odd)]),
        write_workbook(tmp_path / "乙.xlsx", cases=[{**OTHER, **odd}], incidents=[], evidence=[]),
        write_workbook(
            tmp_path / "丙.xlsx",
            cases=[{**OTHER, **odd, "案件编号": "C001"}],
            incidents=[],
            evidence=[],
        ),
    ]
    for book in books[:2]:
        tick_as_read(book)
    headings = HeadingMap(also=tuple((it, HeadingMap()) for it in books[1:]))

    found = inspect(books[0], TODAY, shipped_plugins(), headings)

    def where(problems: Iterable[Problem]) -> set[str]:
        return {it.sheet for it in problems if it.code == "odd-form"}

    assert where(found.read) == {"[甲.xlsx]案件", "[乙.xlsx]案件"}
    assert where(found.problems) == {"[丙.xlsx]案件"}
    report = run(
        prepare(Request(books[0], tmp_path / "文书", TODAY, headings), shipped_plugins()),
        shipped_plugins(),
    )
    assert where(report.problems) == {"[丙.xlsx]案件"}


def tick_as_read(path: Path) -> None:
    """Mark a workbook, and tick every line of its list as a person does."""
    found = inspect(path, TODAY, shipped_plugins(), HeadingMap())
    path.write_bytes(marked_copy(path.read_bytes(), found))
    book = openpyxl.load_workbook(path)
    column = LIST_HEADINGS.index("已阅") + 1
    for row in range(2, book[LIST_NAME].max_row + 1):
        book[LIST_NAME].cell(row, column).value = "是"
    book.save(path)


def test_files_that_cannot_be_read_together_are_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    for path in ("甲.xlsx", "乙.xlsx", "别处/丙.xlsx"):
        write_workbook(tmp_path / path)

    assert "写了两遍" in cli("check", "甲.xlsx", "./甲.xlsx").err
    assert "同一个文件夹" in cli("check", "甲.xlsx", "别处/丙.xlsx").err
    assert "一次只能一份" in cli("check", "甲.xlsx", "乙.xlsx", "--mark", "标.xlsx").err
    assert "丁.xlsx" in cli("check", "甲.xlsx", "丁.xlsx").err


def test_constants_of_one_file_are_not_those_of_another(cli: Cli, tmp_path: Path) -> None:
    """A mapping says its own; `anjuan.toml` is for the workbooks without one."""
    flat(tmp_path)
    write_workbook(tmp_path / "案件表.xlsx", cases=[case(住址=None)])
    toml = '[constants]\n"住址" = "虚构市律所代收"\n'
    (tmp_path / "anjuan.toml").write_text(toml, encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "台账.xlsx")
    book["2026年台账"]["G5"] = None
    book.save(tmp_path / "台账.xlsx")

    found = problems(cli, "案件表.xlsx", "台账.xlsx")

    missing = [(it["sheet"], it["cell"]) for it in found if it["code"] == "missing"]
    assert missing == [("[台账.xlsx]2026年台账", "G5")]
