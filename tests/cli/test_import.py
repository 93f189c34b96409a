"""`anjuan numbers` and `anjuan import`, as they are typed."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from support.call_records import COLLECTOR, LANDLINE, MOTHER, table_of, write_numbers
from support.processes import POSIX
from support.record_files import xls
from support.runs import Cli
from support.terminals import on_terminal

from anjuan.importing.result import MANY_ROWS
from anjuan.testing import case, evidence, incident, write_workbook

HEADINGS = ("起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型")
START = datetime(2026, 3, 4, 9, 15, 4)


def bill(path: Path, *calls: tuple[str, ...]) -> Path:
    """A carrier's list; calls as (time, direction, number, length)."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for moment, way, number, length in calls:
        sheet.append([moment, "虚构市", way, number, length, "国内通话"])
    book.save(path)
    return path


def write_as(path: Path) -> None:
    """What begins like a workbook of the format that it is called after."""
    if path.suffix == ".ods":
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("content.xml", "<x/>")
    elif path.suffix == ".xls":
        xls(path, {"案件": [["案件编号"]]})
    else:
        path.write_text("案件编号\n", encoding="utf-8")


CALLS = (
    ("2026-03-04 09:15:04", "被叫", COLLECTOR, "1分5秒"),
    ("2026-03-05 00:00:00", "VOLTE被叫", LANDLINE, "12秒"),
    ("2026-03-04 10:00:00", "被叫", MOTHER, "10分0秒"),
    ("2026-03-04 10:20:00", "主叫", COLLECTOR, "45秒"),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_numbers(tmp_path / "名单.xlsx", COLLECTOR, LANDLINE)
    bill(tmp_path / "详单.xlsx", *CALLS)
    return write_workbook(tmp_path / "表.xlsx", incidents=[incident(时间="2026-02-01 10:00")])


IMPORT = ("import", "表.xlsx", "详单.xlsx", "-c", "A001", "--numbers", "名单.xlsx")


def test_from_the_records_to_the_list_and_from_the_list_to_the_copy(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    before = book.read_bytes()
    done = cli("numbers", "详单.xlsx")
    assert (done.status, "不要外传" in done.out) == (0, True)
    listed = load_workbook(tmp_path / "催收号码.xlsx").worksheets[0]
    assert {row[1].value for row in listed.iter_rows(min_row=3)} == {COLLECTOR, LANDLINE, MOTHER}

    done = cli(*IMPORT)
    assert done.status == 0
    assert "“骚扰记录”：2 行（2026-03-04 至 2026-03-05；电话 2 次；夜间 1 次）" in done.out
    assert "未接、拒接的来电不在其中" in done.out
    assert book.read_bytes() == before
    rows = table_of(tmp_path / "表_导入.xlsx")[1:]
    assert [row["对方号码"] for row in rows] == [COLLECTOR, LANDLINE]
    assert rows[1]["时间"] == "2026-03-05 凌晨0点"


def test_the_copy_has_no_error_of_the_imports_making(cli: Cli, book: Path) -> None:
    cli(*IMPORT)
    before = json.loads(cli("check", "表.xlsx", "--json").out)["problems"]
    after = json.loads(cli("check", "表_导入.xlsx", "--json").out)["problems"]
    told = [
        [(it["code"], it["cell"]) for it in problems if it["sheet"] == "骚扰记录"]
        for problems in (before, after)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("name", ["表.ods", "表.xls", "表.csv"])
def test_a_workbook_that_can_not_be_changed_is_refused_before_anything_is_read(
    cli: Cli, tmp_path: Path, book: Path, name: str
) -> None:
    write_as(tmp_path / name)
    done = cli("import", name, *IMPORT[2:])
    assert (done.status, done.out) == (2, "")
    assert "请先把" in done.err and "另存为 .xlsx" in done.err


def test_programs_get_one_object(cli: Cli, tmp_path: Path, book: Path) -> None:
    done = cli(*IMPORT, "--json")
    found = json.loads(done.out)
    assert found == {
        "rows": [
            {
                "时间": "2026-03-04 09:15:04",
                "方式": "电话",
                "对方号码": COLLECTOR,
                "内容": "",
                "来源": "详单.xlsx Sheet 第 2 行",
            },
            {
                "时间": "2026-03-05 00:00:00",
                "方式": "电话",
                "对方号码": LANDLINE,
                "内容": "",
                "来源": "详单.xlsx Sheet 第 3 行",
            },
        ],
        "merged": 0,
        "skipped": {"去电、去信": 1, "名单以外": 1},
        "doubtful": [],
        "copy": str(tmp_path / "表_导入.xlsx"),
    }


def test_a_second_import_adds_nothing(cli: Cli, tmp_path: Path, book: Path) -> None:
    cli(*IMPORT)
    again = cli("import", "表_导入.xlsx", *IMPORT[2:], "--json")
    found = json.loads(again.out)
    assert (again.status, found["rows"], found["copy"]) == (0, [], None)
    assert found["skipped"]["表里已有"] == 2
    assert not (tmp_path / "表_导入_导入.xlsx").exists()


def test_the_same_command_again_leaves_the_same_copy(cli: Cli, tmp_path: Path, book: Path) -> None:
    cli(*IMPORT)
    before = (tmp_path / "表_导入.xlsx").read_bytes()
    assert cli(*IMPORT).status == 0
    assert (tmp_path / "表_导入.xlsx").read_bytes() == before


def test_another_file_in_its_place_is_never_overwritten(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    (tmp_path / "表_导入.xlsx").write_bytes(b"x")
    done = cli(*IMPORT)
    assert (done.status, "已经存在" in done.err) == (3, True)
    assert (tmp_path / "表_导入.xlsx").read_bytes() == b"x"
    assert cli(*IMPORT, "-o", "表.xlsx").status == 3


def test_a_dry_run_writes_nothing(cli: Cli, tmp_path: Path, book: Path) -> None:
    before = sorted(tmp_path.iterdir())
    done = cli(*IMPORT, "--dry-run")
    assert (done.status, "2 行" in done.out) == (0, True)
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_doubtful_is_told_with_its_place_and_status_1(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    bill(tmp_path / "详单.xlsx", *CALLS, ("2026-03-04 20:17:-0", "被叫", COLLECTOR, "9秒"))
    done = cli(*IMPORT)
    assert done.status == 1
    assert "详单.xlsx · Sheet!A6 “2026-03-04 20:17:-0”" in done.out
    assert (tmp_path / "表_导入.xlsx").exists()


def test_a_year_is_asked_for_and_never_guessed(cli: Cli, tmp_path: Path, book: Path) -> None:
    bill(tmp_path / "详单.xlsx", ("03-04 09:15:04", "被叫", COLLECTOR, "1分5秒"))
    done = cli(*IMPORT)
    assert (done.status, "--year" in done.err) == (2, True)
    assert json.loads(cli(*IMPORT, "--year", "2026", "--json").out)["rows"][0]["时间"] == (
        "2026-03-04 09:15:04"
    )
    assert cli(*IMPORT, "--year", "3026").status == 2


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("import",), 2, "请写出案件表"),
        (("import", "表.xlsx"), 2, "请写出案件表"),
        (("numbers",), 2, "请写出通话记录"),
        (("numbers", "没有.xlsx"), 2, "找不到"),
        (("import", "没有.xlsx", "详单.xlsx"), 2, "找不到案件表"),
        (("import", ".", "详单.xlsx"), 2, "是文件夹"),
        (("import", "表.xlsx", "没有.xlsx", "--numbers", "名单.xlsx"), 2, "找不到"),
        (("import", "表.xlsx", "详单.xlsx"), 2, "anjuan numbers"),
        (("import", "表.xlsx", "详单.xlsx", "-c", "B9", "--numbers", "名单.xlsx"), 2, "B9"),
        (("import", "表.xlsx", "详单.xlsx", "--numbers", "详单.xlsx"), 3, "不是催收号码的名单"),
        ((*IMPORT, "--evidence", "99"), 2, "99"),
        ((*IMPORT, "--password-file", "没有"), 2, "密码文件"),
        (("import", "名单.csv", "详单.xlsx"), 2, "另存为 .xlsx"),
    ],
)
def test_what_is_missing_is_told(
    cli: Cli, tmp_path: Path, book: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    (tmp_path / "名单.csv").write_text("案件编号\n", encoding="utf-8")
    done = cli(*arguments)
    assert (done.status, told in done.err) == (status, True), done.err


def test_a_file_that_cannot_be_read_stops_no_other(cli: Cli, tmp_path: Path, book: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\3\4" + bytes(50))
    done = cli(*IMPORT[:3], "坏.xlsx", *IMPORT[3:])
    assert (done.status, "读不了：坏.xlsx" in done.err) == (1, True)
    assert len(table_of(tmp_path / "表_导入.xlsx")) == 3


def test_long_tables_may_become_runs(cli: Cli, tmp_path: Path, book: Path) -> None:
    moments = (START + timedelta(minutes=it) for it in range(MANY_ROWS + 1))
    bill(tmp_path / "详单.xlsx", *((str(it), "被叫", COLLECTOR, "5秒") for it in moments))
    assert "--merge day" in cli(*IMPORT, "--dry-run").out

    done = cli(*IMPORT, "--merge", "day")
    assert "--merge day" not in done.out
    (_, row) = table_of(tmp_path / "表_导入.xlsx")
    assert (row["次数"], row["接通次数"], row["通话时长"]) == (301, 301, "25分5秒")
    assert row["末次时间"] == "14:15:04"
    again = cli("import", "表_导入.xlsx", *IMPORT[2:], "--merge", "day", "--json")
    assert json.loads(again.out)["rows"] == []


def test_headings_of_ones_own_are_named_in_the_settings(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    own = Workbook()
    assert own.active is not None
    own.active.append(["呼叫开始", "对端", "呼叫性质"])
    own.active.append(["2026-03-04 09:15:04", COLLECTOR, "呼入"])
    own.save(tmp_path / "详单.xlsx")
    assert cli(*IMPORT).status == 1
    (tmp_path / "anjuan.toml").write_text(
        '[imports."广电"]\n'
        'columns = {"时间" = "呼叫开始", "对方号码" = "对端", "方向" = "呼叫性质"}\n',
        encoding="utf-8",
    )
    done = cli(*IMPORT, "--json")
    assert [row["时间"] for row in json.loads(done.out)["rows"]] == ["2026-03-04 09:15:04"]

    (tmp_path / "anjuan.toml").write_text('[imports."广电"]\ncolumns = {"时刻点" = "x"}\n')
    assert "时刻点" in cli(*IMPORT).err


def test_one_exhibit_a_file_is_left_to_be_described(cli: Cli, tmp_path: Path, book: Path) -> None:
    done = cli(*IMPORT, "--evidence", "new")
    assert "证明事项" in done.out
    exhibit = table_of(tmp_path / "表_导入.xlsx", "证据")[-1]
    assert (exhibit["证据编号"], exhibit["文件路径"]) == ("2", "详单.xlsx")
    problems = json.loads(cli("check", "表_导入.xlsx", "--json").out)["problems"]
    errors = [(it["sheet"], it["heading"]) for it in problems if it["severity"] == "error"]
    assert errors == [("证据", "证明事项")]


def test_papers_count_what_was_imported(cli: Cli, tmp_path: Path, book: Path) -> None:
    cli(*IMPORT, "--evidence", "1")
    done = cli("generate", "表_导入.xlsx", "-o", "out", "-d", "evidence-list")
    assert done.status == 0, done.err


def test_what_can_be_read_is_told_with_how_to_get_it(cli: Cli) -> None:
    done = cli("import", "--formats")
    assert done.status == 0
    for word in ("联通", "怎样取得", "试过"):
        assert word in done.out


def test_a_workbook_of_one_case_needs_no_number(cli: Cli, tmp_path: Path, book: Path) -> None:
    assert cli("import", "表.xlsx", "详单.xlsx", "--numbers", "名单.xlsx").status == 0


def test_of_several_cases_one_has_to_be_named(cli: Cli, tmp_path: Path, book: Path) -> None:
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(), case(案件编号="A002", 委托人姓名="李四")],
        evidence=[evidence()],
    )
    done = cli("import", "表.xlsx", "详单.xlsx", "--numbers", "名单.xlsx")
    assert (done.status, "-c" in done.err) == (2, True)


@POSIX
def test_what_only_the_user_knows_is_asked_for_on_a_terminal(tmp_path: Path, book: Path) -> None:
    write_workbook(book, cases=[case(), case(案件编号="A002", 委托人姓名="李四")], incidents=[])
    bill(tmp_path / "详单.xlsx", ("03-04 09:15:04", "被叫", COLLECTOR, "1分5秒"))
    command = ("import", "表.xlsx", "详单.xlsx", "--numbers", "名单.xlsx")
    told = on_terminal(tmp_path, command, ("哪一个案件", "2\n"), ("是哪一年的", "2026\n"))

    assert "“详单.xlsx”里的日期没有年份" in told
    (row,) = table_of(tmp_path / "表_导入.xlsx")
    assert (row["案件编号"], row["时间"]) == ("A002", "2026-03-04 09:15:04")


def test_the_sheet_of_the_workbook_is_the_list_where_no_other_is_named(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    whole = load_workbook(book)
    sheet = whole.create_sheet("催收号码")
    for row in (["号码", "是催收", "依据"], [17000000009, "是", "录音"], [LANDLINE, "否", ""]):
        sheet.append(row)
    whole.save(book)
    done = cli("import", "表.xlsx", "详单.xlsx", "--json")
    assert [row["对方号码"] for row in json.loads(done.out)["rows"]] == [COLLECTOR]
    # It stays as it was, in the copy too.
    assert table_of(tmp_path / "表_导入.xlsx", "催收号码") == table_of(book, "催收号码")


def test_a_list_in_the_folder_of_the_records_is_no_record(
    cli: Cli, tmp_path: Path, book: Path
) -> None:
    folder = tmp_path / "手机"
    folder.mkdir()
    for name in ("详单.xlsx", "表.xlsx", "名单.xlsx"):
        (tmp_path / name).rename(folder / name)
    assert cli("numbers", "手机", "-o", "手机/催收号码.xlsx").status == 1
    command = ("import", "手机/表.xlsx", "手机", "--numbers", "手机/名单.xlsx", "--json")
    done = cli(*command)
    assert (done.status, len(json.loads(done.out)["rows"])) == (0, 2), done.out
    assert cli(*command).status == 0
