"""A file read by its mapping: what is told, where, and that nothing is lost on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from support.ledgers import BY_CLIENT, FLAT, Row, fill
from support.runs import Cli, shipped_plugins

from anjuan.case.records.case import Case
from anjuan.config import own_mapping
from anjuan.problems import Place, Problem
from anjuan.run.inspection import inspect
from anjuan.testing import TODAY
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.mapping.model import Pair, TableMap
from anjuan.workbook.mapping.proposing import proposed
from anjuan.workbook.mapping.targets import targets
from anjuan.workbook.mapping.writing import mapping_workbook
from anjuan.workbook.parsing import load_workbook

CLIENT: Row = {
    "编号": "K1",
    "姓名": "张示例",
    "身份": "债务人本人",
    "身份证号": "000000199307080019",
    "手机": "13800000021",
    "住址": "虚构市甲路1号",
    "放款机构": "虚构甲消费金融有限公司",
}
CALL: Row = {
    "编号": "K1",
    "日期": date(2026, 10, 5),
    "几点": "22:40",
    "号码": "0571-00000081",
    "接听人": "本人",
    "内容": "催款",
}


def written(
    path: Path,
    clients: Sequence[Row] = (CLIENT,),
    calls: Sequence[Row] = (CALL,),
    edit: Callable[[Workbook], None] = lambda book: None,
) -> Path:
    """A file of clients and calls."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    fill(book, "客户", [], clients)
    fill(book, "通话", [], calls)
    edit(book)
    book.save(path)
    return path


def read(book: Path, mapping: TableMap | None = None) -> Sequence[Case]:
    """The cases of a file by the mapping that is proposed for it."""
    return load_workbook(book, HeadingMap(tables=mapping or proposed(book).mapping)).cases


def told(book: Path, mapping: TableMap | None = None) -> list[Problem]:
    """What is wrong with it."""
    headings = HeadingMap(tables=mapping or proposed(book).mapping)
    return list(inspect(book, TODAY, shipped_plugins(), headings).problems)


def of(problems: Sequence[Problem], code: str) -> list[tuple[str, str, str]]:
    """Where something was found: sheet, cell and heading of theirs."""
    return [(it.sheet, it.cell, it.heading) for it in problems if it.code == code]


@pytest.mark.parametrize(
    ("day", "clock", "meant"),
    [
        (date(2026, 10, 5), "22:40", datetime(2026, 10, 5, 22, 40)),
        (date(2026, 10, 5), time(22, 40), datetime(2026, 10, 5, 22, 40)),
        (date(2026, 10, 5), "晚上10点", datetime(2026, 10, 5, 22)),
        ("2026.10.5", time(9, 5), datetime(2026, 10, 5, 9, 5)),
        ("2026年10月5日", "下午3点半", datetime(2026, 10, 5, 15, 30)),
    ],
)
def test_a_day_and_a_time_of_day_are_joined(
    tmp_path: Path, day: Any, clock: Any, meant: datetime
) -> None:
    book = written(tmp_path / "表.xlsx", calls=[{**CALL, "日期": day, "几点": clock}])

    [incident] = read(book)[0].incidents

    assert incident.moment is not None
    assert incident.moment.sort_key == meant


