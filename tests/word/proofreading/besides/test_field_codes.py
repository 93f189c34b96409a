"""Word's own fields are seen: nothing that a merge left in a finished paper, and no other day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.proofread import NAMES, assert_refused, told
from support.word_files import docx, repacked, run, saved, with_xml

from anjuan.word.proofreading.template import find_faults
from anjuan.word.rendering import render
from anjuan.word.text import document_text
from anjuan.word.views import Trace


def character(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def complex_field(code: str, result: str = "旧内容", split: int = 0) -> str:
    """A field of several runs; its code in two pieces, where `split` says so."""
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>'
        for piece in filter(None, (code[:split], code[split:]))
    )
    shown = run(result) if result else ""
    return character("begin") + codes + character("separate") + shown + character("end")


def simple_field(code: str, result: str = "旧内容") -> str:
    quoted = code.replace('"', "&quot;")
    return f'<w:fldSimple w:instr="{quoted}">{run(result)}</w:fldSimple>'


def split_field(code: str, result: str = "旧内容") -> str:
    return complex_field(code, result, split=4)


def nested(code: str, result: str = "旧内容") -> str:
    """Inside of a condition of Word's own."""
    inner = character("begin") + f"<w:r><w:instrText> IF {code}</w:instrText></w:r>"
    return inner + complex_field(code, result) + character("separate") + character("end")


Way = Callable[..., str]
WAYS = (complex_field, simple_field, split_field, nested)
ERRORS = {
    **dict.fromkeys(
        (" MERGEFIELD 债权人 ", ' MERGEFIELD "债权 人" \\* MERGEFORMAT ', " mergefield 住址 ",
         " NEXT ", " ADDRESSBLOCK \\f x", " GREETINGLINE ", " MERGEREC "),
        "merge-field",
    ),
    ' ASK 姓名 "姓名是？" ': "asking-field",
    ' FILLIN "请输入金额" ': "asking-field",
    **dict.fromkeys(
        (" LINK Excel.Sheet.12 C:\\\\a.xlsx ", " INCLUDETEXT C:\\\\a.docx ", " DDEAUTO c:\\\\x y ",
         ' INCLUDEPICTURE "http://example.invalid/a.png" \\d '),
        "external",
    ),
    " MACROBUTTON NoMacro [点击此处输入姓名] ": "prompt",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda it: it.__name__)
@pytest.mark.parametrize(("code", "rule"), ERRORS.items())
def test_a_field_that_nothing_fills_is_refused(
    code: str, rule: str, way: Way, tmp_path: Path
) -> None:
    source = with_xml(run("前") + way(code))

    assert told(source) == [(rule, True)]
    assert_refused(source, tmp_path)


CHANGING = (
    *(' DATE \\@ "yyyy年M月d日" ', " TIME ", " SAVEDATE ", " PRINTDATE \\@ yyyy ", " CREATEDATE "),
    *(" date ", " AUTHOR ", " USERNAME ", " FILENAME \\p ", ' DOCPROPERTY "案号" ', " TITLE "),
)


@pytest.mark.parametrize("way", WAYS, ids=lambda it: it.__name__)
@pytest.mark.parametrize("code", CHANGING)
def test_a_field_that_changes_later_is_told(code: str, way: Way) -> None:
    assert told(with_xml(run("前") + way(code))) == [("changing-field", False)]


@pytest.mark.parametrize("way", WAYS[:3], ids=lambda it: it.__name__)
@pytest.mark.parametrize("code", CHANGING[:4])
def test_a_tag_in_the_result_of_such_a_field_would_be_written_over(code: str, way: Way) -> None:
    [fault] = find_faults(with_xml(run("前") + way(code, "{{ 名 }}")))

    assert (fault.code, fault.is_error) == ("field-tag", True)


@pytest.mark.parametrize("way", WAYS[:3], ids=lambda it: it.__name__)
@pytest.mark.parametrize(
    "code",
    [
        " PAGE ",
        " NUMPAGES \\* Arabic ",
        " SEQ 图 ",
        ' HYPERLINK "mailto:a@b.cn" ',
        " TOC \\o ",
        " =1+2 ",
    ],
)
def test_a_field_of_a_sound_paper_is_no_fault(code: str, way: Way, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(with_xml(run("{{ 名 }}") + way(code, "3")))

    assert told(path.read_bytes()) == []
    assert document_text(render(path, NAMES, Trace(), "题").content).startswith("张三3")


def test_a_reference_is_sound_where_its_bookmark_is_anywhere_in_the_file() -> None:
    mark = '<w:bookmarkStart w:id="7" w:name="_Ref1"/><w:bookmarkEnd w:id="7"/>'
    document = new_document()
    document.add_paragraph("一")._p.extend(parse_xml(f"<w:p {nsdecls('w')}>{mark}</w:p>"))
    field = simple_field(" REF _ref1 \\h ")
    footer = document.sections[0].footer.paragraphs[0]._p
    footer.append(parse_xml(f"<w:p {nsdecls('w')}>{field}</w:p>")[0])

    assert told(saved(document)) == []


@pytest.mark.parametrize("way", WAYS, ids=lambda it: it.__name__)
@pytest.mark.parametrize("code", [" REF _Ref9 \\h ", " PAGEREF 附件 ", " NOTEREF _Ref2 "])
def test_a_reference_without_a_bookmark_is_told(code: str, way: Way) -> None:
    assert told(with_xml(way(code))) == [("lost-bookmark", False)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("致：«债权人»", "merge-field"),
        ("«下一条记录»尊敬的«姓名»", "merge-field"),
        ("见错误！未找到引用源。", "lost-bookmark"),
        ("见错误!未定义书签。", "lost-bookmark"),
        ("Error! Reference source not found.", "lost-bookmark"),
    ],
)
def test_what_a_field_left_behind_as_text_is_told(text: str, rule: str) -> None:
    assert {it.code for it in find_faults(docx(text))} == {rule}


def test_fields_are_seen_in_headers_tables_notes_and_text_boxes() -> None:
    document = new_document()
    merge = f"<w:p {nsdecls('w')}>{complex_field(' MERGEFIELD 甲 ', '«甲»')}</w:p>"
    document.add_table(1, 1).cell(0, 0)._tc.append(parse_xml(merge))
    document.sections[0].header._element.append(parse_xml(merge))
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent>{merge}</w:txbxContent></w:pict></w:r>"
    document.add_paragraph()._p.append(parse_xml(box))
    note = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'>{merge}</w:footnote></w:footnotes>"
    found = find_faults(repacked(saved(document), {"word/footnotes.xml": note.encode()}))

    assert [(it.code, it.place) for it in found] == [
        ("merge-field", "表 1 第 1 行第 1 格第 2 段"),
        ("merge-field", "正文第 1 段的文本框第 1 段"),
        ("merge-field", "页眉第 2 段"),
        ("merge-field", "脚注 1 第 1 段"),
    ]
