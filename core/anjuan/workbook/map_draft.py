"""A first mapping of an office's own sheets and headings to ours, by likeness."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from anjuan.case.sheets import SHEETS, Sheet
from anjuan.workbook.cells.cell import Cell
from anjuan.workbook.opening import named
from anjuan.workbook.rows import MOST_HEADINGS, first_rows, heading_text

# Less alike than this is no match: a wrong mapping is worse than none. Half of a short heading may
# be one character of two (序号 is no 案号); a sheet has its headings to tell it by besides.
_LIKE_ENOUGH = 0.6
_SHEETS_LIKE_ENOUGH = 0.4
# What many headings end with says of what sort they are, and nothing more: 立案日期 is no 出生日期,
# and 法院电话 no 管辖法院.
_END = re.compile(
    r"(?<=.)(?:(?P<day>日期|时间)|(?P<number>编号|号码|号)|(?P<name>姓名|名称)"
    r"|(?P<phone>电话)|(?P<sum>金额)|(?P<place>地址)|(?P<means>方式))$"
)
# A sheet of another name is taken for ours when it shares this many headings.
_ENOUGH_HEADINGS = 3


def first_mapping(path: Path) -> str:
    """The text of an `anjuan.toml` for a workbook, for the user to correct.

    Raises:
        WorkbookError: the file can't be read as a workbook.
    """
    with named(path):
        headings = {name: _headings(rows) for name, rows in first_rows(path).items()}
    sheets = _sheets(headings)
    blocks = [
        "# 左边是案件表的名字，右边是您表里的名字。请核对、改正；没有的表右边留空。",
        "[sheets]",
    ]
    blocks += [_line(sheet.name, sheets.get(sheet.name, "")) for sheet in SHEETS]
    for sheet in SHEETS:
        if sheet.name in sheets:
            blocks += _columns(sheet, headings[sheets[sheet.name]])
    blocks += ["", "# 每个案件都一样的内容，可以写在这里。", "[constants]"]
    blocks += ['# "律师事务所" = "某某律师事务所"']
    return "\n".join(blocks) + "\n"


def _sheets(headings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Their sheet for each of ours: by its name, else by the headings it shares."""
    names = list(headings)
    found = _matches([sheet.name for sheet in SHEETS], names, _SHEETS_LIKE_ENOUGH)
    for sheet in SHEETS:
        free = [name for name in names if name not in found.values()]
        if sheet.name in found or not free:
            continue
        shared = {name: _shared(sheet, headings[name]) for name in free}
        best = max(free, key=shared.__getitem__)
        if shared[best] >= _ENOUGH_HEADINGS:
            found[sheet.name] = best
    return found


def _shared(sheet: Sheet, theirs: Sequence[str]) -> int:
    return len(_headings_matched(sheet, theirs))


def _headings_matched(sheet: Sheet, theirs: Sequence[str]) -> dict[str, str]:
    """Their heading for each of ours: what offices are known to call it, else by likeness."""
    found: dict[str, str] = {}
    for item in sheet.fields:
        known = [name for name in item.column.called if name in theirs]
        exact = item.column.heading in theirs
        if known and not exact and known[0] not in found.values():
            found[item.column.heading] = known[0]
    free = [heading for heading in theirs if heading not in found.values()]
    open_ones = [it.column.heading for it in sheet.fields if it.column.heading not in found]
    return found | _matches(open_ones, free, _LIKE_ENOUGH)


def _columns(sheet: Sheet, theirs: Sequence[str]) -> list[str]:
    found = _headings_matched(sheet, theirs)
    lines = ["", f"[columns.{_quoted(sheet.name)}]"]
    for item in sheet.fields:
        heading = item.column.heading
        if heading in found:
            lines.append(_line(heading, found[heading]))
        elif item.column.required:
            lines.append(f"# 必填，没有找到相近的标题：\n# {_line(heading, '')}")
    unused = [heading for heading in theirs if heading not in found.values()]
    if unused:
        lines.append(f"# 没有对应的标题（会作为自己的列保留）：{'、'.join(unused)}")
    return lines


def _headings(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The headings: the first row that has most texts, since ours may not be among them."""
    texts = [[heading_text(cell) for cell in row if isinstance(cell, str)] for row in rows]
    filled = [[text for text in row if text] for row in texts]
    return max(filled, key=len, default=[])[:MOST_HEADINGS]


def _matches(ours: Sequence[str], theirs: Sequence[str], enough: float) -> dict[str, str]:
    """Pairs of names that are like enough, best likeness first, each name used once."""
    pairs = sorted(
        ((_likeness(one, other), one, other) for one in ours for other in theirs),
        key=lambda pair: -pair[0],
    )
    found: dict[str, str] = {}
    for likeness, one, other in pairs:
        if likeness >= enough and one not in found and other not in found.values():
            found[one] = other
    return found


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; a name inside the other counts as close (身份证号 in 客户身份证号码).

    Not so where theirs goes on to something else: 被告电话 is no 被告.
    """
    if one == other:
        return 1.0
    goes_on = not other.endswith(one) and _sort(other) not in (None, _sort(one))
    if not goes_on and (one in other or other in one):
        return max(_ratio(one, other), 0.8)
    if _sort(one) != _sort(other) or _ratio(_END.sub("", one), _END.sub("", other)) < _LIKE_ENOUGH:
        return 0.0
    return _ratio(one, other)


def _sort(name: str) -> str | None:
    found = _END.search(name)
    return found.lastgroup if found else None


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _line(key: str, value: str) -> str:
    return f"{_quoted(key)} = {_quoted(value)}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
