"""What is told of an import as a whole: what is missing from the files, and what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from anjuan.case.keys import phone_key
from anjuan.case.records.case import Case
from anjuan.importing.keeping import Kept
from anjuan.importing.merging import Run
from anjuan.importing.reading import ReadFile, own_of
from anjuan.importing.whose import Reached
from anjuan.importing.wording import is_changed
from anjuan.messages import Message, public
from anjuan.plugin.importers import Origin

Files = Sequence[ReadFile[Kept]]


def remarks(
    reached: Reached,
    case: Case,
    files: Files,
    runs: Sequence[Run],
    unmatched: int,
    person_option: str,
) -> Iterator[Message]:
    """Everything that is told once.

    Args:
        reached: whose phone it is.
        case: to which the rows are added.
        files: those read.
        runs: the new rows.
        unmatched: recordings that belong to no call of the files.
        person_option: by which the user says whose phone it is.
    """
    yield from _of_files(files)
    yield from _of_phone(reached, case, files, public(person_option))
    if not reached.is_client and runs:
        yield Message("这是{}的记录，使用前请取得其本人同意。", reached.name)
    for first, last in billed_alone(files):
        days = str(first) if first == last else f"{first} 至 {last}"
        yield Message(
            "{} 只有运营商详单，没有手机的通话记录：未接、拒接的来电不在其中。", public(days)
        )
    if unmatched:
        yield Message("有 {} 个通话录音没有配上任何一次来电。", public(unmatched))
    changed = sum(is_changed(event.contact.text) for run in runs for event in run.events)
    if changed:
        yield Message(
            "有 {} 条内容去掉了看不见的字符，或把 {} 这样的记号改成了单个全角括号。",
            *map(public, (changed, "{{")),
        )


def _of_files(files: Files) -> Iterator[Message]:
    """What readers tell of files, but of such as are nobody's business: their names may be his."""
    for file in files:
        if file.taken.contacts or file.taken.doubts:
            yield from (Message("{}：{}", file.label, it) for it in file.taken.notes.remarks)


def _of_phone(reached: Reached, case: Case, files: Files, option: Message) -> Iterator[Message]:
    """Where the number that files tell of the phone may be another person's."""
    own = own_of(file.taken.notes for file in files)
    client = phone_key(case.client.phone)
    if reached.is_client and len(own) == 1 and client and client not in own:
        yield Message(
            "文件里的本机号码 {} 不是委托人的联系电话；是别人的手机，请用 {} 写明是谁的。",
            *(*own.values(), option),
        )
    if not reached.is_client and client in own:
        yield Message(
            "文件里的本机号码 {} 是委托人的联系电话，行里却写的是{}。请核对是谁的手机。",
            *(own[client], reached.name),
        )
    if len(own) > 1:
        yield Message(
            "这些文件属于几个本机号码。一部手机是一个受扰人，请分开导入，用 {} 写明是谁的。", option
        )


def billed_alone(files: Files) -> Iterator[tuple[date, date]]:
    """First and last of the days that bills cover and no phone's log does.

    Calls that nobody answered stand in the phone's log alone; bills hold connected ones.
    """
    carrier, phone = _days(files, Origin.CARRIER), _days(files, Origin.PHONE)
    before = [day for day in carrier if not phone or day < min(phone)]
    after = [day for day in carrier if phone and day > max(phone)]
    yield from ((min(days), max(days)) for days in (before, after) if days)


def _days(files: Iterable[ReadFile[Kept]], origin: Origin) -> list[date]:
    return [day for file in files for day in file.taken.days.get(origin, ())]
