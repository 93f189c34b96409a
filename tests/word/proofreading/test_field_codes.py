"""Word's own fields, prompts and foreign pieces are seen: nothing of them in a finished paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.blank import new_document
from support.places import paragraph_with
from support.word_files import docx, repacked, replacing, run, saved, with_xml

from anjuan.errors import TemplateError
from anjuan.word.proofreading.template import find_faults
from anjuan.word.rendering import render
from anjuan.word.text import document_text
from anjuan.word.views import Trace

NAMES: dict[str, object] = {"名": "张三", "址": "某路1号"}


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


def told(source: bytes) -> list[tuple[str, bool]]:
    return [(it.code, it.is_error) for it in find_faults(source)]


def assert_refused(source: bytes, folder: Path) -> None:
    """Generate says of it what template check says."""
    first = next(it for it in find_faults(source) if it.is_error)
    path = folder / "模板.docx"
    path.write_bytes(source)
    with pytest.raises(TemplateError, match=re.escape(str(first))):
        render(path, NAMES, Trace(), "题")


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


# Prompts


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


# Pieces of other documents, other bodies, changes


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


@pytest.mark.parametrize("change", ["<w:body><w:p/></w:body>", ""])
def test_a_file_has_one_body(change: str, tmp_path: Path) -> None:
    body = "<w:body><w:p/></w:body>" if change else ""
    space = nsdecls("w")
    parts = {"word/document.xml": f"<w:document {space}>{body}{change}</w:document>".encode()}
    source = repacked(docx("{{ 名 }}"), parts)

    assert told(source) == [("broken-part", True)]
    assert_refused(source, tmp_path)


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


def test_that_word_will_ask_to_update_fields_is_told() -> None:
    change = {"word/settings.xml": replacing("</w:settings>", "<w:updateFields/></w:settings>")}

    assert told(repacked(docx("{{ 名 }}"), change)) == [("update-fields", False)]


def test_a_graphic_without_text_is_no_place_for_a_prompt() -> None:
    assert told(paragraph_with("<w:r><w:pict/></w:r>")) == []
