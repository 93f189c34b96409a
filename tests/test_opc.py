"""Office packages: what is added is named, typed and related; all else stays as it is."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree
from support.blank import new_document

from anjuan.opc import BODY, ILLEGAL, Package, parse_xml, write_text

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def document() -> bytes:
    out = BytesIO()
    new_document().save(out)
    return out.getvalue()


def test_a_part_that_is_added_is_found_by_those_who_read_the_package() -> None:
    package = Package(document())
    name = package.add("word/comments{}.xml", COMMENTS_TYPE)
    key = package.relate(BODY, "comments", name)
    empty = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    package.store(name, package.tree(name, empty))

    assert package.related(BODY, "comments") == package.targets(BODY)[key] == name
    read = Document(BytesIO(package.packed())).part.rels[key]
    assert (read.reltype, read.target_ref) == (RT.COMMENTS, "comments.xml")
    assert read.target_part.content_type == COMMENTS_TYPE
    assert read.target_part.partname == f"/{name}"


def test_a_taken_name_or_id_is_left_to_its_owner() -> None:
    package = Package(document())
    names = []
    for _ in range(3):
        names.append(package.add("word/comments{}.xml", COMMENTS_TYPE))
        package.parts[names[-1]] = b"<x/>"

    assert names == ["word/comments.xml", "word/comments1.xml", "word/comments2.xml"]
    keys = [package.relate(BODY, "comments", name) for name in names]
    assert len({*keys, *package.targets(BODY)}) == len(package.targets(BODY))
    assert [package.targets(BODY)[key] for key in keys] == names


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("comments1.xml", "xl/worksheets/comments1.xml"),
        ("../comments1.xml", "xl/comments1.xml"),
        ("/xl/comments1.xml", "xl/comments1.xml"),
    ],
)
def test_targets_may_be_relative_or_absolute(target: str, part: str) -> None:
    package = Package(document())
    package.parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{RT.COMMENTS}" Target="{target}"/></Relationships>'
    ).encode()

    assert package.related("xl/worksheets/sheet1.xml", "comments") == part
    assert package.related("xl/worksheets/sheet1.xml", "styles") == ""
    assert package.related("xl/worksheets/sheet2.xml", "comments") == ""


def test_the_type_of_an_extension_is_said_once() -> None:
    package = Package(document())
    before = package.parts["[Content_Types].xml"]
    package.declare_extension("xml", "application/xml")
    assert package.parts["[Content_Types].xml"] == before

    package.declare_extension("vml", "a/b")
    package.declare_extension("vml", "a/b")
    assert package.parts["[Content_Types].xml"].count(b'"vml"') == 1


def test_equal_content_gives_equal_bytes_and_keeps_the_order(tmp_path: Path) -> None:
    first, second = document(), document()
    packed = Package(first).packed()

    assert packed == Package(second).packed()
    assert packed == Package(packed).packed()
    with zipfile.ZipFile(BytesIO(packed)) as ours, zipfile.ZipFile(BytesIO(first)) as theirs:
        assert ours.namelist() == theirs.namelist()
        assert all(ours.read(name) == theirs.read(name) for name in theirs.namelist())


def test_nothing_outside_of_a_part_is_looked_at(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>&e;</x>'
    inside = '<!DOCTYPE x [<!ENTITY e "secret">]><x>&e;</x>'
    assert b"secret" not in etree.tostring(parse_xml(outside.encode()), method="text")
    assert not parse_xml(inside.encode()).text
    with pytest.raises(etree.XMLSyntaxError):
        parse_xml(b"<x>")


@pytest.mark.parametrize("number", [0, 8, 11, 12, 31, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_is_illegal_can_not_be_stored_as_it_is(number: int) -> None:
    sign = chr(number)

    assert ILLEGAL.fullmatch(sign)
    with pytest.raises((ValueError, UnicodeEncodeError)):
        write_text(etree.Element("x"), sign)


def test_a_carriage_return_is_illegal_for_it_comes_back_as_another_sign() -> None:
    assert ILLEGAL.fullmatch("\r")
    assert parse_xml(b"<x>\r</x>").text == "\n"


@pytest.mark.parametrize("sign", ["\t", "\n", " ", "甲", "\ud7ff", "\ue000", "\ufffd", "𠮷"])
def test_what_is_legal_comes_back(sign: str) -> None:
    element = etree.Element("x")
    write_text(element, f" {sign} ")

    assert not ILLEGAL.search(sign)
    assert parse_xml(etree.tostring(element)).text == f" {sign} "
