"""Pieces of other documents are refused, whatever stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.proofread import assert_refused
from support.word_files import saved

from anjuan.word.proofreading.template import find_faults


@pytest.mark.parametrize("name", ["altChunk", "subDoc"])
def test_a_piece_of_another_document_is_refused_with_or_without_tags(
    name: str, tmp_path: Path
) -> None:
    document = new_document()
    document.add_paragraph("前 {{ 名 }}")
    piece = parse_xml(f'<w:{name} {nsdecls("w", "r")} r:id="rId1"/>')
    document.element.body.insert(1, piece)
    source = saved(document)

    [fault] = find_faults(source)
    assert (fault.code, fault.place) == ("foreign-piece", "正文第 1 段后面")
    assert_refused(source, tmp_path)
