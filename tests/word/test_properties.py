"""Properties of a template: kept and filled, whatever their length and their signs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from support.blank import new_document
from support.proofread import told
from support.word_files import repacked, saved

from anjuan.opc import CORE_PROPERTIES
from anjuan.word.proving import prove
from anjuan.word.rendering import is_compiled, render
from anjuan.word.views import Trace

LONG = "本模板用于催告函，" * 40
NAME = "甲 & <乙>"


def template(folder: Path, property_: str, value: str, *paragraphs: str) -> Path:
    """A template with a property of any length."""
    document = new_document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    setattr(document.core_properties, property_, "占位")
    path = folder / "模板.docx"
    change = {CORE_PROPERTIES: lambda it: it.replace("占位".encode(), value.encode())}
    path.write_bytes(repacked(saved(document), change))
    return path


def properties(path: Path) -> Any:
    """Those of the paper that is made of a template, which was proved."""
    trace = Trace()
    rendered = render(path, {"名": NAME, "长": LONG}, trace, "题")
    assert prove(rendered, trace) == ()
    return Document(io.BytesIO(rendered.content)).core_properties


@pytest.mark.parametrize("body", ["{{ 名 }}", "{%p if 名 %}", "无标签"])
@pytest.mark.parametrize("name", ["comments", "subject", "keywords", "category", "language"])
def test_a_long_property_is_kept(name: str, body: str, tmp_path: Path) -> None:
    rest = ("甲", "{%p endif %}") if "{%p" in body else ()
    path = template(tmp_path, name, LONG, body, *rest)

    assert told(path.read_bytes()) == []
    assert getattr(properties(path), name) == LONG


def test_so_it_is_where_docxtpl_does_the_work(tmp_path: Path) -> None:
    path = template(tmp_path, "comments", f"{LONG}{{{{ 名 }}}}", "{{ 名 }}")

    assert not is_compiled(path)
    assert properties(path).comments == LONG + NAME


def test_a_property_may_become_long(tmp_path: Path) -> None:
    path = template(tmp_path, "subject", "{{ 长 }}", "{{ 长 }}")

    assert properties(path).subject == LONG


def test_what_a_property_alone_prints_is_no_lost_value(tmp_path: Path) -> None:
    path = template(tmp_path, "subject", "{{ 名 }}", "正文")

    assert properties(path).subject == NAME
