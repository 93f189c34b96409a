"""Writing marked copies: never over what is not one, nor over one that is open elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import is_zipfile

from anjuan.cli.findings import Teller
from anjuan.cli.redaction import Complete
from anjuan.cli.terminal import say
from anjuan.errors import OutputError, UsageError, why
from anjuan.files import is_file, is_there, write_whole
from anjuan.messages import HIDDEN, public
from anjuan.plugin.host import Plugins
from anjuan.problems import Problem
from anjuan.run.beside import free_name, write_new
from anjuan.run.inspection import Inspection
from anjuan.run.taking_over import ACCEPTED, TakenOver, before_and_after, marked_copy, take_over
from anjuan.workbook.heading_map import HeadingMap
from anjuan.workbook.marking.copying import is_marked

_MARKABLE = (".xlsx", ".xlsm")
# What Excel and WPS, and what LibreOffice leave beside a workbook while it is open.
_LOCKS = ("~${}", ".~lock.{}#")


def refuse_unmarkable(file: Path) -> None:
    """Refuse a file that can't be marked, before anything is looked at.

    Raises:
        UsageError: it is another format.
    """
    if is_file(file) and file.suffix.lower() not in _MARKABLE and not is_zipfile(file):
        raise UsageError("只有 {} 能标出问题；请先把 {} 另存为 .xlsx。", public(_MARKABLE), file)


def write_marked(file: Path, copy: Path, found: Inspection) -> None:
    """Write the marked copy of a workbook; of a marked copy itself, in its place.

    Args:
        file: the workbook, as it was checked.
        copy: a name that nothing has, or the workbook itself where it is a copy of ours.
        found: what is wrong with it.

    Raises:
        OutputError: there is something else of that name, it is open elsewhere, or it can't be
            written.
    """
    content = file.read_bytes()
    marked = marked_copy(content, found)
    if not _is_same_file(file, copy):
        write_new(copy, marked)
        return
    if not is_marked(content):
        raise OutputError("{} 不是标注过的副本，没有改动。请给副本另起一个名字。", copy)
    refuse_open(copy)
    _replace(copy.resolve(), content, marked)


def refuse_open(path: Path) -> None:
    """Refuse to write a workbook that a program has open.

    Raises:
        OutputError: it is open, or seems so.
    """
    for pattern in _LOCKS:
        lock = path.resolve().with_name(pattern.format(path.name))
        if is_there(lock):
            raise OutputError(
                "{} 正在 Excel、WPS 或 LibreOffice 里打开，没有改动。"
                "请保存、关闭后再运行一次；其实没有打开的，请删去旁边的 {}。",
                path,
                lock.name,
            )


def _is_same_file(file: Path, copy: Path) -> bool:
    return is_there(copy) and copy.samefile(file)


def _replace(path: Path, before: bytes, after: bytes) -> None:
    try:
        if path.read_bytes() != before:
            raise OutputError("{} 刚刚又保存过，没有改动。请再运行一次。", path)
        if before != after:
            write_whole(path, after)
    except OSError as error:
        raise OutputError(
            "{} 写不进去（{}）。如果它正打开着，请先关闭。", path, why(error)
        ) from error


def accept(
    file: Path,
    output: Path | None,
    today: date,
    plugins: Plugins,
    headings: HeadingMap,
    teller: Teller,
) -> int:
    """Take over what was ticked in a marked copy into a new copy, and tell what is wrong with that.

    Args:
        file: the marked copy; only read.
        output: the new copy; None = a free name beside it.
        today: days after it are faulty.
        plugins: offer the kinds.
        headings: what the office calls our sheets and headings.
        teller: tells it.

    Returns:
        The status that the command leaves with.

    Raises:
        UsageError, WorkbookError: as `take_over`.
        OutputError: there is something of that name, or it can't be written.
    """
    taken = take_over(file, (output or file).parent, today, plugins, headings)
    if not teller.as_json:
        _show_taken(taken, teller.shown)
    status = teller.tell(taken.found, _as_json(taken, teller.shown))
    if taken.accepted.taken:
        copy = output or free_name(file, ACCEPTED)
        write_new(copy, taken.workbook)
        say(f"填好建议、重新标注的副本在 {teller.shown.place(copy.resolve())}。", err=True)
    return status


def _show_taken(taken: TakenOver, shown: Complete) -> None:
    accepted = taken.accepted
    if accepted.taken:
        say(f"采用了 {len(accepted.taken)} 处建议：")
    for problem in map(shown.problem, accepted.taken):
        before, after = before_and_after(problem)
        # What is hidden has no proposal.
        say(f"  {problem.place}：{before or '（空）'} → {after or HIDDEN}")
    for left in accepted.left:
        say(f"  没有采用 {left.sheet}!{left.cell}：{shown.text(left.reason)}")
    if not accepted.taken and not accepted.left:
        say("“问题”表里没有选“采用”的建议。请在“采用”一列选“是”，保存后再运行。")


def _as_json(taken: TakenOver, shown: Complete) -> dict[str, object]:
    """What was taken over, cell by cell, and what was not, for programs."""
    accepted = taken.accepted
    return {
        "accepted": [_taken_as_json(it) for it in map(shown.problem, accepted.taken)],
        "left": [
            {"sheet": it.sheet, "cell": it.cell, "reason": shown.text(it.reason)}
            for it in accepted.left
        ],
    }


def _taken_as_json(problem: Problem) -> dict[str, object]:
    before, _ = before_and_after(problem)
    return {
        "sheet": problem.sheet,
        "cell": problem.cell,
        "heading": problem.heading,
        "before": before,
        "after": problem.proposal and problem.proposal.as_json(),
    }
