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
