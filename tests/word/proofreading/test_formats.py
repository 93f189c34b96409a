"""What is no .docx is told by what it is, whatever it is called, with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from support.proofread import assert_refused
from support.runs import Cli
from support.word_files import docx, repacked, replacing

from anjuan.word.proofreading.template import find_faults

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name in names:
            opened.writestr(name, "<x/>")
    return out.getvalue()


def locked(source: bytes) -> bytes:
    """With the flag that an encrypted zip has at each of its entries."""
    at = source.index(b"PK\x01\x02") + 8
    return source[:at] + b"\x01" + source[at + 1 :]


FILES = {
    "opening password": (OLE + "EncryptedPackage".encode("utf-16-le"), "加了打开密码"),
    "zip password": (locked(package("word/document.xml")), "加了打开密码"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "旧格式的 .doc"),
    "rtf": (rb"{\rtf1\ansi {\fonttbl}}", "RTF 文档"),
    "html": (b"<html></html>", "网页（HTML）"),
    "html of Word": (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html xmlns:w='x'>", "网页（HTML）"),
    "html in UTF-16": ("<html><body>函</body></html>".encode("utf-16"), "网页（HTML）"),
    "xhtml": (b"<?xml version='1.0'?>\n<!DOCTYPE html><html/>", "网页（HTML）"),
    "mhtml": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页（HTML）"),
    "flat xml": (b"<?xml version='1.0'?><pkg:package/>", "XML 文档"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "xlsx": (package("[Content_Types].xml", "xl/workbook.xml"), "Excel 工作簿"),
    "pptx": (package("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
    "odt": (package("mimetype", "content.xml"), "ODF 文档"),
    "nothing": (b"", "文件是空的"),
    "cut off": (docx("甲")[:2000], "已经损坏"),
    "text": ("尊敬的某某：".encode(), "不是 Word 文档"),
}


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES)
def test_another_format_is_named_and_never_becomes_a_kind(
    content: bytes, words: str, cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "旧函.docx").write_bytes(content)

    told = cli("template", "check", "旧函.docx")
    made = cli("kind", "new", "函", "--from", "旧函.docx")

    assert (told.status, made.status) == (3, 3)
    assert words in told.err and told.err == made.err
    assert "请" in told.err
    assert not (tmp_path / "函").exists()


UNFIT = {
    "dotx": ({"[Content_Types].xml": replacing("document.main+xml", "template.main+xml")}, "dotx"),
    "docm": (
        {
            "[Content_Types].xml": replacing(
                "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
        "docm",
    ),
    "macros": ({"word/vbaProject.bin": b"x"}, "宏"),
    "strict": (
        {
            "word/document.xml": replacing(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        },
        "严格的 Open XML",
    ),
    "entities": ({"customXml/item1.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}, "DOCTYPE"),
}


@pytest.mark.parametrize(("changes", "words"), UNFIT.values(), ids=UNFIT)
def test_what_can_not_become_a_template_by_typing_never_becomes_a_kind(
    changes: dict[str, object], words: str, cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "旧函.docx").write_bytes(repacked(docx("{{ 委托人.姓名 }}"), changes))  # type: ignore[arg-type]

    told = cli("template", "check", "旧函.docx")
    made = cli("kind", "new", "函", "--from", "旧函.docx")

    assert (told.status, made.status) == (1, 3)
    assert words in told.out and words in made.err
    assert not (tmp_path / "函").exists()


STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL = "http://schemas.openxmlformats.org/"
SPACES = {
    TRANSITIONAL + "wordprocessingml/2006/main": STRICT + "wordprocessingml/main",
    TRANSITIONAL + "officeDocument/2006/relationships": STRICT + "officeDocument/relationships",
}


@pytest.mark.parametrize("only", ["word/document.xml", ""])
def test_a_strict_document_is_told_and_refused_in_the_same_words(only: str, tmp_path: Path) -> None:
    """Its body alone, or all of it with what relates its parts, as Word writes it."""
    with zipfile.ZipFile(io.BytesIO(docx("{{ 名 }}"))) as package:
        parts = {it: package.read(it) for it in package.namelist() if only in it}
    for theirs, strict in SPACES.items():
        parts = {it: part.replace(theirs.encode(), strict.encode()) for it, part in parts.items()}
    source = repacked(docx("{{ 名 }}"), parts)

    assert "严格的 Open XML" in str(find_faults(source)[0])
    assert_refused(source, tmp_path)


def test_faults_of_its_text_do_not_keep_a_file_from_becoming_a_kind(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "旧函.docx").write_bytes(docx("{{ 委托人.姓名 }", "13800138000"))

    assert cli("kind", "new", "函", "--from", "旧函.docx").status == 0
