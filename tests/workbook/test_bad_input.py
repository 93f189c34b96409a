"""Files that are no usable workbook: one clear Chinese message, exit status 3, no traceback."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from support.runs import Cli

from anjuan.testing import case, write_workbook
from anjuan.workbook.parsing import load_workbook


def refused(cli: Cli, book: Path) -> str:
    done = cli("generate", book, "-o", "out")

    assert (done.status, done.out) == (3, ""), done
    assert not list(book.parent.rglob("*.docx"))
    return done.err


@contextmanager
def edited(book: Path) -> Iterator[openpyxl.Workbook]:
    """A workbook to be changed, saved afterwards."""
    workbook = openpyxl.load_workbook(book)
    yield workbook
    workbook.save(book)


def test_a_text_file_called_xlsx(cli: Cli, tmp_path: Path) -> None:
    book = tmp_path / "表.xlsx"
    book.write_text("案件编号,委托人姓名")

    assert "不是 .xlsx 工作簿" in refused(cli, book)


def test_an_encrypted_workbook(cli: Cli, tmp_path: Path) -> None:
    book = tmp_path / "表.xlsx"
    # An encrypted workbook is an OLE container that holds this stream (MS-OFFCRYPTO §2.3.4).
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    book.write_bytes(ole + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512))

    assert "加了打开密码" in refused(cli, book)


def test_a_zip_that_is_no_workbook(cli: Cli, tmp_path: Path) -> None:
    book = tmp_path / "表.xlsx"
    with zipfile.ZipFile(book, "w") as package:
        package.writestr("a.txt", "")

    assert "已损坏或不是 Excel 工作簿" in refused(cli, book)


def test_a_truncated_workbook(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    book.write_bytes(book.read_bytes()[:-400])

    assert "表.xlsx" in refused(cli, book)


def test_a_missing_sheet_names_it_and_those_found(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with edited(book) as workbook:
        workbook["骚扰记录"].title = "骚扰纪录"

    message = refused(cli, book)
    assert "缺少工作表“骚扰记录”" in message
    assert "是不是“骚扰纪录”？" in message


def test_sheets_that_no_case_needs_may_be_missing(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with edited(book) as workbook:
        for name in set(workbook.sheetnames) - {"案件"}:
            del workbook[name]
        # An office's own sheet of other people is no 证人, its diary no 办理记录.
        workbook.create_sheet("联系人").append(["案件编号", "姓名", "联系电话"])
        workbook.create_sheet("跟进记录").append(["案件编号", "日期", "事项"])

    [one] = load_workbook(book).cases

    assert (one.incidents, one.evidence, one.losses, one.witnesses) == ((), (), (), ())


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("费用", ["案件编号", "项目", "金额（元）", "说明"]),
        ("损失明细", ["编号"]),
    ],
)
def test_a_sheet_that_may_be_the_missing_one_is_asked_about(
    name: str, headings: list[str], cli: Cli, tmp_path: Path
) -> None:
    """Else a complaint would claim no damages, without a word."""
    book = write_workbook(tmp_path / "表.xlsx")
    with edited(book) as workbook:
        del workbook["损失"]
        workbook.create_sheet(name).append(headings)

    assert "缺少工作表“损失”" in refused(cli, book)


def test_a_missing_required_heading_names_it_and_its_near_miss(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with edited(book) as workbook:
        sheet = workbook["案件"]
        next(cell for cell in sheet[1] if cell.value == "身份证号").value = "身份证号码"

    message = refused(cli, book)
    assert "“案件”缺少必填的列“身份证号”" in message
    assert "是不是“身份证号码”？" in message


def test_a_heading_given_twice(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with edited(book) as workbook:
        workbook["机构"].cell(1, 20).value = "名称"

    assert "标题“名称”出现了不止一次" in refused(cli, book)


def test_an_empty_workbook(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[])

    assert "一行内容也没有" in refused(cli, book)


def test_a_sheet_without_headings(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    with edited(book) as workbook:
        workbook["损失"].delete_rows(1, 5)

    assert "“损失”第 1 行没有标题" in refused(cli, book)


@pytest.mark.parametrize(
    "place", [".", "/", f"{'长' * 300}.xlsx", "没有/表.xlsx", "甲.txt/表.xlsx"]
)
@pytest.mark.parametrize(
    "command",
    [
        *("check", "generate", "diff", "deadlines", "map", "explain", "template check"),
        *("kind test", "fields --config", "check --accept", "check --mark 新.xlsx"),
        *("documents --kinds-dir", "plugins --plugins-dir", "explain --from 甲.txt"),
    ],
)
def test_where_no_file_can_be_no_command_is_at_a_loss(
    cli: Cli, tmp_path: Path, command: str, place: str
) -> None:
    (tmp_path / "甲.txt").write_text("", encoding="utf-8")

    done = cli(*command.split(), place)

    assert (done.status in (2, 3), "没有料到" in done.err) == (True, False), done


def test_a_workbook_has_as_long_a_name_as_a_file_may_have(cli: Cli, tmp_path: Path) -> None:
    name = "长" * 82 + "xx.xlsx"
    write_workbook(tmp_path / name, cases=[case(文书="报案材料")])

    assert cli("check", name).status == 0
    assert cli("generate", name, "-o", "out").status == 0
    assert cli("check", "--mark", "新.xlsx", name).status == 0
    # With 对应 behind it the name is too long.
    told = cli("map", name)
    assert (told.status, "名字太长" in told.err) == (3, True), told


def test_a_folder_instead_of_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").mkdir()

    assert "这是文件夹，不是案件表" in refused(cli, tmp_path / "表.xlsx")
