"""What is told of a file that is read by its mapping: what isn't used, and what was made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from anjuan.case.keys import label_key
from anjuan.case.sheets import CASES, INCIDENTS, Table
from anjuan.chinese import some
from anjuan.messages import Message, public
from anjuan.problems import Place, Problem, Rule, Severity
from anjuan.workbook.cells.cell import as_typed
from anjuan.workbook.formats.source import Flaws
from anjuan.workbook.mapping.bolts import Told
from anjuan.workbook.mapping.model import GROUP_LINE, SHEET_NAME, Pair, TableMap, Used
from anjuan.workbook.mapping.places import SheetPlaces, Spot
from anjuan.workbook.mapping.setting_up import is_ours
from anjuan.workbook.mapping.strands import WovenRow
from anjuan.workbook.mapping.tables import Line, TheirTable

MISSING_COLUMN = Rule("missing-column", "对应表里写的列，表里没有。")
MISSING_SHEET = Rule("missing-sheet", "对应表里写的工作表，文件里没有。")
NEW_COLUMN = Rule("new-column", "表里的列，对应表里没有写。", Severity.WARNING)
GROUP_ROW = Rule("group-row", "只有一格有内容的行当作分组的标题，没有读入。", Severity.WARNING)
NEW_SHEET = Rule("new-sheet", "工作表没有写在对应表里，没有读入。", Severity.WARNING)
UNCHECKED = Rule("unchecked-mapping", "对应表里还有没有核对的猜测。", Severity.WARNING)
HIDDEN_TABLE = Rule("hidden-table", "隐藏或看不出格式的工作表仍会用到。", Severity.WARNING)
SPLIT_ROWS = Rule("split-rows", "一格里有几个人的行拆成了几行。", Severity.WARNING)
COUNT_OF_SEVERAL = Rule("count-of-several", "几个人的行写了次数，不知道是合计还是每人。")

_COUNT, _VICTIM = INCIDENTS.heading("count"), INCIDENTS.heading("victim")
_NUMBER = CASES.heading("number")
_MOST_NAMED = 8


class Teller:
    """Collects what is told, and puts it where the office finds it.

    Args:
        mapping: the mapping.
        ours: our sheets, with the columns that plug-ins add.
    """

    def __init__(self, mapping: TableMap, ours: Table) -> None:
        self._mapping = mapping
        self._ours = ours
        self._found: list[Told] = []
        self._lines: defaultdict[str, list[Line]] = defaultdict(list)
        if mapping.unchecked:
            message = Message("对应表里还有 {} 处“请核对”。", public(mapping.unchecked))
            remedy = "请看一遍；对的，把“请核对”改成“已核对”。"
            self._found.append(Told(UNCHECKED, Spot(mapping.name), message, remedy))

    def of_table(self, table: TheirTable, used: Used, flaws: Flaws) -> None:
        """Columns that the mapping names and the table lacks, and the other way round."""
        pairs = self._mapping.pairs_of(used)
        self._found += _absent(table, pairs)
        self._found += _new(table, pairs)
        left = [it.heading for it in pairs if not it.target and not it.is_unused]
        ours = [it for it in left if it in table.headings and self._would_be_ours(it, used)]
        if ours:
            message = Message("“{}”没有对应，又与案件表的列同名，没有读入。", ours)
            remedy = "就是这一列的，请在对应表里选上；不用的写上“不用”。"
            spot = Spot(table.name, table.heading_cell(ours[0]), ours[0])
            self._found.append(Told(NEW_COLUMN, spot, message, remedy))
        if flaws.is_hidden or flaws.is_blurred:
            message = Message("这张表是隐藏的，或看不出哪些内容是隐藏、划了删除线的，但仍会用到。")
            remedy = "请取消隐藏，或另存为 .xlsx，再核对内容。"
            self._found.append(Told(HIDDEN_TABLE, Spot(table.name), message, remedy))

    def _would_be_ours(self, heading: str, used: Used) -> bool:
        targets = [it.target for it in self._mapping.pairs_of(used) if it.target]
        sheets = {it.sheet for it in targets if not it.role}
        first = CASES.name if CASES.name in sheets else next(iter(sorted(sheets)), "")
        return bool(first) and is_ours(heading, self._ours.sheet(first))

    def of_line(self, table: TheirTable, line: Line, used: Used) -> None:
        """A line above a group, unless the mapping says what it means."""
        if not any(it.heading == GROUP_LINE and it.target for it in self._mapping.pairs_of(used)):
            self._lines[table.name].append(line)

    def told(self, names: Sequence[str]) -> Sequence[Told]:
        """All of it.

        Args:
            names: all sheets of the file.
        """
        return [*self._found, *self._of_unknown(names), *map(self._of_lines, self._lines)]

    def _of_unknown(self, names: Sequence[str]) -> Iterator[Told]:
        """Sheets of the file that the mapping doesn't know, and those of it that are not there."""
        known = {label_key(it.name) for it in self._mapping.sheets}
        there = {label_key(name) for name in names}
        for it in self._mapping.sheets:
            # Of sheets that are alike, a client's may be gone with the client.
            if it.heading_rows and it.like == it.name and label_key(it.name) not in there:
                message = Message("对应表里的工作表“{}”，这个文件里没有。", it.name)
                remedy = "改过名的，请把对应表也改过来；不要了的，请在对应表里删去它的行号。"
                yield Told(MISSING_SHEET, Spot(it.name), message, remedy)
        for name in names:
            if label_key(name) not in known:
                message = Message("工作表“{}”没有写在对应表里，没有读入。", name)
                remedy = "要用的请在对应表的“工作表”里加一行，或重新运行 anjuan map。"
                yield Told(NEW_SHEET, Spot(name), message, remedy)

    def _of_lines(self, name: str) -> Told:
        lines = self._lines[name]
        message = Message(
            "只有一格有内容的 {} 行没有读入，当作分组的标题：{}。",
            *(public(len(lines)), some([line.text for line in lines], _MOST_NAMED)),
        )
        remedy = "要用它的，请在对应表里加一行，您的标题写“（分组行）”；是漏填的，请补全。"
        return Told(GROUP_ROW, Spot(name, lines[0].cell), message, remedy)


