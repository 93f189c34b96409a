"""What is told of an import before it is written, on the command line and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.case.sheets import INCIDENTS
from anjuan.importing.keeping import Skipped
from anjuan.importing.listing import Listing
from anjuan.importing.result import KNOWN, Imported
from anjuan.messages import Message, public

# Of several files.
_MERGED = "重复（几个文件里的同一次）"


def read_text(found: Listing | Imported) -> Message:
    """How many files were read, and what stands in them: one sentence."""
    read = "，".join(f"{method} {number:,} 条" for method, number in found.read.items())
    return public(f"读了 {found.files} 个文件：{read or '没有通话或消息'}。")


def left_out(found: Imported) -> Iterator[tuple[str, int]]:
    """Why contacts became no row, and how many; other people's are in no reason but the first."""
    counts = {
        str(Skipped.UNLISTED): found.skipped[Skipped.UNLISTED],
        _MERGED: found.merged,
        KNOWN: len(found.known),
        **{str(it): found.skipped[it] for it in Skipped if it is not Skipped.UNLISTED},
    }
    return ((reason, number) for reason, number in counts.items() if number)


def rows_text(found: Imported) -> Message:
    """How many rows there are to add, of which days: a part of a sentence; empty without any."""
    if not found.days:
        return public("")
    first, last = found.days
    days = f"{first}" if first == last else f"{first} 至 {last}"
    what = "，".join(f"{method} {number:,} 次" for method, number in found.contacts.items())
    return public(f"{len(found.rows):,} 行（{days}；{what}；夜间 {found.at_night:,} 次）")


def to_do(found: Imported) -> Iterator[Message]:
    """What is left to a person, and to be known before the records are handed in."""
    if not found.runs:
        return
    natures, content = INCIDENTS.heading("natures"), INCIDENTS.heading("content")
    empty = sum(content not in cells for cells in found.rows)
    yield public(f"待补：{natures} {len(found.rows):,} 行，{content} {empty:,} 行。")
    if found.exhibits:
        yield public(
            "待补：证据的来源、证明事项、原始载体；证明事项没有写的，用到这份证据的文书不会生成。"
        )
        yield public("注意：记录文件里有其他人的通话，提交前请遮盖与本案无关的部分。")


def warnings(found: Imported) -> Iterator[Message]:
    """What is told once: numbers that are in no file, and what is missing from the files."""
    for number in found.unmet:
        yield Message("名单上的 {} 在这些文件里没有出现。", number)
    for remark in found.remarks:
        yield remark if isinstance(remark, Message) else Message("{}", remark)
