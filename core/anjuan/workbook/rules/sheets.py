"""Rules over the workbook's form: what is odd about sheets and cells, whatever they mean."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from anjuan.case.columns import MISSING, Column
from anjuan.case.keys import label_key
from anjuan.case.sheets import OURS, Sheet, Table
from anjuan.messages import Message, public
from anjuan.problems import Place, Problem, Proposal, Rule, Severity
from anjuan.workbook.cells.cell import READ_AS, Cell, called, is_empty
from anjuan.workbook.cells.proposing import proposed
from anjuan.workbook.formats.source import MergedRange
from anjuan.workbook.headings import unclear_addition
from anjuan.workbook.letters import column_letters
from anjuan.workbook.rows import RawSheet
from anjuan.workbook.rules.cells import TOTAL_ROW, CheckedRows, case_of, found_at
from anjuan.workbook.totals import entries

MERGED_CELLS = Rule("merged-cells", "数据里有合并的单元格。")
BLURRED_SHEET = Rule(
    "blurred-sheet", "看不出哪些内容是隐藏、合并或划了删除线的。", Severity.WARNING
)
HIDDEN_SHEET = Rule("hidden-sheet", "隐藏的工作表仍会用到。", Severity.WARNING)
UNREAD_SHEET = Rule("unread-sheet", "标题与案件表相同的另一张表没有读入。", Severity.WARNING)
HIDDEN_ROW = Rule("hidden-row", "隐藏的行仍会用到。", Severity.WARNING)
HIDDEN_COLUMN = Rule("hidden-column", "隐藏的列仍会用到。", Severity.WARNING)
STRUCK_ROW = Rule("struck-row", "整行划了删除线，不知道还算不算数。")
STRUCK_CELL = Rule("struck-cell", "内容划了删除线，不知道还算不算数。")
UNKNOWN_HEADING = Rule("unknown-heading", "标题像是写错了。", Severity.WARNING)

# Of a row, which is shown by one of its cells.
OF_ROWS = (HIDDEN_ROW, TOTAL_ROW)
# As alike as this, an unknown heading is taken for a slip, not for a column of the lawyer's own.
_SLIP = 0.75
_MOST_MERGED = 1000


class Form:
    """Every rule on every sheet.

    Args:
        sheets: by our names.
        table: our sheets, with the columns that plug-ins add.
    """

    def __init__(self, sheets: Mapping[str, RawSheet], table: Table = OURS) -> None:
        self._sheets = sheets
        self._table = table
        self._rows = {it.name: CheckedRows(it, sheets[it.name]) for it in table.sheets}

    @property
    def sheets(self) -> Mapping[str, RawSheet]:
        """The same sheets; while somebody goes through their rows, cells are looked at."""
        return {name: replace(self._sheets[name], rows=rows) for name, rows in self._rows.items()}

    def problems(self) -> Iterator[Problem]:
        """What is odd, in the order of the workbook."""
        for sheet in self._table.sheets:
            for check in _CHECKS:
                yield from check(sheet, self._sheets[sheet.name])
            yield from self._rows[sheet.name].problems()


def one_a_cell(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Of several problems of one cell the gravest, in their order: one has it looked at.

    Args:
        problems: of the workbook's form and its cells. What is said of a whole row stands for
            itself, though the row is shown by a cell.
    """
    gravest: dict[Place, Problem] = {}
    for problem in problems:
        other = gravest.setdefault(_cell_of(problem), problem)
        if _gravity(problem) > _gravity(other):
            gravest[_cell_of(problem)] = problem
    return tuple(
        problem
        for problem in problems
        if problem.rule in OF_ROWS or gravest[_cell_of(problem)] is problem
    )


def _cell_of(problem: Problem) -> Place:
    return Place(problem.sheet, problem.cell, problem.heading)


def _gravity(problem: Problem) -> tuple[bool, bool]:
    """Of a cell that is empty because it is merged, the merging is told."""
    return problem.is_error, problem.rule != MISSING


