"""The command `check`: grouped by case, as JSON, or marked in a copy."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from support.cells import cell
from support.drawn import PACKAGES, drawn, xls
from support.runs import Cli

from anjuan.cli import tables
from anjuan.testing import (
    case,
    incident,
    write_workbook,
)


def test_check_groups_by_case_and_ends_with_a_count(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女", 公安机关=None)])

    done = cli("check", "表.xlsx")

    assert done.status == 1
    assert "案件 A001" in done.out
    assert "错误  案件!D2（性别）" in done.out
    assert "共 1 处错误，" in done.out


def test_check_json_has_the_shape_of_the_contract(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女")])

    result = json.loads(cli("check", "表.xlsx", "--json").out)

    states = {it["kind"]: it["state"] for it in result["documents"]}
    assert set(states.values()) == {"possible", "refused", "not-applicable"}
    assert states["civil-complaint"] == "refused"
    assert states["witness-statement"] == "not-applicable"
    [problem] = [item for item in result["problems"] if item["severity"] == "error"]
    shown = {key: problem[key] for key in ("sheet", "cell", "heading", "value", "code")}
    assert shown == {
        "sheet": "案件", "cell": "D2", "heading": "性别", "value": "女", "code": "sex-mismatch",
    }  # fmt: skip
    assert problem["message"]
    assert problem["remedy"]


def test_warnings_alone_are_exit_status_0(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(公安机关=None)])

    assert cli("check", "表.xlsx").status == 0


def test_mark_writes_a_copy_and_leaves_the_original(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(性别="女")])
    before = book.read_bytes()

    done = cli("check", "表.xlsx", "--mark", "标记.xlsx")

    assert done.status == 1
    assert book.read_bytes() == before
    marked = openpyxl.load_workbook(tmp_path / "标记.xlsx")["案件"]
    note = marked["D2"].comment
    assert note is not None
    assert "性别写的是“女”" in note.text
    again = cli("check", "表.xlsx", "--mark", "表.xlsx")
    assert (again.status, book.read_bytes()) == (3, before)


def test_a_workbook_that_cannot_be_marked_is_listed_all_the_same(cli: Cli, tmp_path: Path) -> None:
    PACKAGES["strict"](tmp_path, drawn(incidents=[incident(次数="x")]))

    done = cli("check", "案件表.xlsx", "--mark", "标.xlsx")
    assert done.status == 3
    assert "“x”不是" in done.out
    assert "Strict" in done.err
    assert not (tmp_path / "标.xlsx").exists()


def test_a_workbook_called_xls_is_marked(cli: Cli, tmp_path: Path) -> None:
    PACKAGES["xlsx"](tmp_path, drawn(incidents=[incident(次数="x")])).rename(tmp_path / "表.xls")

    assert cli("check", "表.xls", "--mark", "标.xlsx").status == 1
    assert openpyxl.load_workbook(tmp_path / "标.xlsx")["骚扰记录"][
        cell("骚扰记录", "次数")
    ].comment


def test_an_old_workbook_has_to_be_saved_before_it_is_marked(cli: Cli, tmp_path: Path) -> None:
    xls(tmp_path, drawn())

    done = cli("check", "案件表.xls", "--mark", "标.xlsx")
    assert (done.status, done.out) == (2, "")
    assert "另存为 .xlsx" in done.err


def lines_of(cli: Cli) -> list[str]:
    """What follows the count of problems."""
    lines = cli("check", "表.xlsx").out.splitlines()
    return lines[next(at for at, line in enumerate(lines) if line.startswith("共 ")) + 1 :]


def test_a_reason_is_told_once_for_all_cases_and_kinds(cli: Cli, tmp_path: Path) -> None:
    numbers = [f"A{number}" for number in range(12)]
    write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it, 文书="律师函、协商还款申请书、报案材料") for it in numbers],
        incidents=[incident(案件编号=it, 证据编号=None) for it in numbers],
        evidence=[],
    )

    told = lines_of(cli)

    [letters] = [line for line in told if "律师函" in line]
    assert letters.startswith("不适用：律师函（A0、A1、")
    assert "、A9 等）：" in letters
    assert [line for line in told if "报案材料 1 份" in line] == [
        f"  {number} 张三：报案材料 1 份" for number in numbers
    ]


def test_a_cell_that_keeps_back_all_papers_is_named_once(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(), case(委托人姓名="李四")], incidents=[])

    told = lines_of(cli)

    assert [line for line in told if line.startswith("未生成：")] == [
        f"未生成：全部文书（A001）：见 案件!{cell('案件', '案件编号')}（案件编号）。"
    ]


def test_a_wide_terminal_gets_a_table_with_the_kinds_in_dossier_order(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(tmp_path / "表.xlsx", cases=[case(文书="报案材料、平台投诉函、律师函")])
    # What these tests print to is no terminal.
    monkeypatch.setattr(tables, "is_terminal", lambda: True)

    told = lines_of(cli)

    [headings] = [line for line in told if "报案材料" in line and "律师函" in line]
    assert headings.split() == ["案件编号", "委托人", "平台投诉函", "报案材料", "律师函"]
    [row] = [line for line in told if line.startswith("A001")]
    assert row.split() == ["A001", "张三", "1", "1", "—"]
