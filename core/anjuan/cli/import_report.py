"""An import on the screen: what was found, what will be written, what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from anjuan.case.sheets import INCIDENTS
from anjuan.cli.call_records import complain_of_files
from anjuan.cli.terminal import say
from anjuan.importing.adding import Wish
from anjuan.importing.doubtful import Doubt
from anjuan.importing.keeping import Skipped
from anjuan.importing.result import MANY_ROWS, Imported
from anjuan.importing.telling import left_out, read_text, rows_text, to_do, warnings
from anjuan.plugin.importers import Importer

# So many doubts are shown one by one; `--json` has them all.
_MOST_SHOWN = 50


def show(found: Imported, wish: Wish, copy: Path | None) -> None:
    """Tell of an import before its copy is written.

    Args:
        found: the result.
        wish: what the user asked for.
        copy: where the copy is going to be; None = nowhere.
    """
    for line in _lines(found, wish, copy):
        say(line)
    complain_of_files(found)


def _lines(found: Imported, wish: Wish, copy: Path | None) -> Iterator[str]:
    own = f"本机号码 {'、'.join(found.own)}。" if found.own else ""
    yield f"{read_text(found)}{own}"
    if found.unknown_within:
        yield f"文件夹里另有 {found.unknown_within} 个文件不是通话记录，没有读。"
    yield from _left_out(found)
    yield from _doubts(found.doubts)
    yield from _written(found, copy)
    if len(found.rows) > MANY_ROWS and not wish.by_day:
        yield "行数很多；加上 --merge day，一个号码一天的来电合成一行（夜间的分开），次数不变。"
    yield from (f"注意：{warning}" for warning in warnings(found))
    yield from to_do(found)


def _left_out(found: Imported) -> Iterator[str]:
    for reason, number in left_out(found):
        if reason == Skipped.UNLISTED:
            yield f"另有 {number:,} 条与名单无关，没有读入。"
        else:
            yield f"  {reason}  {number:,}"


def _doubts(doubts: tuple[Doubt, ...]) -> Iterator[str]:
    if not doubts:
        return
    yield f"有疑问、没有加进去的 {len(doubts)} 处："
    for doubt in doubts[:_MOST_SHOWN]:
        yield f"  {doubt}"
    if len(doubts) > _MOST_SHOWN:
        yield f"  ……其余 {len(doubts) - _MOST_SHOWN} 处见 --json。"


def _written(found: Imported, copy: Path | None) -> Iterator[str]:
    if not found.rows:
        yield "没有要加的行。"
        return
    where = f"将写入 {copy.name} 的" if copy else "会加进"
    yield f"{where}“{INCIDENTS.name}”：{rows_text(found)}。"
    if found.exhibits:
        yield f"“证据”：{len(found.exhibits)} 行。"


def show_formats(importers: Iterable[Importer]) -> int:
    """What can be read, how to get it, and on what it was tried."""
    for importer in importers:
        for it in importer.formats:
            say(it.title)
            say(f"  怎样取得：{it.how_to_get}")
            say(f"  试过：{it.tried}")
    return 0
