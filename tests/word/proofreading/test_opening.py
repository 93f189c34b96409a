"""A file is opened without trusting it."""

from __future__ import annotations

import pytest
from support.proofread import codes
from support.word_files import docx, repacked

from anjuan.errors import TemplateError
from anjuan.word.proofreading.opening import LARGEST_PART, MOST_ENTRIES
from anjuan.word.proofreading.template import find_faults


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_an_error(encoding: str) -> None:
    xml = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(encoding)

    assert codes(repacked(docx(), {"customXml/item1.xml": xml})) == ["entities"]
    assert "entities" in codes(repacked(docx(), {"word/document.xml": xml}))


def test_a_file_that_is_too_large_is_not_even_parsed() -> None:
    large = {"word/document.xml": b"<x" + b" " * LARGEST_PART + b"/>"}
    many = {f"x/{number}.bin": b"x" for number in range(MOST_ENTRIES)}

    assert codes(repacked(docx("{{ 甲 }}"), large)) == ["too-large"]
    assert codes(repacked(docx("{{ 甲 }}"), many)) == ["too-large"]


@pytest.mark.parametrize("source", [b"", b"PK\x03\x04", b"no package", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_word_file_is_refused(source: bytes) -> None:
    with pytest.raises(TemplateError, match="不是 Word 文档"):
        find_faults(source, None)


def test_a_broken_body_is_refused() -> None:
    with pytest.raises(TemplateError, match="正文已损坏"):
        find_faults(repacked(docx(), {"word/document.xml": b"<w:p>"}), None)


def test_a_broken_header_is_an_error() -> None:
    assert codes(repacked(docx(), {"word/header9.xml": b"<w:hdr>"})) == ["broken-part"]
