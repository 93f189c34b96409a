"""What branches leave out is put back, what they tear or repeat is put right; all else stays."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from support.office import Order, needs_office, saved_as
from support.small_docx import cell, paragraph, row, run, small_docx, table
from support.word_lists import numbered_lines

from anjuan.opc import W, parse_xml
from anjuan.word.rendering import is_compiled, render
from anjuan.word.structure.seams import seamed
from anjuan.word.structure.soundness import flaws
from anjuan.word.views import Trace

NAMES: dict[str, object] = {"有": "甲", "无": "", "三": ("子", "丑", "寅"), "零": ()}
IF, NOT, END = (paragraph(f"{{%p {it} %}}") for it in ("if 有", "if 无", "endif"))
EACH, NONE, DONE = (paragraph(f"{{%p {it} %}}") for it in ("for x in 三", "for x in 零", "endfor"))
SPACED = '<w:pPr><w:spacing w:line="240" w:lineRule="exact"/></w:pPr>'
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"


def rows_of(*inside: str) -> str:
    """A row of a tag, rows, a row of the tag that ends it."""
    first, *others, last = inside
    opening, ending = (row(cell(paragraph(f"{{%tr {it} %}}"))) for it in (first, last))
    return f"{opening}{''.join(others)}{ending}"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def filled(body: str, *, compiled: bool = True, **parts: str) -> bytes:
    """A document of a template with this body."""
    return made(small_docx(body, **parts), compiled=compiled)


def made(template: bytes, *, compiled: bool = True) -> bytes:
    """A document of a template; sound, and the same each time."""
    path = Path("模板.docx")
    path.write_bytes(template)
    assert is_compiled(path) is compiled
    first, second = (render(path, NAMES, Trace(), "题").content for _ in range(2))
    assert first == second
    assert [str(flaw) for flaw in flaws(first)] == []
    return first


def part(document: bytes, name: str = "document") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return parse_xml(package.read(f"word/{name}.xml"))


def blocks(document: bytes, path: str = f"{W}body") -> list[str]:
    """What stands in the body, one after the other: a paragraph by its text, a table as 表."""
    holder = part(document).find(path)
    assert holder is not None
    return [
        "表" if it.tag == f"{W}tbl" else said(it)
        for it in holder.iter(f"{W}p", f"{W}tbl")
        if next(it.iterancestors(holder.tag, f"{W}tc")) is holder
    ]


def said(element: etree._Element) -> str:
    """The text of all runs in it."""
    return "".join(it.text or "" for it in element.iter(f"{W}t"))


# What has to end with a paragraph


@pytest.mark.parametrize("inner", [NOT + paragraph("字") + END, NONE + paragraph("字") + DONE])
def test_a_cell_keeps_a_paragraph_that_takes_as_much_room(inner: str) -> None:
    inner = inner.replace('<w:p><w:r><w:t xml:space="preserve">字', f"<w:p>{SPACED}<w:r><w:t>字")
    document = filled(table(row(cell(inner))))

    (left,) = part(document).iter(f"{W}p")
    assert etree.tostring(left, method="c14n", exclusive=True).decode().count(SPACED[6:20]) == 1
    assert said(left) == ""


def test_an_empty_paragraph_shows_no_number() -> None:
    for item in (paragraph("字", num=1), paragraph("字", style="numbered")):
        assert numbered_lines(filled(table(row(cell(NOT + item + END))))) == [""]


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_pages_keep_a_paragraph(kind: str) -> None:
    document = made(small_docx(paragraph("{{ 有 }}"), **{kind: NOT + paragraph("字") + END}))

    assert [it.tag for it in part(document, kind)] == [f"{W}p"]


def test_notes_keep_a_paragraph() -> None:
    reference = paragraph(inner=run('<w:footnoteReference w:id="2"/>'))
    note = f'<w:footnote w:id="2">{NOT}{paragraph("字")}{END}</w:footnote>'
    document = filled(reference, footnotes=note)

    assert [len(it) for it in part(document, "footnotes")] == [1, 1, 1]


def test_a_text_box_keeps_a_paragraph() -> None:
    box = paragraph("{{ 有 }}", inner=run(BOX.format(NOT + paragraph("字") + END)))
    document = filled(box, compiled=False)

    (held,) = part(document).iter(f"{W}txbxContent")
    assert [it.tag for it in held] == [f"{W}p"]


def test_a_cell_that_ends_with_a_table_gets_a_paragraph_behind_it() -> None:
    inner = paragraph("前") + table(row(cell())) + NOT + paragraph("后") + END
    document = filled(table(row(cell(inner))), compiled=False)

    assert blocks(document, f".//{W}tc") == ["前", "表", ""]


def test_what_is_printed_stays_as_it_is() -> None:
    body = table(row(cell(IF + paragraph("字") + END))) + paragraph("{{ 有 }}")

    assert blocks(filled(body), f".//{W}tc") == ["字"]


# Tables


@pytest.mark.parametrize(
    "rows", [("for x in 零", row(cell()), "endfor"), ("if 无", row(cell()), "endif")]
)
def test_a_table_without_rows_goes(rows: tuple[str, ...]) -> None:
    document = filled(paragraph("前") + table(rows_of(*rows)) + paragraph("后"), compiled=False)

    assert blocks(document) == ["前", "后"]


def test_a_cell_keeps_a_paragraph_where_its_table_goes() -> None:
    inner = table(rows_of("if 无", row(cell()), "endif"))
    document = filled(table(row(cell(inner))), compiled=False)

    assert blocks(document, f".//{W}tc") == [""]


def test_a_row_without_cells_goes() -> None:
    cells = (cell(paragraph(f"{{%tc {it} %}}")) for it in ("if 无", "endif"))
    first, last = cells
    document = filled(table(row(cell()), row(first, cell(), last)), compiled=False)

    assert len(list(part(document).iter(f"{W}tr"))) == 1


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        (NOT + paragraph("字") + END, ["表", "", "表"]),
        (IF + paragraph("字") + END, ["表", "字", "表"]),
        (paragraph("{%p set y = 有 %}"), ["表", "", "表"]),
        (paragraph("{#p 说明 #}"), ["表", "", "表"]),
        (NONE + DONE + NOT + END, ["表", "", "表"]),
        ("", ["表", "表"]),
    ],
)  # fmt: skip
def test_two_tables_stay_two(between: str, expected: list[str]) -> None:
    document = filled(table(row(cell())) + between + table(row(cell())) + paragraph("{{ 有 }}"))

    assert blocks(document) == [*expected, "甲"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (EACH + table(row(cell())) + DONE, ["表", "", "表", "", "表"]),
        (EACH + table(row(cell())) + paragraph() + DONE, ["表", "", "表", "", "表", ""]),
        (IF + table(row(cell())) + END + IF + table(row(cell())) + END, ["表", "", "表"]),
        (IF + table(row(cell())) + END + NOT + table(row(cell())) + END, ["表"]),
        (CONTROL.format(IF + table(row(cell())) + END) + table(row(cell())), ["表", "", "表"]),
    ],
)
def test_tables_of_branches_stay_apart(body: str, expected: list[str]) -> None:
    document = filled(body)

    assert blocks(document) == expected


def test_what_continues_a_cell_that_fell_away_begins_anew() -> None:
    first, second = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>")
    document = filled(
        table(
            row(cell(paragraph("头"))),
            rows_of("if 无", row(cell(properties=first)), "endif"),
            row(cell(paragraph("一"), second)),
            row(cell(paragraph("二"), second)),
        )
    )

    merges = [it.get(f"{W}val") for it in part(document).iter(f"{W}vMerge")]
    assert merges == ["restart", None]


def test_the_grid_of_a_table_is_its_own_not_that_of_a_table_inside() -> None:
    inner = table(row(cell(), cell(), cell()), columns=3) + paragraph("{{ 有 }}")
    document = filled(table(row(cell(inner))), compiled=False)

    outer, _ = part(document).iter(f"{W}tblGrid")
    # docxtpl had made three columns of it, and rounded.
    assert [int(it.get(f"{W}w", "")) // 10 for it in outer] == [99]


def test_columns_left_free_before_a_row_count() -> None:
    free = row(cell()).replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>')
    document = filled(table(free, columns=2) + paragraph("{{ 有 }}"), compiled=False)

    (grid,) = part(document).iter(f"{W}tblGrid")
    assert len(grid) == 2


# What wraps and what is pointed at


def test_a_content_control_goes_with_all_it_held() -> None:
    document = filled(paragraph("前") + CONTROL.format(NOT + paragraph("字") + END))

    assert list(part(document).iter(f"{W}sdt")) == []


def bookmark(end: str, number: int = 1, name: str = "甲") -> str:
    more = f' w:name="{name}"' if end == "Start" else ""
    return paragraph(end, inner=f'<w:bookmark{end} w:id="{number}"{more}/>')


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (EACH + bookmark("Start") + bookmark("End") + DONE, 1),
        (IF + bookmark("Start") + END + bookmark("End"), 1),
        (NOT + bookmark("Start") + END + bookmark("End"), 0),
        (bookmark("Start") + NOT + bookmark("End") + END, 0),
        (bookmark("Start") + EACH + bookmark("End") + DONE, 1),
        (IF + bookmark("Start") + bookmark("End") + END, 1),
    ],
)
def test_a_bookmark_is_there_once_and_whole_or_not_at_all(body: str, kept: int) -> None:
    document = filled(body + paragraph("{{ 有 }}"))

    for end in ("Start", "End"):
        assert len(list(part(document).iter(f"{W}bookmark{end}"))) == kept


def test_a_bookmark_in_a_loop_within_a_line_is_there_once() -> None:
    pieces = (
        run("<w:t>{% for x in 三 %}</w:t>"),
        '<w:bookmarkStart w:id="1" w:name="甲"/><w:bookmarkEnd w:id="1"/>',
        run("<w:t>{{ x }}{% endfor %}</w:t>"),
    )
    document = filled(paragraph(inner="".join(pieces)), compiled=False)

    assert blocks(document) == ["子丑寅"]
    assert len(list(part(document).iter(f"{W}bookmarkStart"))) == 1


def test_a_comment_is_told_once() -> None:
    marks = '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>'
    told = paragraph("{{ x }}", inner=marks + run('<w:commentReference w:id="0"/>'))
    comments = f'<w:comment w:id="0" w:author="a">{paragraph("批")}</w:comment>'
    document = filled(EACH + told + DONE, comments=comments)

    assert len(list(part(document).iter(f"{W}commentReference"))) == 1
    assert blocks(document) == ["子", "丑", "寅"]


def notes(*texts: str) -> str:
    return "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in enumerate(texts, start=1)
    )


def noted(number: int) -> str:
    return paragraph(f"文{number}", inner=run(f'<w:footnoteReference w:id="{number}"/>'))


@pytest.mark.parametrize("own", ["注一", "{{ 有 }}注"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (EACH + noted(1) + DONE + noted(2), ["一", "一", "一", "二"]),
        (NOT + noted(1) + END + noted(2), ["二", "一"]),
        (EACH + noted(2) + DONE + noted(1), ["二", "二", "二", "一"]),
        (NOT + noted(1) + END + EACH + noted(2) + DONE, ["二", "二", "二", "一"]),
    ],
)
def test_each_reference_has_a_note_of_its_own_in_their_order(
    body: str, expected: list[str], own: str
) -> None:
    own = own.replace("注一", "一").replace("{{ 有 }}注", "{{ 有 }}一")
    document = filled(body + paragraph("{{ 有 }}"), footnotes=notes(own, "二"))

    found = list(part(document, "footnotes"))[2:]
    assert [said(it)[-1] for it in found] == expected
    numbers = [int(it.get(f"{W}id", "")) for it in found]
    assert numbers == list(range(1, len(numbers) + 1))
    referred = [int(it.get(f"{W}id", "")) for it in part(document).iter(f"{W}footnoteReference")]
    assert referred == numbers[: len(referred)]


@saved_as("docx:MS Word 2007 XML")
def noted_papers(folder: Path) -> None:
    template = folder / "脱落.docx"
    body = NOT + noted(1) + END + EACH + noted(2) + DONE + noted(3) + paragraph("{{ 有 }}")
    template.write_bytes(small_docx(body, footnotes=notes("一", "二", "三")))
    template.write_bytes(render(template, NAMES, Trace(), "题").content)


@needs_office
def test_an_office_suite_shows_each_reference_its_own_note(
    office_suite: Callable[[Order], Path],
) -> None:
    again = (office_suite(noted_papers) / "脱落.docx").read_bytes()
    texts = {it.get(f"{W}id"): said(it) for it in part(again, "footnotes")}

    references = list(part(again).iter(f"{W}footnoteReference"))
    assert [texts[it.get(f"{W}id")][-1] for it in references] == ["二", "二", "二", "三"]


def test_numbers_that_word_gives_are_not_repeated() -> None:
    held = paragraph("{{ x }}").replace("<w:p>", '<w:p w14:paraId="10000001">')
    control = CONTROL.format(held).replace("<w:sdtPr/>", '<w:sdtPr><w:id w:val="5"/></w:sdtPr>')
    document = filled(EACH + control + DONE)

    assert blocks(document, f".//{W}sdtContent") == ["子"]
    assert len(list(part(document).iter(f"{W}sdt"))) == 3


# Lists


def item(text: str, level: int = 0) -> str:
    return paragraph(text, num=1).replace('<w:ilvl w:val="0"/>', f'<w:ilvl w:val="{level}"/>')


def styled(text: str) -> str:
    return paragraph(text, style="numbered")


INNER = EACH + item("点") + DONE
LISTS = {
    "a list in each turn": (
        EACH + paragraph("{{ x }}") + item("甲") + item("乙") + DONE,
        ["子", "1.甲", "2.乙", "丑", "1.甲", "2.乙", "寅", "1.甲", "2.乙"],
    ),
    "by its style": (
        EACH + paragraph("{{ x }}") + styled("甲") + styled("乙") + DONE,
        ["子", "1.甲", "2.乙", "丑", "1.甲", "2.乙", "寅", "1.甲", "2.乙"],
    ),
    "nothing but a list": (
        EACH + item("甲") + item("乙") + DONE,
        ["1.甲", "2.乙", "1.甲", "2.乙", "1.甲", "2.乙"],
    ),
    "one item in a turn": (EACH + item("{{ x }}") + DONE, ["1.子", "2.丑", "3.寅"]),
    "headings with text below": (
        EACH + item("{{ x }}") + paragraph("文") + DONE,
        ["1.子", "文", "2.丑", "文", "3.寅", "文"],
    ),
    "one of two items in a turn": (
        EACH + IF + item("甲") + paragraph("{%p else %}") + item("乙") + END + DONE,
        ["1.甲", "2.甲", "3.甲"],
    ),
    "a list made by a loop in a turn": (
        EACH + paragraph("{{ x }}") + INNER + DONE,
        [line for x in "子丑寅" for line in (x, "1.点", "2.点", "3.点")],
    ),
    "headings and points of one list": (
        EACH + item("{{ x }}") + item("甲", 1) + item("乙", 1) + DONE,
        ["1.子", "1.甲", "2.乙", "2.丑", "1.甲", "2.乙", "3.寅", "1.甲", "2.乙"],
    ),
    "points of the second level alone": (
        EACH + paragraph("{{ x }}") + item("甲", 1) + item("乙", 1) + DONE,
        ["子", "1.甲", "2.乙", "丑", "1.甲", "2.乙", "寅", "1.甲", "2.乙"],
    ),
    "a list that began before": (
        item("前") + EACH + item("甲") + item("乙") + DONE,
        ["1.前", "2.甲", "3.乙", "4.甲", "5.乙", "6.甲", "7.乙"],
    ),
    "a list in cells": (
        table(row(cell(paragraph("头"))),
              rows_of("for x in 三", row(cell(item("甲") + item("乙"))), "endfor")),
        ["头", "1.甲", "2.乙", "1.甲", "2.乙", "1.甲", "2.乙"],
    ),
    "a column of numbers": (
        table(row(cell(paragraph("头"))),
              rows_of("for x in 三", row(cell(item("{{ x }}"))), "endfor")),
        ["头", "1.子", "2.丑", "3.寅"],
    ),
    "two lists": (
        EACH + item("甲") + item("乙") + styled("丙") + styled("丁") + DONE,
        ["1.甲", "2.乙", "1.丙", "2.丁"] * 3,
    ),
    "a loop that never turns": (NONE + item("甲") + item("乙") + DONE + paragraph("后"), ["后"]),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists_begin_anew_in_each_turn_that_holds_a_list(name: str) -> None:
    body, expected = LISTS[name]

    assert numbered_lines(filled(body)) == expected


def test_a_list_keeps_its_indent_where_it_begins_anew() -> None:
    document = filled(EACH + paragraph("{{ x }}") + styled("甲") + styled("乙") + DONE)

    indents = [it.get(f"{W}left") for it in part(document).iter(f"{W}ind")]
    assert indents == ["420"] * 6


# What needs nothing


def test_a_template_that_can_leave_nothing_out_is_not_touched() -> None:
    rows = rows_of("for x in 三", row(cell(paragraph("{{ x }}"))), "endfor")
    source = small_docx(
        IF + paragraph("{{ 有 }}") + END + table(row(cell(paragraph("头"))), rows)
        + NOT + paragraph() + END + paragraph("末"),
        header=IF + paragraph("字") + END + paragraph("眉"),
    )  # fmt: skip

    assert seamed(source) is source


def test_no_mark_of_ours_is_left() -> None:
    document = filled(
        EACH + table(row(cell(NOT + item("甲") + item("乙") + END))) + DONE + paragraph("{{ 有 }}")
    )

    with zipfile.ZipFile(io.BytesIO(document)) as package:
        for name in package.namelist():
            assert not re.search(rb"<\?(?!xml )", package.read(name)), name
