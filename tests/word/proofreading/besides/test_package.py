"""What a package holds besides its text: people, macros, what lies outside of it, two bodies."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.proofread import assert_refused, codes, only, told
from support.word_files import docx, repacked, replacing, saved


def test_authors_are_told_but_not_those_that_programs_write() -> None:
    document = new_document()
    document.core_properties.author = "王大明"
    document.core_properties.last_modified_by = "Administrator"

    fault = only(saved(document))
    assert (fault.code, fault.is_error) == ("author", False)
    assert "作者是“王大明”" in fault.message


EXTERNAL = (
    '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="http://example.invalid/x" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
def test_what_lies_outside_of_the_file_is_an_error(kind: str) -> None:
    change = replacing("</Relationships>", EXTERNAL.format(kind))

    assert codes(repacked(docx(), {"word/_rels/document.xml.rels": change})) == ["external"]


def test_an_ordinary_hyperlink_is_fine() -> None:
    change = replacing("</Relationships>", EXTERNAL.format("hyperlink"))

    assert codes(repacked(docx(), {"word/_rels/document.xml.rels": change})) == []


def test_macros_are_an_error() -> None:
    assert codes(repacked(docx(), {"word/vbaProject.bin": b"x"})) == ["macros"]


def test_a_dotx_under_another_name_is_an_error() -> None:
    change = replacing("document.main+xml", "template.main+xml")

    assert codes(repacked(docx(), {"[Content_Types].xml": change})) == ["not-docx"]


@pytest.mark.parametrize("change", ["<w:body><w:p/></w:body>", ""])
def test_a_file_has_one_body(change: str, tmp_path: Path) -> None:
    body = "<w:body><w:p/></w:body>" if change else ""
    space = nsdecls("w")
    parts = {"word/document.xml": f"<w:document {space}>{body}{change}</w:document>".encode()}
    source = repacked(docx("{{ 名 }}"), parts)

    assert told(source) == [("broken-part", True)]
    assert_refused(source, tmp_path)


def test_that_word_will_ask_to_update_fields_is_told() -> None:
    change = {"word/settings.xml": replacing("</w:settings>", "<w:updateFields/></w:settings>")}

    assert told(repacked(docx("{{ 名 }}"), change)) == [("update-fields", False)]
