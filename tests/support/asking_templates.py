"""Templates that ask for the program's own names, rightly and wrongly, for hypothesis."""

from __future__ import annotations

from functools import cache
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from support.small_docx import cell, paragraph, row, run, small_docx, table

Text = st.SearchStrategy[str]

_RECORDS = ("委托人", "债权人", "收文机构", "案件", "项")
_LISTS = ("骚扰记录", "损失", "证据")
_VALUES = (
    *("委托人.姓名", "委托人.性别", "案件.备注", "案件.借款金额", "案件.落款日期", "损失合计"),
    *("案件.愿意协商还款", "案件.精神损害抚慰金", "统计.总次数", "债权人.名称", "债权人.机构类型"),
    *(
        "收文单位",
        "文书名",
        "项.证据编号",
        "项.时间",
        "项.次数",
        "loop.index",
        "loop.last",
        "不存在",
    ),
)
_WRITTEN = ("0", "1", "12", "1.5", "'甲'", "''", "'2026-03-05'", "none", "true", "[1, '甲']")
_FILTERS = (
    *("大写", "length", "join('、')", "default('无')", "default('无', true)", "遮号", "日期"),
    *("中文数", "成句", "大写(1)", "default", "没有"),
)
_TESTS = (
    *("defined", "none", "true", "odd", "number", "string", "divisibleby(3)", "in ['甲', '男']"),
    *("eq(1)", "divisibleby", "没有"),
)
_SIGNS = ("+", "-", "*", "//", "%", "/", "~", "==", "!=", ">", "<=", "in", "not in", "and", "or")
# By which a text is put into a part of a file; a place `{}` for it.
_AROUND = (
    "{}",
    "{}",
    '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r>",
)


@cache
def expressions(depth: int = 2) -> Text:
    """Expressions of any meaning; the shorter, the likelier to have one."""
    plain = st.sampled_from((*_VALUES, *_VALUES, *_RECORDS, *_LISTS, *_WRITTEN))
    if not depth:
        return plain
    inner = expressions(depth - 1)
    return st.one_of(
        plain,
        plain,
        st.builds("{}|{}".format, inner, st.sampled_from(_FILTERS)),
        st.builds("({} {} {})".format, inner, st.sampled_from(_SIGNS), inner),
        st.builds("({} is {})".format, inner, st.sampled_from(_TESTS)),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("{}[0]".format, st.sampled_from(_LISTS)),
        st.builds("(not {})".format, inner),
        st.builds("(-{})".format, inner),
    )


def _tags() -> Text:
    """A line: something printed, alone or where something else is so, or for each of a list."""
    one = expressions()
    printed = st.builds("{{{{ {} }}}}".format, one)
    return st.one_of(
        printed,
        st.builds("{{% if {} %}}是{{% else %}}否{{% endif %}}".format, one),
        st.builds("{{% if {} %}}{}{{% endif %}}".format, one, printed),
        st.builds(
            "{{% for 项 in {} %}}{}；{{% endfor %}}".format, st.sampled_from(_LISTS), printed
        ),
        st.builds("{{% set 项 = {} %}}{}".format, one, printed),
    )


def _line(text: str, around: str) -> str:
    return paragraph(inner=around.format(run(f'<w:t xml:space="preserve">{escape(text)}</w:t>')))


def _lines() -> Text:
    return st.builds(_line, _tags(), st.sampled_from(_AROUND))


def _blocks() -> Text:
    """Lines, lines of a condition or a loop, and tables of both."""
    lines, one, lists = _lines(), expressions(1), st.sampled_from(_LISTS)
    tagged = st.builds("if {}".format, one) | st.builds("for 项 in {}".format, lists)
    return st.one_of(
        lines,
        st.builds(_between, tagged, lines),
        st.builds(lambda tag, line: table(_rows(tag, line)), tagged, lines),
    )


def _between(tag: str, line: str) -> str:
    return paragraph(f"{{%p {escape(tag)} %}}") + line + paragraph(f"{{%p end{tag[:3].strip()} %}}")


def _rows(tag: str, line: str) -> str:
    end = f"{{%tr end{tag[:3].strip()} %}}"
    return "".join(
        row(cell(it)) for it in (paragraph(f"{{%tr {escape(tag)} %}}"), line, paragraph(end))
    )


TEMPLATES = st.builds(
    lambda body, header, note: small_docx(
        "".join(body) + paragraph(inner=run('<w:footnoteReference w:id="1"/>')),
        header=header,
        footnotes=f'<w:footnote w:id="1">{note}</w:footnote>',
    ),
    st.lists(_blocks(), min_size=1, max_size=3),
    _lines() | st.just(paragraph("页眉")),
    _lines() | st.just(paragraph("注")),
)
# One line: most of these have no fault.
LINES = st.builds(lambda line: small_docx(line), _lines())