def test_a_joined_cell_that_is_sound_is_shown_by_its_first_part(tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx", calls=[CALL, {**CALL, "日期": None}])

    row = read(book)[0].incidents
    places = HeadingMap(tables=proposed(book).mapping)
    workbook = load_workbook(book, places)
    found = places.found(workbook.titles, workbook.places)

    assert [found.place(it.place("moment")) for it in row] == [
        Place("通话", "B2", "日期＋几点", "K1"),
        Place("通话", "C3", "几点", "K1"),
    ]


def test_nothing_is_proposed_for_half_a_moment(tmp_path: Path) -> None:
    """A whole one put into the column of the clock would be joined with the day once more."""
    calls = [CALL] * 3 + [{**CALL, "几点": "晚上12点"}, {**CALL, "次数": "十多次"}]

    problems = told(written(tmp_path / "表.xlsx", calls=calls))

    [half] = [it for it in problems if it.cell == "C5"]
    assert half.proposal is None
    assert "是不是" in half.remedy


def test_a_day_alone_stays_a_day(tmp_path: Path) -> None:
    calls = [CALL, {**CALL, "几点": None}]

    moments = [it.moment for it in read(written(tmp_path / "表.xlsx", calls=calls))[0].incidents]

    assert [it.clock for it in moments if it] == [None, time(22, 40)]


@pytest.mark.parametrize(
    ("changes", "cell"),
    [({"日期": "3月5日"}, ("通话", "B5", "日期")), ({"几点": "晚上"}, ("通话", "C5", "几点"))],
)
def test_of_a_joined_cell_the_part_at_fault_is_pointed_at(
    tmp_path: Path, changes: Row, cell: tuple[str, str, str]
) -> None:
    problems = told(written(tmp_path / "表.xlsx", calls=[CALL] * 3 + [{**CALL, **changes}]))

    assert of(problems, "bad-date") + of(problems, "bad-time") == [cell]


def test_a_word_that_means_nothing_of_ours_is_told_at_its_own_cell(tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx", clients=[{**CLIENT, "身份": "VIP"}])

    assert of(told(book), "unknown-choice") == [("客户", "C2", "身份")]


def test_an_institution_without_a_type_is_told_at_its_name(tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx", clients=[{**CLIENT, "放款机构": "虚构乙公司"}])

    assert of(told(book), "missing") == [("客户", "G2", "放款机构")]


def test_an_institution_is_one_however_many_rows_name_it(tmp_path: Path) -> None:
    rows = [CLIENT, {**CLIENT, "编号": "K2", "姓名": "李示例", "身份证号": "000000196512120020"}]

    first, second = read(written(tmp_path / "表.xlsx", clients=rows))

    assert first.creditor is not None
    assert first.creditor == second.creditor


def test_rows_that_contradict_each_other_of_an_institution_are_both_told(tmp_path: Path) -> None:
    rows = [
        {**CLIENT, "放款机构电话": "400-000-0001"},
        {**CLIENT, "编号": "K2", "姓名": "李示例", "放款机构电话": "400-000-0002"},
    ]

    problems = told(written(tmp_path / "表.xlsx", clients=rows))

    places = [("客户", "G2", "放款机构"), ("客户", "G3", "放款机构")]
    assert of(problems, "duplicate-institution") == places
    message = next(it.message for it in problems if it.code == "duplicate-institution")
    assert "第 2、3 行" in message


def test_calls_find_their_case_by_the_name_of_the_client(tmp_path: Path) -> None:
    calls = [{"客户": "张 示例", **{k: v for k, v in CALL.items() if k != "编号"}}]

    assert len(read(written(tmp_path / "表.xlsx", calls=calls))[0].incidents) == 1


def test_calls_of_a_name_that_two_cases_have_are_told_as_nobodys(tmp_path: Path) -> None:
    calls = [{"客户": "张示例", **{k: v for k, v in CALL.items() if k != "编号"}}]
    clients = [CLIENT, {**CLIENT, "编号": "K2"}]

    problems = told(written(tmp_path / "表.xlsx", clients=clients, calls=calls))

    assert of(problems, "unknown-case") == [("通话", "A2", "客户")]


def test_several_people_in_one_cell_are_a_row_each(tmp_path: Path) -> None:
    calls = [{**CALL, "接听人": "王芳（同事）、李四（邻居）"}]
    book = written(tmp_path / "表.xlsx", calls=calls)

    incidents = read(book)[0].incidents

    assert [(it.victim, it.relation) for it in incidents] == [("王芳", "同事"), ("李四", "邻居")]
    assert of(told(book), "split-rows") == [("通话", "E2", "接听人")]


def test_a_count_of_several_people_is_not_guessed_at(tmp_path: Path) -> None:
    calls = [{**CALL, "接听人": "王芳、李四", "次数": 6}, {**CALL, "接听人": "王芳", "次数": 2}]

    problems = told(written(tmp_path / "表.xlsx", calls=calls))

    assert set(of(problems, "count-of-several")) == {("通话", "G2", "次数")}


def test_what_is_merged_downwards_holds_for_every_row(tmp_path: Path) -> None:
    calls = [CALL, {**CALL, "编号": None, "几点": "23:00"}]

    def merge(book: Workbook) -> None:
        book["通话"].merge_cells("A2:A3")

    assert len(read(written(tmp_path / "表.xlsx", calls=calls, edit=merge))[0].incidents) == 2


def test_a_line_above_a_group_that_nobody_uses_is_told(tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        book["通话"].insert_rows(2)
        book["通话"]["A2"] = "一、甲公司"

    book = written(tmp_path / "表.xlsx", edit=insert)

    assert of(told(book), "group-row") == [("通话", "A2", "")]
    assert len(read(book)[0].incidents) == 1


def test_a_total_is_no_entry(tmp_path: Path) -> None:
    calls = [{**CALL, "次数": 2}, {"编号": "合计", "次数": 2}]

    problems = told(written(tmp_path / "表.xlsx", calls=calls))

    assert of(problems, "total-row") == [("通话", "A3", "编号")]


def test_a_column_and_a_sheet_that_the_mapping_does_not_know_are_told(tmp_path: Path) -> None:
    mapping = proposed(written(tmp_path / "旧.xlsx")).mapping

    def add(book: Workbook) -> None:
        book["客户"]["H1"], book["客户"]["H2"] = "推荐人", "小方"
        book.create_sheet("新表").append(["甲", "乙"])

    book = written(tmp_path / "表.xlsx", edit=add)

    problems = told(book, mapping)
    assert of(problems, "new-column") == [("客户", "H1", "推荐人")]
    assert of(problems, "new-sheet") == [("新表", "", "")]
    assert read(book, mapping)[0].extra["推荐人"] == "小方"


def test_a_column_that_the_mapping_names_and_the_table_lacks_is_told(tmp_path: Path) -> None:
    mapping = proposed(written(tmp_path / "旧.xlsx")).mapping
    book = written(tmp_path / "表.xlsx", calls=[{k: v for k, v in CALL.items() if k != "几点"}])

    assert of(told(book, mapping), "missing-column") == [("通话", "A1", "")]


def test_a_sheet_that_the_mapping_names_and_the_file_lacks_is_told(tmp_path: Path) -> None:
    mapping = proposed(written(tmp_path / "旧.xlsx")).mapping

    def rename(book: Workbook) -> None:
        book["通话"].title = "通话记录"

    problems = told(written(tmp_path / "表.xlsx", edit=rename), mapping)

    assert of(problems, "missing-sheet") == [("通话", "", "")]
    assert of(problems, "new-sheet") == [("通话记录", "", "")]


def test_a_mapping_of_another_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    FLAT.write(tmp_path / "台账.xlsx")
    cli("map", "台账.xlsx")
    written(tmp_path / "表.xlsx")

    done = cli("check", "表.xlsx", "--config", "台账_对应.xlsx")

    assert done.status == 3
    assert "对应到“案件”的工作表或标题，这个文件里都没有" in done.err


def test_guesses_that_nobody_looked_at_are_told_at_each_check(cli: Cli, tmp_path: Path) -> None:
    FLAT.write(tmp_path / "台账.xlsx")
    cli("map", "台账.xlsx")

    done = cli("check", "台账.xlsx")

    assert "处“请核对”" in done.out


def test_sheets_that_are_called_as_clients_are_stay_hidden(cli: Cli, tmp_path: Path) -> None:
    BY_CLIENT.write(tmp_path / "张示例的表.xlsx")
    cli("map", "张示例的表.xlsx")

    done = cli("check", "张示例的表.xlsx", "--redact")

    assert "示例" not in done.out + done.err
    assert "＊!A3" in done.out


def test_a_mapping_is_no_table_to_be_mapped(cli: Cli, tmp_path: Path) -> None:
    FLAT.write(tmp_path / "台账.xlsx")
    cli("map", "台账.xlsx")

    assert "是对应表" in cli("map", "台账_对应.xlsx").err


@pytest.mark.parametrize("flaw", ["struck", "hidden", "error"])
def test_flaws_of_their_cells_are_told_at_their_cells(tmp_path: Path, flaw: str) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book["通话"]
        if flaw == "struck":
            sheet["F2"].font = openpyxl.styles.Font(strike=True)
        elif flaw == "hidden":
            sheet.row_dimensions[2].hidden = True
        else:
            sheet["F2"] = "=NA()"

    problems = told(written(tmp_path / "表.xlsx", edit=spoil))

    code = {"struck": "struck-cell", "hidden": "hidden-row", "error": "formula-without-value"}[flaw]
    [(sheet, cell, _)] = of(problems, code)
    assert (sheet, cell) == ("通话", "A2" if flaw == "hidden" else "F2")


def test_a_year_that_the_format_hides_is_told_of_a_joined_moment(tmp_path: Path) -> None:
    def reformat(book: Workbook) -> None:
        book["通话"]["B2"].number_format = 'm"月"d"日"'

    problems = told(written(tmp_path / "表.xlsx", edit=reformat))

    assert [it.message for it in problems if it.code == "read-as"] == [
        "格式没有显示年份，读作 2026年10月5日。"
    ]


def test_unused_columns_are_read_by_nobody_and_own_ones_stay(tmp_path: Path) -> None:
    clients = [{**CLIENT, "推荐人": "小方", "IP": "0.0.0.0"}]

    case = read(written(tmp_path / "表.xlsx", clients=clients))[0]

    assert dict(case.extra) == {"推荐人": "小方"}


def test_a_pair_that_is_taken_back_leaves_its_column_unread_and_told(tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx", clients=[{**CLIENT, "备注": "旧友"}])
    mapping = proposed(book).mapping
    pairs = tuple(replace(it, target=None) if it.heading == "备注" else it for it in mapping.pairs)

    problems = told(book, replace(mapping, pairs=pairs))

    assert of(problems, "new-column") == [("客户", "H1", "备注")]


def test_marks_stand_in_a_copy_of_their_own_file(cli: Cli, tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx", clients=[CLIENT] * 3 + [{**CLIENT, "身份证号": "1"}])
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))

    cli("check", "表.xlsx", "--mark", "标.xlsx")

    assert openpyxl.load_workbook(tmp_path / "标.xlsx")["客户"]["D5"].comment is not None


def test_a_marked_copy_is_read_as_the_file_itself(cli: Cli, tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx", clients=[CLIENT] * 3 + [{**CLIENT, "身份证号": "1"}])
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))
    cli("check", "表.xlsx", "--mark", "表_标.xlsx")

    again = cli("check", "表_标.xlsx", "--json")

    codes = {it["code"] for it in json.loads(again.out)["problems"]}
    assert "bad-identity" in codes
    assert not codes & {"new-column", "new-sheet"}


def test_explain_names_their_cells(cli: Cli, tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx")
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))
    done = cli("generate", "表.xlsx", "-o", "文书", "-d", "platform-complaint")
    paths = sorted((tmp_path / "文书").rglob("*.docx"))
    assert paths, done.out + done.err

    told_of = cli("explain", str(paths[0]))

    assert "客户!B2（姓名）" in told_of.out
    assert "案件!" not in told_of.out


def test_an_import_into_such_a_file_is_refused(cli: Cli, tmp_path: Path) -> None:
    book = written(tmp_path / "表.xlsx")
    own_mapping(book).write_bytes(mapping_workbook(proposed(book)))
    (tmp_path / "详单.csv").write_text("对方号码,时间\n", encoding="utf-8")

    done = cli("import", "表.xlsx", "详单.csv", "-c", "K1")

    assert done.status == 2
    assert "对应表" in done.err


def test_pairs_of_a_column_used_twice_both_hold(tmp_path: Path) -> None:
    clients = [{k: v for k, v in CLIENT.items() if k != "编号"}]
    book = written(tmp_path / "表.xlsx", clients=clients, calls=[{**CALL, "编号": "张示例"}])
    mapping = proposed(book).mapping
    assert Pair("客户", "姓名", targets()["案件：案件编号"]) in mapping.pairs

    [case] = read(book, mapping)

    assert (case.number, case.client.name, len(case.incidents)) == ("张示例", "张示例", 1)
