"""The sheet 问题: all problems in a list, with links to their cells, and columns to tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from math import ceil
from typing import Any

from lxml import etree

from anjuan.case.sheets import LIST_NAME
from anjuan.frozen import frozen
from anjuan.opc import Package, parse_xml, write_text
from anjuan.problems import Problem, Proposal
from anjuan.workbook.editing import ADDRESS, MAIN_NS, EditedBook, M, R, Styles, cell_text
from anjuan.workbook.letters import column_letters
from anjuan.workbook.marking.colours import ERROR_COLOUR, WARNING_COLOUR
from anjuan.workbook.own import LIST_HEADINGS, YES, as_listed, is_list, may_be_list

DAY_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# Links that a sheet holds (Excel: 66,530), with room to spare.
_MOST_LINKS = 60_000
_WIDTHS = (7, 11, 9, 12, 16, 24, 46, 46, 22, 8, 8, 20)
_ACCEPT, _READ = LIST_HEADINGS.index("采用"), LIST_HEADINGS.index("已阅")
# In points; Excel has no higher rows than the last.
_LINE_HEIGHT, _PADDING, _HIGHEST = 15, 3, 400
_HEADING_COLOUR, _TICK_COLOUR = "FFDDE6F0", "FFE2F0D9"
_GRAY = '<color rgb="FFBFBFBF"/>'
_BORDER = "<border>{}</border>".format(
    "".join(f'<{it} style="thin">{_GRAY}</{it}>' for it in ("left", "right", "top", "bottom"))
)
_FILL = '<fill><patternFill patternType="solid"><fgColor rgb="{}"/></patternFill></fill>'
_XF = (
    '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="{}" vertical="top" wrapText="1"/></xf>'
)
_PROMPTS = {
    _ACCEPT: "建议对的，请选“是”。全部选好、保存后运行 anjuan check 这份副本 --accept，"
    "程序把选中的建议填进一份新的副本。",
    _READ: "看过、不必再提的，请选“是”并保存。这一格的内容改变以前，不再提醒。",
}


@frozen
class Entry:
    """A line of the list.

    Attributes:
        problem: what is wrong.
        is_read: a reminder that was ticked as read.
    """

    problem: Problem
    is_read: bool = False


def in_order(problems: Sequence[Problem], read: Sequence[Problem]) -> list[Entry]:
    """Errors first, then reminders, at the end those that were read; else as they were found."""
    ordered = sorted(problems, key=lambda it: not it.is_error)
    return [*map(Entry, ordered), *(Entry(it, is_read=True) for it in read)]


def list_name(book: EditedBook) -> str:
    """The name of the list, which no other sheet has."""
    taken = {name.casefold() for name in book.sheets}
    names = (f"{LIST_NAME}{number or ''}" for number in range(len(taken) + 1))
    return next(name for name in names if name not in taken)


def link_to(sheet: str, address: str) -> str:
    """Where a link leads: a cell of a sheet."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address}"


def add_list(book: EditedBook, name: str, entries: Sequence[Entry]) -> None:
    """Add the sheet as the last one: the places of the others stay what they are."""
    package = book.package
    part = package.add("xl/worksheets/anjuanProblems{}.xml", _SHEET_TYPE)
    package.store(part, _sheet(book, entries))
    root = package.tree(book.book)
    sheets = root.find(f"{M}sheets")
    assert sheets is not None
    entry = etree.SubElement(sheets, f"{M}sheet")
    entry.set("name", name)
    entry.set("sheetId", str(max((int(it.get("sheetId", "0")) for it in sheets), default=0) + 1))
    entry.set(f"{R}id", package.relate(book.book, "worksheet", part))
    package.store(book.book, root)


def remove_list(book: EditedBook) -> None:
    """Take the sheet out, and what of the workbook points at it."""
    for name, part in list(book.sheets.items()):
        if may_be_list(name) and is_list(_headings(book, part)):
            _remove_sheet(book, name, part)


def _headings(book: EditedBook, part: str) -> Sequence[str]:
    row = book.package.tree(part).find(f"{M}sheetData/{M}row")
    return [] if row is None else [book.text(cell) for cell in row.iterchildren(f"{M}c")]


