"""An import on the screen: what was found, what will be written, what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from anjuan.case.sheets import INCIDENTS
from anjuan.cli.call_records import complain_of_files, read_text
from anjuan.cli.terminal import say
from anjuan.importing.adding import Wish
from anjuan.importing.doubtful import Doubt
from anjuan.importing.keeping import Skipped
from anjuan.importing.result import KNOWN, MANY_ROWS, Imported
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
    yield from _counts(found)
    yield from _doubts(found.doubts)
    yield from _written(found, copy)
    if len(found.rows) > MANY_ROWS and not wish.by_day:
        yield "行数很多；加上 --merge day，一个号码一天的来电合成一行（夜间的分开），次数不变。"
    for number in found.unmet:
        yield f"注意：名单上的 {number} 在这些文件里没有出现。"
    for remark in found.remarks:
        yield f"注意：{remark}"
    yield from _to_do(found)


def _counts(found: Imported) -> Iterator[str]:
    others = found.skipped[Skipped.UNLISTED]
    if others:
        yield f"另有 {others:,} 条与名单无关，没有读入。"
    counts = {
        "重复（几个文件里的同一次）": found.merged,
        KNOWN: found.known,
        **{str(it): found.skipped[it] for it in Skipped if it is not Skipped.UNLISTED},
    }
    for reason, number in counts.items():
        if number:
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
    if not found.days:
        yield "没有要加的行。"
        return
    first, last = found.days
    days = f"{first}" if first == last else f"{first} 至 {last}"
    what = "，".join(f"{method} {number:,} 次" for method, number in found.contacts.items())
    where = f"将写入 {copy.name} 的" if copy else "会加进"
    yield (
        f"{where}“{INCIDENTS.name}”：{len(found.rows):,} 行（{days}；{what}；"
        f"夜间 {found.at_night:,} 次）。"
    )
    if found.exhibits:
        yield f"“证据”：{len(found.exhibits)} 行。"


def _to_do(found: Imported) -> Iterator[str]:
    if not found.runs:
        return
    natures, content = INCIDENTS.heading("natures"), INCIDENTS.heading("content")
    empty = sum(content not in cells for cells in found.rows)
    yield f"待补：{natures} {len(found.rows):,} 行，{content} {empty:,} 行。"
    if found.exhibits:
        yield "待补：证据的来源、证明事项、原始载体；证明事项没有写的，用到这份证据的文书不会生成。"
        yield "注意：记录文件里有其他人的通话，提交前请遮盖与本案无关的部分。"


def show_formats(importers: Iterable[Importer]) -> int:
    """What can be read, how to get it, and on what it was tried."""
    for importer in importers:
        for it in importer.formats:
            say(it.title)
            say(f"  怎样取得：{it.how_to_get}")
            say(f"  试过：{it.tried}")
    return 0
