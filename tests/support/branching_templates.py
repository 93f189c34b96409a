"""Templates of all that may stand between tags, for hypothesis: any nesting, any order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache, partial

from hypothesis import strategies as st

from support.small_docx import cell, paragraph, row, run, small_docx, table

Xml = st.SearchStrategy[str]

CONDITIONS, LISTS = ("一", "二", "三"), ("甲", "乙")
# `§…§` becomes a number, another one at each place of the template.
NOTE = run('<w:footnoteReference w:id="§note§"/>')
COMMENT = (
    '<w:commentRangeStart w:id="§opened§"/><w:commentRangeEnd w:id="§closed§"/>'
    + run('<w:commentReference w:id="§told§"/>')
)  # fmt: skip
FIELD = "".join(
    run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
)
BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"
CONTROL = (
    '<w:sdt><w:sdtPr><w:id w:val="§control§"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
)
_TEXTS = st.sampled_from(
    (
        *("字", "{{ 名 }}", "{{ 段 }}", "{% if 一 %}有{% endif %}"),
        "{% for x in 乙 %}{{ 段 }}，{% endfor %}",
    )
)
_NUMBERS = st.integers(1, 9)


def _said(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


# What may stand around text in a line: links, fields, controls, tags that drop whole runs.
_AROUND = st.sampled_from(
    (
        '<w:hyperlink w:anchor="书签">{}</w:hyperlink>',
        '{}<w:fldSimple w:instr="PAGE">' + _said("1") + "</w:fldSimple>",
        CONTROL,
        _said("{{%r if 一 %}}") + "{}" + _said("{{%r endif %}}"),
        CONTROL.format(_said("{{%r if 二 %}}") + "{}" + _said("{{%r endif %}}")),
    )
)
_AROUND_RUNS = _said("{{% for x in 甲 %}}") + "{}" + _said("{{% endfor %}}")


def names(conditions: tuple[bool, ...], lengths: tuple[int, ...]) -> dict[str, object]:
    """What the templates ask for; each condition decided, each list so many items long."""
    decided = {name: "有" if on else "" for name, on in zip(CONDITIONS, conditions, strict=True)}
    counted = {name: ("项",) * length for name, length in zip(LISTS, lengths, strict=True)}
    return {"名": "张三", "段": "甲 & <乙>\n丙\t丁", **decided, **counted}


NAMES = st.builds(
    names, st.tuples(*[st.booleans()] * len(CONDITIONS)), st.tuples(*[st.integers(0, 3)] * 2)
)


def templates(*, can_be_compiled: bool) -> st.SearchStrategy[bytes]:
    """Templates with branches in body, header, footer and a footnote.

    Args:
        can_be_compiled: leave out what only docxtpl itself can render.
    """
    story = partial(_blocks, simple=can_be_compiled)
    return st.builds(
        _template, story(3, in_body=True), st.none() | story(2), st.none() | story(2), story(1)
    )


def _template(body: str, header: str | None, footer: str | None, note: str) -> bytes:
    pages = {"header": header, "footer": footer}
    body = _numbered(paragraph(inner=NOTE) + body)
    return small_docx(
        body,
        comments="".join(
            f'<w:comment w:id="{number}" w:author="a">{paragraph("批")}</w:comment>'
            for number in range(body.count("<w:commentReference"))
        ),
        footnotes=_numbered(
            "".join(
                f'<w:footnote w:id="{number + 1}">{_filled(note)}</w:footnote>'
                for number in range(body.count("<w:footnoteReference"))
            )
        ),
        **{kind: _numbered(_filled(it)) for kind, it in pages.items() if it is not None},
    )


def _filled(inner: str) -> str:
    """A part without tags stays as it is, and there Word itself has seen to what it needs."""
    return inner if "{" in inner else paragraph()


def _numbered(xml: str) -> str:
    """Each sort of thing numbered through: two bookmarks that overlap share no number."""
    counted: Counter[str] = Counter()

    def next_number(found: re.Match[str]) -> str:
        kind = found[1]
        counted[kind] += 1
        is_bookmark = kind[-1].isdigit()
        first = int(kind[-1]) * 100 if is_bookmark else {"note": 0, "para": 10**7}.get(kind, -1)
        return str(first + counted[kind])

    return re.sub("§([^§]*)§", next_number, xml)


@cache
def _blocks(depth: int, *, simple: bool, in_body: bool = False, in_table: bool = False) -> Xml:
    """Paragraphs, tables, content controls and text boxes, so many levels of branches deep."""
    single = _paragraphs(in_body, simple)
    if depth:
        deeper = partial(_blocks, depth - 1, simple=simple, in_table=in_table)
        inner = deeper(in_body=in_body)
        boxes = deeper().map(lambda it: paragraph("框", inner=run(BOX.format(it))))
        single |= _branched(inner, _paragraph_tag) | inner.map(CONTROL.format)
        single |= st.nothing() if simple and in_table else _tables(depth - 1, simple, in_body)
        single |= st.nothing() if simple else boxes
    return st.lists(single, max_size=3).map("".join)


def _paragraphs(in_body: bool, simple: bool) -> Xml:
    """All sorts of paragraphs; notes and comments stand in the body only."""
    return st.one_of(
        st.builds(paragraph, _TEXTS),
        st.builds(paragraph, _TEXTS, num=st.just(1)),
        st.builds(paragraph, _TEXTS, style=st.just("numbered")),
        st.just('<w:p w14:paraId="§para§" w14:textId="77777777"/>'),
        _NUMBERS.map(lambda it: paragraph(inner=_bookmark("Start", it) + _bookmark("End", it))),
        _NUMBERS.map(lambda it: paragraph(inner=_bookmark("Start", it))),
        _NUMBERS.map(lambda it: paragraph(inner=_bookmark("End", it))),
        st.just(paragraph(inner=FIELD)),
        st.builds(
            lambda text, around: paragraph(inner=around.format(_said(text))), _TEXTS, _AROUND
        ),
        *([st.just(paragraph("注", inner=NOTE)), st.just(paragraph(inner=COMMENT))] * in_body),
    )


def _bookmark(end: str, number: int) -> str:
    name = f' w:name="书签§name{number}§"' if end == "Start" else ""
    return f'<w:bookmark{end} w:id="§{end}{number}§"{name}/>'


def _tables(depth: int, simple: bool, in_body: bool) -> Xml:
    content = _blocks(depth, simple=simple, in_body=in_body, in_table=True)
    merges = st.sampled_from(("", "", '<w:vMerge w:val="restart"/>', "<w:vMerge/>"))
    single = st.builds(cell, content, merges)
    if simple:
        rows = st.tuples(single, single).map(lambda it: row(*it))
        heading = row(cell(paragraph("头")), cell(paragraph("头")))
        inner = st.lists(rows | _branched(rows, _row_tag), max_size=2).map("".join)
        return inner.map(lambda it: table(heading, it, columns=2))
    some = st.lists(single | _branched(single, _cell_tag), min_size=1, max_size=2)
    rows = some.map(lambda it: row(*it))
    inner = st.lists(rows | _branched(rows, _row_tag), min_size=1, max_size=2).map("".join)
    return inner.map(lambda it: table(it, columns=2))


def _paragraph_tag(inside: str) -> str:
    return paragraph(f"{{%p {inside} %}}")


def _row_tag(inside: str) -> str:
    return row(cell(paragraph(f"{{%tr {inside} %}}")), cell())


def _cell_tag(inside: str) -> str:
    return cell(paragraph(f"{{%tc {inside} %}}"))


def _branched(inner: Xml, tag: Callable[[str], str]) -> Xml:
    """A condition with up to three branches, or a loop, around what is given."""
    tests, lists = st.sampled_from(CONDITIONS), st.sampled_from(LISTS)
    return st.one_of(
        st.builds(lambda a, x: f"{tag(f'if {a}')}{x}{tag('endif')}", tests, inner),
        st.builds(
            lambda a, b, x, y, z: (
                f"{tag(f'if {a}')}{x}{tag(f'elif {b}')}{y}{tag('else')}{z}{tag('endif')}"
            ),
            *(tests, tests, inner, inner, inner),
        ),
        st.builds(lambda a, x: f"{tag(f'for x in {a}')}{x}{tag('endfor')}", lists, inner),
        st.builds(
            lambda a, x, y: f"{tag(f'for x in {a}')}{x}{tag('else')}{y}{tag('endfor')}",
            *(lists, inner, inner),
        ),
    )