def _remove_sheet(book: EditedBook, name: str, part: str) -> None:
    package = book.package
    root = package.tree(book.book)
    sheets = root.find(f"{M}sheets")
    assert sheets is not None
    place = next(number for number, it in enumerate(sheets) if it.get("name") == name)
    key = sheets[place].get("sheetId", "")
    sheets.remove(sheets[place])
    _renumber(root, place, len(sheets))
    package.store(book.book, root)
    package.unrelate(book.book, part)
    del book.sheets[name]
    forget_calculation(package, book.book, key)


def _renumber(root: etree._Element, place: int, count: int) -> None:
    """Names of single sheets, and the sheet in front, go by the order of the sheets."""
    names = root.find(f"{M}definedNames")
    # There is one name at least, by which the copy is known.
    assert names is not None
    for it in list(names):
        local = int(it.get("localSheetId", "-1"))
        if local == place:
            names.remove(it)
        elif local > place:
            it.set("localSheetId", str(local - 1))
    for view in root.iter(f"{M}workbookView"):
        for which in ("activeTab", "firstSheet"):
            if int(view.get(which, "0")) >= count:
                del view.attrib[which]


def forget_calculation(package: Package, book: str, sheet: str) -> None:
    """Drop the order of calculation where it names a sheet; Excel makes it anew (§18.6)."""
    part = package.related(book, "calcChain")
    if part in package.parts and any(it.get("i") == sheet for it in package.tree(part)):
        package.unrelate(book, part)


