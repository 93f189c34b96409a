"""What branches would tear, or make count otherwise than a lawyer sees it, is told beforehand."""

from __future__ import annotations

import pytest
from support.small_docx import cell, paragraph, row, run, small_docx, table

from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.template import find_faults

BEGIN, SEPARATE, END = (
    run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
)
CODE = run("<w:instrText> TOC </w:instrText>")
FIRST, LAST = BEGIN + CODE + SEPARATE, END
IF, ELSE, ENDIF = (paragraph(f"{{%p {it} %}}") for it in ("if 有", "else", "endif"))
EACH, DONE = (paragraph(f"{{%p {it} %}}") for it in ("for x in 多", "endfor"))


def said(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


def faults(body: str) -> tuple[Fault, ...]:
    return find_faults(small_docx(body))


@pytest.mark.parametrize(
    "body",
    [
        paragraph(inner=FIRST) + IF + paragraph("目录") + ENDIF + paragraph(inner=LAST),
        IF + paragraph(inner=FIRST) + paragraph("目录") + paragraph(inner=LAST) + ENDIF,
        paragraph(inner=said("{% if 有 %}") + FIRST + said("1") + LAST + said("{% endif %}")),
        paragraph(inner=FIRST + said("{% if 有 %}1{% endif %}") + LAST),
        EACH + paragraph(inner=BEGIN + CODE + FIRST + LAST + LAST) + DONE,
    ],
)
def test_a_field_inside_or_around_a_branch_is_sound(body: str) -> None:
    assert faults(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        paragraph(inner=FIRST) + IF + paragraph(inner=LAST) + ENDIF,
        IF + paragraph(inner=FIRST) + ENDIF + paragraph(inner=LAST),
        IF + paragraph(inner=FIRST) + ELSE + paragraph(inner=LAST) + ENDIF,
        paragraph(inner=BEGIN + CODE)
        + (EACH + paragraph(inner=SEPARATE) + DONE)
        + paragraph(inner=LAST),
        paragraph(inner=FIRST + said("{% if 有 %}") + LAST + said("{% endif %}")),
        paragraph(inner=FIRST) + paragraph("{%p if 有 %}", inner=LAST) + paragraph("文") + ENDIF,
        table(
            row(cell(paragraph(inner=FIRST))),
            row(cell(paragraph("{%tr if 有 %}") + paragraph(inner=LAST))),
            row(cell(paragraph("文"))),
            row(cell(paragraph("{%tr endif %}"))),
        ),
    ],
)
def test_a_field_of_which_a_branch_holds_one_half_is_a_fault_with_its_place(body: str) -> None:
    found = [fault for fault in faults(body) if fault.code == "split-field"]

    assert found
    for fault in found:
        assert fault.is_error
        assert fault.place.startswith(("正文第", "表 1"))
        assert "{%" in fault.message


def items(*texts: str, num: int = 1) -> str:
    return "".join(paragraph(text, num=num) for text in texts)


TABLE = table(row(cell(paragraph("格"))))
BREAK = paragraph(inner=run('<w:br w:type="page"/>'))
SECTION = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
JOIN, JOINED = paragraph("{%- if 有 %}乙{% endif %}"), paragraph("{% if 有 %}乙{% endif -%}")


@pytest.mark.parametrize(
    "body",
    [
        paragraph("前") + JOIN,
        JOINED + paragraph("后"),
        JOIN + TABLE + JOINED,
        paragraph("前") + paragraph() + JOIN,
        paragraph(inner=said("前") + said("{%- if 有 %}乙{% endif -%}") + said("后")),
        paragraph("前") + paragraph("{%- if 有 %}") + paragraph("乙") + paragraph("{% endif -%}"),
        paragraph("前") + paragraph("甲 {{- 名 -}} 乙"),
        paragraph("{% if 有 %}乙{% endif -%}后{{ 名 }}") + paragraph("末"),
    ],
)
def test_a_join_over_the_ends_of_paragraphs_is_sound(body: str) -> None:
    assert faults(body) == ()


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        (paragraph("前") + paragraph("甲{%- if 有 %}乙{% endif %}"), "“甲”"),
        (paragraph("{% if 有 %}乙{% endif -%}丙") + paragraph("后"), "“丙”"),
        (TABLE + JOIN, "表格"),
        (JOINED + TABLE + paragraph("后"), "表格"),
        (paragraph("前") + BREAK + JOIN, "分页符"),
        (JOINED + SECTION + paragraph("后"), "分页符"),
        (paragraph("{%p if 有 %}") + JOIN + paragraph("{%p endif %}"), "之类"),
        (JOINED + paragraph("后").replace("<w:p>", "<w:p><w:pPr><w:tabs/></w:pPr>"), "之类"),
        (table(row(cell(paragraph("格")), cell(JOIN)), columns=2), "之类"),
    ],
)
def test_a_join_that_takes_something_out_is_a_fault(body: str, lost: str) -> None:
    found = [fault for fault in faults(body) if fault.code == "lost-in-join"]

    assert len(found) == 1
    assert found[0].is_error
    assert lost in found[0].message


@pytest.mark.parametrize(("depth", "codes"), [(20, []), (21, ["too-deep"]), (1500, ["too-deep"])])
def test_what_is_nested_deeper_than_can_be_filled_is_a_fault(depth: int, codes: list[str]) -> None:
    body = IF * depth + items("甲") + ENDIF * depth

    assert [fault.code for fault in faults(body)] == codes
