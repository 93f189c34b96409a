"""Changes that nobody has accepted or rejected are told."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.proofread import told
from support.word_files import run, saved, with_xml

AUTHOR = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:pPr><w:rPr><w:ins {AUTHOR}/></w:rPr></w:pPr>{run('甲')}",
        f"<w:pPr><w:rPr><w:del {AUTHOR}/></w:rPr></w:pPr>{run('甲')}",
        f"<w:pPr><w:pPrChange {AUTHOR}><w:pPr/></w:pPrChange></w:pPr>{run('甲')}",
        run("甲", f"<w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange>"),
    ],
)
def test_changes_of_format_are_told(inner: str) -> None:
    assert told(with_xml(inner)) == [("tracked-change", False)]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("ins", "甲", ("tracked-change", False)),
        ("del", "甲", ("tracked-change", False)),
        ("ins", "{{ 名 }}", ("tracked-change", False)),
        ("del", "{{ 名 }}", ("tracked-tag", True)),
    ],
)
def test_changed_rows_are_told_and_no_tag_may_stand_in_a_deleted_one(
    kind: str, text: str, expected: tuple[str, bool]
) -> None:
    document = new_document()
    table = document.add_table(1, 1)
    table.cell(0, 0).text = text
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:{kind} {nsdecls('w')} {AUTHOR}/>"))

    assert told(saved(document)) == [expected]