def _sheet(book: EditedBook, entries: Sequence[Entry]) -> etree._Element:
    last = len(entries) + 1
    letter = column_letters(len(LIST_HEADINGS))
    root = parse_xml(
        f'<worksheet xmlns="{MAIN_NS}"><sheetPr><tabColor rgb="FFC00000"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{letter}{last}"/>{_view(book)}'
        f"<cols>{''.join(_columns())}</cols><sheetData/>"
        f'<autoFilter ref="A1:{letter}{last}"/>{_validations(entries)}{_links(book, entries)}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )
    looks = _Looks(book.styles)
    data = root.find(f"{M}sheetData")
    assert data is not None
    _write_row(data, 1, [(heading, looks.heading) for heading in LIST_HEADINGS], book.day_zero)
    for number, entry in enumerate(entries, start=2):
        _write_row(data, number, list(_cells(entry, looks)), book.day_zero)
    return root


def _view(book: EditedBook) -> str:
    """The headings and the first columns stay in view, where the workbook has views at all."""
    if book.package.tree(book.book).find(f"{M}bookViews") is None:
        return ""
    return (
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane xSplit="3" ySplit="1" topLeftCell="D2" activePane="bottomRight" state="frozen"/>'
        "</sheetView></sheetViews>"
    )


def _columns() -> Iterator[str]:
    for number, width in enumerate(_WIDTHS, start=1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


class _Looks:
    """The formats of the list."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._formats: dict[str, str] = {}
        self._known: dict[tuple[str, int, str, str], str] = {}
        self._border = styles.add("borders", _BORDER)
        bold = '<font><b/><sz val="11"/><name val="宋体"/></font>'
        link = '<font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="宋体"/></font>'
        plain = '<font><sz val="11"/><name val="宋体"/></font>'
        self._plain = styles.add("fonts", plain)
        self.heading = self._xf(font=styles.add("fonts", bold), colour=_HEADING_COLOUR)
        self.text = self._xf(number="49")
        self.link = self._xf(font=styles.add("fonts", link))
        self.error = self._xf(colour=ERROR_COLOUR)
        self.warning = self._xf(colour=WARNING_COLOUR)
        self.tick = self._xf(colour=_TICK_COLOUR, horizontal="center")

    def proposal(self, proposal: Proposal) -> str:
        """The format of what is proposed."""
        formats = {"date": DAY_FORMAT, "datetime": MOMENT_FORMAT}
        if proposal.type in formats:
            code = formats[proposal.type]
            if code not in self._formats:
                self._formats[code] = self._styles.number_format(code)
            return self._xf(number=self._formats[code], horizontal="left")
        return self.text if proposal.type == "text" else self._xf(horizontal="left")

    def _xf(
        self, *, number: str = "0", font: int = -1, colour: str = "", horizontal: str = "general"
    ) -> str:
        key = (number, font, colour, horizontal)
        if key not in self._known:
            fill = self._styles.add("fills", _FILL.format(colour)) if colour else 0
            used = self._plain if font < 0 else font
            entry = _XF.format(number, used, fill, self._border, horizontal)
            self._known[key] = str(self._styles.add("cellXfs", entry))
        return self._known[key]


def _cells(entry: Entry, looks: _Looks) -> Iterator[tuple[object, str]]:
    """What stands in a line, each with its format."""
    it = entry.problem
    yield it.severity.word, looks.error if it.is_error else looks.warning
    yield it.sheet, looks.text
    yield it.cell, looks.link if ADDRESS.fullmatch(it.cell) else looks.text
    for text in (it.case, it.heading, it.value, it.message, it.remedy):
        yield text, looks.text
    yield (it.proposal.value, looks.proposal(it.proposal)) if it.proposal else ("", looks.text)
    yield "", looks.tick if it.proposal else looks.text
    yield YES if entry.is_read else "", looks.text if it.is_error else looks.tick
    yield it.code, looks.text


def _write_row(
    data: etree._Element, number: int, cells: Sequence[tuple[object, str]], day_zero: date
) -> None:
    row = etree.SubElement(data, f"{M}row")
    row.set("r", str(number))
    # Not every office suite finds it when it opens a file.
    row.set("ht", str(_height(cells)))
    row.set("customHeight", "1")
    for column, (value, style) in enumerate(cells, start=1):
        cell = etree.SubElement(row, f"{M}c")
        cell.set("r", f"{column_letters(column)}{number}")
        cell.set("s", style)
        write_value(cell, value, day_zero)


def _height(cells: Sequence[tuple[object, str]]) -> int:
    """Room for the wrapped texts of a row, in points."""
    texts = (str(value) for value, _ in cells)
    lines = (
        sum(max(1, ceil(_halves(line) / (width - 1))) for line in text.split("\n"))
        for text, width in zip(texts, _WIDTHS, strict=True)
    )
    return min(max(lines) * _LINE_HEIGHT + _PADDING, _HIGHEST)


def _halves(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)


def write_value(cell: etree._Element, value: object, day_zero: date) -> None:
    """Put a value into an empty cell: a text inline, days as the workbook counts them.

    Args:
        cell: without content.
        value: a text, a number, a day or a moment; empty = nothing.
        day_zero: the day that the workbook counts from.
    """
    if isinstance(value, Decimal | date):
        etree.SubElement(cell, f"{M}v").text = format(_number(value, day_zero), "f")
    elif value:
        cell.set("t", "inlineStr")
        words: Any = etree.SubElement(etree.SubElement(cell, f"{M}is"), f"{M}t")
        write_text(words, cell_text(as_listed(str(value))))


def _number(value: Decimal | date, day_zero: date) -> Decimal:
    if isinstance(value, Decimal):
        return value.normalize()
    days = Decimal((date(value.year, value.month, value.day) - day_zero).days)
    if not isinstance(value, datetime):
        return days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return days + round(Decimal(seconds) / 86400, 10)


def _validations(entries: Sequence[Entry]) -> str:
    """Drop-downs where something can be ticked."""
    found = []
    for column, may_be in (
        (_ACCEPT, [it.problem.proposal is not None for it in entries]),
        (_READ, [not it.problem.is_error for it in entries]),
    ):
        rows = [number for number, it in enumerate(may_be, start=2) if it]
        if rows:
            letter = column_letters(column + 1)
            title, prompt = escape(LIST_HEADINGS[column]), escape(_PROMPTS[column])
            found.append(
                f'<dataValidation type="list" allowBlank="1" showInputMessage="1"'
                f' showErrorMessage="1" promptTitle="{title}" prompt="{prompt}"'
                f' error="请选“{YES}”，或留空。" sqref="{letter}{rows[0]}:{letter}{rows[-1]}">'
                f'<formula1>"{YES}"</formula1></dataValidation>'
            )
    count = len(found)
    return f'<dataValidations count="{count}">{"".join(found)}</dataValidations>' if found else ""


def _links(book: EditedBook, entries: Sequence[Entry]) -> str:
    column = column_letters(LIST_HEADINGS.index("单元格") + 1)
    found = [
        f'<hyperlink ref="{column}{number}" location="{escape(link_to(it.sheet, it.cell))}"/>'
        for number, it in enumerate((entry.problem for entry in entries), start=2)
        if ADDRESS.fullmatch(it.cell) and it.sheet in book.sheets
    ]
    return f"<hyperlinks>{''.join(found[:_MOST_LINKS])}</hyperlinks>" if found else ""
