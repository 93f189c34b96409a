"""Prompts that wait for somebody to type are seen: none in a finished paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.places import paragraph_with
from support.proofread import assert_refused, told
from support.word_files import docx, run, saved, with_xml

from anjuan.word.proofreading.template import find_faults


def control(text: str, *, shown: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "text",
    [
        "单击或点击此处输入文字。",
        "选择一项。",
        "单击或点击以输入日期。",
        "Click here to enter text.",
    ],
)
def test_the_prompt_of_a_content_control_is_refused(text: str, tmp_path: Path) -> None:
    source = with_xml(run("地址：") + control(text))

    assert told(source) == [("prompt", True)]
    assert_refused(source, tmp_path)


def test_so_is_that_of_a_control_around_paragraphs() -> None:
    document = new_document()
    inner = f"<w:p>{run('单击此处添加')}</w:p><w:p>{run('标题')}</w:p>"
    block = f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}"
    document.element.body.insert(0, parse_xml(f"{block}</w:sdtContent></w:sdt>"))

    [fault] = find_faults(saved(document))
    assert (fault.code, fault.place) == ("prompt", "正文第 1 段")


@pytest.mark.parametrize(
    "inner",
    [
        control("杭州市某路", shown=""),
        control("杭州市某路", shown='<w:showingPlcHdr w:val="0"/>'),
        control("\u2002"),
        control("{{ 址 }}"),
    ],
)
def test_a_control_that_is_filled_in_is_no_fault(inner: str) -> None:
    assert told(with_xml(run("地址：") + inner)) == []


@pytest.mark.parametrize(
    "text", ["[点击此处输入姓名]", "【请在此处填写】", "[键入文字]", "单击此处输入文字。"]
)
def test_text_that_reads_like_a_prompt_is_told(text: str) -> None:
    assert told(docx(f"姓名：{text}")) == [("prompt-text", False)]


@pytest.mark.parametrize("text", ["对方要求点击链接", "[2025]12号", "【某某公司】", "点击还款"])
def test_what_is_no_prompt(text: str) -> None:
    assert told(docx(text)) == []


def test_a_graphic_without_text_is_no_place_for_a_prompt() -> None:
    assert told(paragraph_with("<w:r><w:pict/></w:r>")) == []
