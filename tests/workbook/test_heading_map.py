"""An office's own table, read through its settings."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.runs import Cli, Generate

from anjuan.testing import (
    write_workbook,
)


def own_workbook(path: Path) -> Path:
    """An office's own table: other sheet names, other headings, a title above the headings."""
    write_workbook(path, losses=[])
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["案件"]
    assert isinstance(sheet, Worksheet)
    sheet.title = "客户台账"
    for cell in sheet[1]:
        cell.value = {"委托人姓名": "客户姓名", "身份证号": "证件号码", "联系电话": "手机"}.get(
            str(cell.value), cell.value
        )
    sheet.insert_rows(1, 1)
    sheet["A1"] = "某某律师事务所"
    incidents = workbook["骚扰记录"]
    assert isinstance(incidents, Worksheet)
    incidents["C2"] = "来电"
    del workbook["损失"]
    workbook.save(path)
    return path


def test_problems_of_an_own_table_are_told_and_marked_under_its_own_names(
    cli: Cli, tmp_path: Path
) -> None:
    book = own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8")
    workbook = openpyxl.load_workbook(book)
    workbook["客户台账"]["G3"] = "1"
    workbook.save(book)

    done = cli("check", "台账.xlsx", "--mark", "标记.xlsx")
    generated = cli("generate", "台账.xlsx", "-o", "out", "--json")

    assert "错误  客户台账!G3" in done.out
    marked = openpyxl.load_workbook(tmp_path / "标记.xlsx")["客户台账"]
    assert marked["G3"].comment is not None
    assert [cell.value for cell in marked[2]][-1] == "检查结果"
    sheets = {item["sheet"] for item in json.loads(generated.out)["problems"]}
    assert "客户台账" in sheets
    assert "案件" not in sheets


CONFIG = """
[sheets]
"案件" = "客户台账"
"损失" = ""
[columns."案件"]
"委托人姓名" = "客户姓名"
"身份证号" = "证件号码"
"联系电话" = "手机"
[constants]
"律师事务所" = "虚构律所"
"委托律师" = "王律师"
[choices."骚扰记录"."方式"]
"来电" = "电话"
"""


def test_a_mapping_beside_the_workbook_makes_an_offices_own_table_readable(
    generate: Generate, tmp_path: Path
) -> None:
    book = own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8-sig")

    done = generate(book, kinds=("police-statement",))

    text = done.text("police-statement")
    assert "张三" in text
    assert "委托代理人：王律师，虚构律所律师" in text
    assert "| 电话 | 0571-00000011" in text


def test_the_deadlines_of_an_offices_own_table_are_shown(cli: Cli, tmp_path: Path) -> None:
    own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "anjuan.toml").write_text(CONFIG, encoding="utf-8")

    done = cli("deadlines", "台账.xlsx")

    assert done.status == 0, done.err
    assert "治安处罚追究时效" in done.out


def test_a_mapping_named_on_the_command_line_is_used(cli: Cli, tmp_path: Path) -> None:
    own_workbook(tmp_path / "台账.xlsx")
    (tmp_path / "本所.toml").write_text(CONFIG, encoding="utf-8")

    assert cli("check", "台账.xlsx").status == 3
    done = cli("check", "台账.xlsx", "--config", "本所.toml")
    assert done.status == 0, done.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[sheets", "写法不对"),
        ('[sheets]\n"案子" = "x"', "是不是“案件”"),
        ('[columns."案件"]\n"姓名" = "x"', "里没有工作表“案件”的标题“姓名”"),
        ('[constants]\n"律所" = "x"', "里没有标题“律所”"),
        ('sheets = "x"', "应当是一个小节"),
        ("[other]", "里没有小节“other”"),
    ],
)
def test_a_wrong_mapping_is_explained(cli: Cli, tmp_path: Path, text: str, words: str) -> None:
    write_workbook(tmp_path / "表.xlsx")
    (tmp_path / "anjuan.toml").write_text(text, encoding="utf-8")

    done = cli("check", "表.xlsx")

    assert done.status == 3
    assert words in done.err


def test_map_writes_a_first_mapping_that_works_after_correction(cli: Cli, tmp_path: Path) -> None:
    own_workbook(tmp_path / "台账.xlsx")

    done = cli("map", "台账.xlsx")

    assert done.status == 0, done.err
    text = (tmp_path / "anjuan.toml").read_text(encoding="utf-8")
    assert '"委托人姓名" = "客户姓名"' in text
    assert '"损失" = ""' in text
    assert cli("map", "台账.xlsx").status == 3


def ledger(path: Path, headings: list[object], *rows: list[object]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (headings, *rows):
        book.active.append(row)
    book.save(path)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("当事人", "委托人姓名"),
        ("客户", "委托人姓名"),
        ("手机号码", "联系电话"),
        ("手机", "联系电话"),
        ("身份证号码", "身份证号"),
        ("家庭住址", "住址"),
        ("欠款机构", "债权人"),
        ("承办律师", "委托律师"),
        ("受理法院", "管辖法院"),
        ("放款日期", "借款日期"),
        ("证件号码", "身份证号"),
        ("委托人身份证号", "身份证号"),
        ("合同号", "合同编号"),
    ],
)
def test_map_knows_what_offices_call_a_column(
    cli: Cli, tmp_path: Path, theirs: str, ours: str
) -> None:
    ledger(tmp_path / "台账.xlsx", [theirs, "民族", "职业", "工作单位", "备注"])

    assert cli("map", "台账.xlsx").status == 0

    text = (tmp_path / "anjuan.toml").read_text("utf-8")
    assert f'"{ours}" = "{theirs}"' in text


OTHERS = (
    *("立案日期", "收案时间", "律师费金额", "法院电话", "还款日期", "序号", "微信号", "银行账号"),
    *("案由", "案件类型", "原告", "被告电话", "代理费", "律师费", "收案人", "紧急联系人电话"),
)


def test_map_pairs_no_headings_that_share_a_part_only(cli: Cli, tmp_path: Path) -> None:
    """What many end with, or one character of two."""
    ledger(tmp_path / "台账.xlsx", [*OTHERS, "民族", "职业", "工作单位", "备注"])

    assert cli("map", "台账.xlsx").status == 0

    text = (tmp_path / "anjuan.toml").read_text("utf-8")
    assert '"职业" = "职业"' in text
    assert [it for it in OTHERS if f'= "{it}"' in text] == []


def test_a_sheet_that_map_left_open_is_told_as_left_open(cli: Cli, tmp_path: Path) -> None:
    ledger(tmp_path / "表.xlsx", ["a", "b", "c"], [1, 2, 3])
    assert cli("map", "表.xlsx").status == 0

    done = cli("check", "表.xlsx")

    assert done.status == 3
    assert "[sheets]" in done.err
    assert "“案件”的右边还空着" in done.err
