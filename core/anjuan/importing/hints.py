"""What is known of a number before anybody says whose it is: hints, and never an answer.

Whose a number is can't be told from it. What the case workbook and the phone tell is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from anjuan.case.keys import phone_key
from anjuan.case.records.case import Case
from anjuan.importing.own_side import own_side
from anjuan.importing.survey import Tally
from anjuan.messages import Message, public

# Why a number is taken for the collector's, as a list of numbers asks for it.
GROUNDS = ("自报机构", "短信署名", "录音", "回拨核实")
Hints = Callable[[Tally], Iterator[Message]]


def hints_by(cases: Iterable[Case]) -> Hints:
    """What tells of a number what the cases and the phone know of it.

    Args:
        cases: of the workbook, all of them.
    """
    rows: Counter[tuple[str, str]] = Counter()
    ours: dict[str, tuple[str, str]] = {}
    numbers: dict[str, list[str]] = {}
    for case in cases:
        for key, heading in own_side(case).items():
            ours.setdefault(key, (case.number, heading))
        for row in case.incidents:
            rows[phone_key(row.number), case.number] += 1
    for key, number in rows:
        numbers.setdefault(key, []).append(number)

    def hints(tally: Tally) -> Iterator[Message]:
        key = phone_key(tally.party)
        if key in ours:
            number, heading = ours[key]
            yield Message("不是催收方的：是案件 {} 的“{}”", number, public(heading))
        for number in numbers.get(key, ()):
            yield Message("案件 {} 的骚扰记录里已有 {} 行", number, public(rows[key, number]))
        yield from _of_phone(tally)

    return hints


def _of_phone(tally: Tally) -> Iterator[Message]:
    if tally.name:
        yield Message("手机通讯录里叫“{}”", tally.name)
    if tally.outgoing and tally.outgoing >= tally.calls + tally.messages:
        yield Message("打出去的不比打进来的少，多半是认识的人")