def _merged_cells(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    """Each row that a merged range covers: all but its first cell read as empty."""
    headings = {raw.address(heading, 0).rstrip("0"): heading for heading in raw.columns}
    columns = {item.column.heading: item.column for item in sheet.fields}
    coming = sorted(raw.merged, key=lambda merged: merged.rows.start, reverse=True)
    open_: list[MergedRange] = []
    first: dict[MergedRange, Cell] = {}
    for row in entries(sheet, raw) if coming else ():
        while coming and coming[-1].rows.start <= row.number:
            open_.append(coming.pop())
        # Ranges that overlap are none of Excel's making; enough of them are told.
        open_ = [merged for merged in open_ if row.number in merged.rows][:_MOST_MERGED]
        for merged in open_:
            cell, heading = f"{merged.letter}{row.number}", headings.get(merged.letter, "")
            top = first.setdefault(merged, raw.value(row, heading))
            is_below = row.number > merged.rows.start and not is_empty(top)
            yield MERGED_CELLS.on(
                Place(sheet.name, cell, heading, case_of(raw, row)),
                "这里有合并的单元格：只有左上角一格有内容，其余各格读出来是空的。",
                "请取消合并，每一格都填上。",
                proposal=_filled_down(columns.get(heading), top) if is_below else None,
            )


def _filled_down(column: Column | None, top: Cell) -> Proposal | None:
    """What stands at the top of a merged range, for a row below it."""
    return proposed(column or Column(""), called(top))


def _blurred_sheet(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    if raw.flaws.is_blurred:
        yield BLURRED_SHEET.on(
            sheet.name,
            "这个文件的格式信息读不出来：看不出哪些内容是隐藏、合并或划了删除线的。",
            "请用 Excel 或 WPS 打开，另存为 .xlsx 再检查。",
        )


def _remarks(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    """What is told of a file that is read by a mapping."""
    yield from raw.remarks


def _hidden_sheet(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    if raw.flaws.is_hidden:
        message = Message("工作表“{}”是隐藏的，但里面的内容仍会用到。", raw.title)
        yield HIDDEN_SHEET.on(sheet.name, message, "请取消隐藏，核对内容。")


def _unread_sheets(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    for title in raw.unread:
        message = Message("工作表“{}”没有读入，虽然它的标题与“{}”的相同。", title, raw.title)
        remedy = Message("要用的，请把它的各行移到“{}”里；备份和草稿可以不管。", raw.title)
        yield UNREAD_SHEET.on(sheet.name, message, remedy, value=title)


def _hidden_rows(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    heading = next(iter(raw.columns), "")
    for row in entries(sheet, raw) if raw.flaws.hidden_rows else ():
        if row.number in raw.flaws.hidden_rows:
            message = Message(
                "第 {} 行看不到（隐藏、筛选或折叠了），但仍会用到。",
                public(raw.row_text(row.number)),
            )
            yield found_at(sheet, raw, row, heading, HIDDEN_ROW, message, "不需要的话请删去整行。")


def _hidden_columns(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    letters = {heading: column_letters(place + 1) for heading, place in raw.columns.items()}
    hidden = [it for it, letter in letters.items() if letter in raw.flaws.hidden_columns]
    for heading in hidden:
        if any(not is_empty(raw.value(row, heading)) for row in raw.rows):
            yield HIDDEN_COLUMN.on(
                Place(sheet.name, raw.address(heading, raw.heading_row), heading),
                Message(
                    "{} 列看不到（隐藏或折叠了），但里面的内容仍会用到。",
                    public(raw.column_text(heading)),
                ),
                "请取消隐藏，核对内容。",
                value=heading,
            )


def _struck(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    """What is struck through may be deleted, or dealt with: only who did it can tell.

    An error, because a paper that holds what was meant to be deleted is a wrong one. Where all
    that stands in a row is struck through, one problem says so, and everything that looks at any
    cell of the row is refused.
    """
    for row in entries(sheet, raw) if raw.flaws.struck else ():
        filled = [it for it in raw.columns if not is_empty(raw.value(row, it))]
        struck = [it for it in filled if raw.address(it, row.number) in raw.flaws.struck]
        if struck and len(struck) == len(filled):
            yield STRUCK_ROW.on(
                Place(sheet.name, raw.address(struck[0], row.number), case=case_of(raw, row)),
                Message("第 {} 行整行划了删除线，是不是作废了？", public(raw.row_text(row.number))),
                "作废的请删去整行；仍然有效的请去掉删除线。",
            )
            continue
        for heading in struck:
            message = "划了删除线（整格或其中几个字），不知道还算不算数。"
            remedy = "作废的请删去，仍然有效的请去掉删除线。"
            yield found_at(sheet, raw, row, heading, STRUCK_CELL, message, remedy)


def _headings(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    columns = {label_key(item.column.heading): item.column for item in sheet.fields}
    known = {column.heading for column in columns.values()}
    absent = sorted(known - set(raw.columns))
    for heading in sorted(raw.columns.keys() - known):
        unclear = unclear_addition(heading, columns)
        if unclear and unclear[0].heading in absent:
            yield _unclear_heading(sheet, raw, heading, *unclear)
            continue
        near = difflib.get_close_matches(heading, absent, n=1, cutoff=_SLIP)
        if near:
            yield UNKNOWN_HEADING.on(
                Place(sheet.name, raw.address(heading, raw.heading_row), heading),
                Message("没有“{}”这一列，是不是“{}”？", heading, near[0]),
                "请改正标题；确是自己的列，可以不管。",
                value=heading,
                proposal=Proposal(near[0]),
            )


def _unclear_heading(
    sheet: Sheet, raw: RawSheet, heading: str, column: Column, addition: str
) -> Problem:
    return UNKNOWN_HEADING.on(
        Place(sheet.name, raw.address(heading, raw.heading_row), heading),
        Message("“{}”没有当作“{}”：“{}”可能另有所指。", heading, public(column.heading), addition),
        Message(
            "意思一样的，请把标题改成 {}（单位不是元的，先换算）；确是自己的列，可以不管。",
            public(column.heading),
        ),
        value=heading,
    )


def _read_headings(sheet: Sheet, raw: RawSheet) -> Iterator[Problem]:
    """One problem for all headings that were read past their additions."""
    first = next(iter(raw.headings), None)
    if first:
        pairs = [Message("“{}”读作“{}”", typed, ours) for ours, typed in raw.headings.items()]
        place = Place(sheet.name, raw.address(first, raw.heading_row), first)
        message = Message("标题{}。", pairs)
        yield READ_AS.on(place, message, "不对的话，请改写标题。", value=raw.headings[first])


_Check = Callable[[Sheet, RawSheet], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    _remarks,
    _merged_cells,
    _blurred_sheet,
    _hidden_sheet,
    _unread_sheets,
    _hidden_rows,
    _hidden_columns,
    _struck,
    _headings,
    _read_headings,
)
