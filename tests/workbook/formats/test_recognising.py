"""A file is what stands in it: its name is what somebody hoped for."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.blank import new_document
from support.drawn import BOOKS, PACKAGES, drawn, ods, xls, xlsx
from support.runs import Cli

from anjuan.errors import WorkbookError
from anjuan.workbook.opening import opened
from anjuan.workbook.parsing import load_workbook


@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".XLSX", ".ods", ".csv", ".et", ".bak", ""])
@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_of_any_name_is_read(name: str, suffix: str, tmp_path: Path) -> None:
    book = BOOKS[name](tmp_path, drawn()).rename(tmp_path / f"表{suffix}")

    [case] = load_workbook(book).cases
    assert case.client.name == "张三"


def word(path: Path) -> None:
    new_document().save(str(path))


def binary(path: Path) -> None:
    types = "application/vnd.openxmlformats-package.relationships+xml"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", f"<Types><Default ContentType='{types}'/></Types>")
        package.writestr("xl/workbook.bin", bytes(9))


def open_text(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")


def locked(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<a><encryption-data/></a>")
        package.writestr("content.xml", bytes(range(256)))


def container(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"{stream}\0".encode("utf-16-le")


# What it is, and what is said of it.
OTHERS: dict[str, tuple[bytes | Callable[[Path], None], str]] = {
    "a Word document": (word, "是Word 文档"),
    "a binary workbook": (binary, "是二进制工作簿（.xlsb）"),
    "an OpenDocument text": (open_text, "是OpenDocument 文档"),
    "an encrypted OpenDocument": (locked, "加了打开密码"),
    "an encrypted package": (container("EncryptedPackage"), "加了打开密码"),
    "an old Word document": (container("WordDocument"), "是Word 文档"),
    "a PDF": (b"%PDF-1.7\n", "是PDF"),
    "an RTF document": (b"{\\rtf1 \\ansi}", "是RTF 文档"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "是图片"),
    "a saved page with its pictures": (
        b"MIME-Version: 1.0\nContent-Type: multipart/related",
        "是单个文件网页（.mht）",
    ),
    "some XML": (b'<?xml version="1.0"?><calls count="1"/>', "是XML 文件"),
    "nothing at all": (b"", "不是 .xlsx 工作簿"),
    "no text of any encoding": (b"\xff\xff\xff", "文字编码认不出来"),
    "anything": (b"\1\0\2", "不是 .xlsx 工作簿"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_workbook_is_called_what_it_is(name: str, cli: Cli, tmp_path: Path) -> None:
    make, said = OTHERS[name]
    path = tmp_path / "表.xlsx"
    if isinstance(make, bytes):
        path.write_bytes(make)
    else:
        make(path)

    done = cli("check", "表.xlsx")
    assert (done.status, done.out) == (3, "")
    assert said in done.err
    assert "请" in done.err


def test_text_of_another_name_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "说明.md").write_text("案件编号,委托人姓名\n", encoding="utf-8")

    with pytest.raises(WorkbookError, match="不是案件表"):
        opened(tmp_path / "说明.md")


def test_a_workbook_may_lie_below_a_name_of_any_kind(tmp_path: Path) -> None:
    for number, write in enumerate((xlsx, xls, ods)):
        folder = tmp_path / f"30%{number} [案件]#"
        folder.mkdir()
        assert load_workbook(write(folder, drawn())).cases


@pytest.mark.parametrize("name", PACKAGES)
def test_values_are_the_same_however_a_package_is_laid_out(name: str, tmp_path: Path) -> None:
    usual = repr(load_workbook(xlsx(tmp_path, drawn())).cases)

    assert repr(load_workbook(PACKAGES[name](tmp_path, drawn())).cases) == usual