def _absent(table: TheirTable, pairs: Sequence[Pair]) -> Iterator[Told]:
    row = max(table.heading_rows)
    for heading in dict.fromkeys(it.heading for it in pairs):
        if heading not in table.headings and heading not in (SHEET_NAME, GROUP_LINE):
            message = Message(
                "对应表里的“{}”，这张表里没有（标题在第 {} 行）。", heading, public(row)
            )
            remedy = "标题改过的，请把对应表也改过来；不要这一列的，请在对应表里删去那一行。"
            yield Told(MISSING_COLUMN, Spot(table.name, f"A{row}"), message, remedy)


def _new(table: TheirTable, pairs: Sequence[Pair]) -> Iterator[Told]:
    known = {it.heading for it in pairs}
    new = [it for it in table.headings if it not in known]
    if new:
        message = Message("对应表里没有这几列：{}；留作自己的列。", new[:_MOST_NAMED])
        remedy = "要用的请在对应表里加一行，用不上的写上“不用”。"
        spot = Spot(table.name, table.heading_cell(new[0]), new[0])
        yield Told(NEW_COLUMN, spot, message, remedy)


def split(rows: Mapping[str, Sequence[WovenRow]]) -> Iterator[Told]:
    """Rows of which several were made, one a person."""
    several = [row for row in rows.get(INCIDENTS.name, ()) if row.split > 1]
    first = [row for row in several if row.is_first]
    if several:
        message = Message(
            "一格里有几个人的 {} 行，每人一行，成了 {} 行。",
            *(public(len(first)), public(len(several))),
        )
        remedy = "请核对；不要拆的，请在对应表的“一格几人”里去掉“每人一行”。"
        yield Told(SPLIT_ROWS, first[0].place.spot(_VICTIM), message, remedy)


def doubtful(
    places: Mapping[str, SheetPlaces], rows: Mapping[str, Sequence[WovenRow]]
) -> Iterator[Problem]:
    """Counts of rows that speak of several people: all of theirs, or each one's?"""
    found = places.get(INCIDENTS.name)
    if not found:
        return
    letters = {heading: letter for letter, heading in found.headings.items()}
    for number, row in enumerate(rows.get(INCIDENTS.name, ()), start=2):
        if row.is_doubtful:
            count = as_typed(row.cells[_COUNT]).strip()
            place = Place(
                INCIDENTS.name,
                f"{letters[_COUNT]}{number}",
                _COUNT,
                as_typed(row.cells.get(_NUMBER)).strip(),
            )
            message = Message(
                "这一行有 {} 个人，不知道 {} 次是合计，还是每人 {} 次。",
                *(public(row.split), count, count),
            )
            remedy = "请每人写一行，各写各的次数。"
            yield COUNT_OF_SEVERAL.on(place, message, remedy, value=count)
