"""Which column of a table holds what: by the headings, and by the values where headings lie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from anjuan import Method, Origin, RecordCell, RecordField, phone_key
from anjuan_plugins.importers.reading.headings import SORTS, TIMES, label
from anjuan_plugins.importers.reading.moments import normal, read_moment
from anjuan_plugins.importers.reading.values import is_nothing, is_number, read_direction

Row = Sequence[RecordCell]
_Cell = TypeVar("_Cell")

# By so many rows the columns are told.
SAMPLE = 200
# So much of a column has to be of a sort for the column to be.
_SOME, _MOST, _NEARLY_ALL = 0.3, 0.6, 0.9
_FULL, _DAY, _CLOCK = "full", "day", "clock"
_BY_CARRIER = re.compile("主叫|被叫")
_BY_SENDING = re.compile("^(?:已?发送|已?接[收受]|收|发|发出|收到|收件箱?|发件箱?)$")
_CODE = re.compile(r"\d{1,3}")
# Only iMazing's lists of WhatsApp have this column.
_OF_WHATSAPP = "forwarded"
_OF_MESSAGES = re.compile("短信|彩信|短彩信|sms|messages")
_SORTS: Sequence[tuple[re.Pattern[str], Method]] = (
    (re.compile("短信|彩信|短彩|sms|mms|rcs|imessage"), Method.MESSAGE),
    (re.compile("微信|wechat"), Method.WECHAT),
    (re.compile("上门"), Method.VISIT),
    (re.compile(r"whatsapp|telegram|\bline\b|qq|抖音|钉钉"), Method.OTHER),
    (re.compile("语音|通话|电话|来电|phone|facetime|call"), Method.CALL),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row things stand; None for what a table does not have.

    Attributes:
        moment: a day with a time of day.
        day: a day alone.
        clock: a time of day alone.
        party: the other side.
        caller: who called, beside or instead of whom it was.
        callee: who was called.
        direction: who called whom, in words.
        length: how long a call lasted.
        text: what was written.
        own: the phone's own number.
        name: what the other side is called in the phone.
        sort: what tells calls from messages.
        method: of rows of which nothing is told.
        origin: who kept the record.
        is_to_second: whether moments that are no text are meant to the second.
    """

    moment: int | None = None
    day: int | None = None
    clock: int | None = None
    party: int | None = None
    caller: int | None = None
    callee: int | None = None
    direction: int | None = None
    length: int | None = None
    text: int | None = None
    own: int | None = None
    name: int | None = None
    sort: int | None = None
    method: Method = Method.CALL
    origin: Origin = Origin.HAND
    is_to_second: bool = False

    @property
    def says_no_direction(self) -> bool:
        """Whether nothing tells who called."""
        return self.direction is None and self.caller is None and self.callee is None

    @property
    def is_log(self) -> bool:
        """Whether a machine wrote it, which never leaves out a time of day."""
        return self.origin is not Origin.HAND


def planned(
    headings: Row, fields: Mapping[int, RecordField], sample: Sequence[Row], title: str
) -> Columns:
    """What the columns of a table hold.

    Args:
        headings: the row of headings.
        fields: what they name, by column.
        sample: some rows below.
        title: what stands above and in names, in which messages may be told from calls.
    """
    first = {field: column for column, field in sorted(fields.items(), reverse=True)}
    moment, day, clock = _times(fields, sample)
    direction = _direction(headings, fields, sample)
    length = first.get(RecordField.LENGTH)
    if length is None:
        length = _other_length(fields, sample, moment)
    words = [] if direction is None else list(map(normal, _cells(sample, direction)))
    is_sent = _share(words, _BY_SENDING.search) >= _MOST
    return Columns(
        moment=moment,
        day=day,
        clock=clock,
        party=_party(fields, sample),
        caller=first.get(RecordField.CALLER),
        callee=first.get(RecordField.CALLEE),
        direction=direction,
        length=length,
        text=first.get(RecordField.TEXT),
        own=first.get(RecordField.OWN),
        name=first.get(RecordField.NAME),
        sort=_sort(headings, sample),
        method=_method(
            headings,
            title,
            is_sent=is_sent,
            has_text=bool(words) and RecordField.TEXT in first,
            has_length=length is not None,
        ),
        origin=_origin(first, words, is_sent=is_sent),
        is_to_second=moment is not None and _is_to_second(_cells(sample, moment)),
    )


def method_of(cell: RecordCell) -> Method | None:
    """By what somebody was contacted, if a cell tells."""
    text = normal(cell)
    return next((method for words, method in _SORTS if words.search(text)), None)


def at(row: Row, column: int | None) -> RecordCell:
    """The cell in a column; None where there is none."""
    return row[column] if column is not None and column < len(row) else None


def _cells(sample: Iterable[Row], column: int) -> list[RecordCell]:
    """What stands in a column, without what says nothing."""
    return [cell for row in sample if not is_nothing(cell := at(row, column))]


def _share(cells: Sequence[_Cell], is_one: Callable[[_Cell], object]) -> float:
    return sum(is_one(cell) is not None for cell in cells) / len(cells) if cells else 0.0


def _times(
    fields: Mapping[int, RecordField], sample: Sequence[Row]
) -> tuple[int | None, int | None, int | None]:
    """The columns of moments, of days alone and of clocks alone."""
    named = [it for wanted in TIMES for it, field in sorted(fields.items()) if field is wanted]
    sorts = {column: _sort_of_times(_cells(sample, column)) for column in named}
    full = next((column for column, sort in sorts.items() if sort == _FULL), None)
    if full is not None:
        return full, None, None
    day = next((column for column, sort in sorts.items() if sort == _DAY), None)
    clock = next((column for column, sort in sorts.items() if sort == _CLOCK), None)
    if day is None and clock is None:
        # Nothing can be read there: each row will be told.
        return next(iter(sorts), None), None, None
    return None, day, clock


def _sort_of_times(cells: Sequence[RecordCell]) -> str:
    found = [it for cell in cells if (it := read_moment(cell))]
    counts = Counter(
        _FULL if it.has_day and it.clock else _DAY if it.has_day else _CLOCK for it in found
    )
    if counts[_FULL]:
        return _FULL
    return counts.most_common(1)[0][0] if len(found) > len(cells) * _SOME else ""


def _is_to_second(cells: Iterable[RecordCell]) -> bool:
    """Whether moments that are no text have seconds: Excel may have cut them off."""
    return any(isinstance(cell, datetime) and cell.second for cell in cells) or any(
        isinstance(cell, float) and (found := read_moment(cell)) and found.has_seconds
        for cell in cells
    )


def _direction(
    headings: Row, fields: Mapping[int, RecordField], sample: Sequence[Row]
) -> int | None:
    """The column whose values say who called; its heading may say anything."""
    shares = {
        column: _share(_cells(sample, column), read_direction)
        for column in range(len(headings))
        if fields.get(column, RecordField.DIRECTION) is RecordField.DIRECTION
    }
    named = {column: it for column, it in shares.items() if column in fields and it >= _MOST}
    found = named or {column: it for column, it in shares.items() if it >= _NEARLY_ALL}
    return max(found, key=lambda column: found[column], default=None)


def has_codes(fields: Mapping[int, RecordField], sample: Sequence[Row]) -> bool:
    """Whether a column must say who called, though in numbers of its own: 1, 2, 3."""
    return any(
        _share(_cells(sample, column), _code) >= _MOST
        for column, field in fields.items()
        if field is RecordField.DIRECTION
    )


def _code(cell: RecordCell) -> RecordCell:
    return cell if _CODE.fullmatch(normal(cell)) else None


def _party(fields: Mapping[int, RecordField], sample: Sequence[Row]) -> int | None:
    """The column of the other side; of several, the first that holds several numbers."""
    columns = [column for column, field in sorted(fields.items()) if field is RecordField.PARTY]
    held = {column: _cells(sample, column) for column in columns}
    usable = [it for it in columns if _share(held[it], _number) >= _SOME] or columns
    varied = [it for it in usable if len(set(map(normal, held[it]))) > 1]
    return next(iter(varied or usable), None)


def _number(cell: RecordCell) -> RecordCell:
    """The cell, if it may hold a telephone number."""
    return cell if is_number(cell) else None


def _other_length(
    fields: Mapping[int, RecordField], sample: Sequence[Row], moment: int | None
) -> int | None:
    """通话时间 may be how long a call lasted, where another column tells when it was."""
    if moment is None:
        return None
    others = (it for it, field in sorted(fields.items()) if field is RecordField.MOMENT)
    return next((it for it in others if _sort_of_times(_cells(sample, it)) != _FULL), None)


def _origin(first: Mapping[RecordField, int], words: Sequence[str], *, is_sent: bool) -> Origin:
    """Who kept a record, by the words it has for directions."""
    if not words:
        both = RecordField.CALLER in first and RecordField.CALLEE in first
        return Origin.CARRIER if both else Origin.HAND
    if _share(words, _BY_CARRIER.search) >= _MOST:
        return Origin.CARRIER
    return Origin.CARRIER if is_sent and RecordField.TEXT not in first else Origin.PHONE


def _method(
    headings: Row,
    title: str,
    *,
    is_sent: bool,
    has_text: bool,
    has_length: bool,
) -> Method:
    """By what people were contacted, where no row tells."""
    if _OF_WHATSAPP in map(label, headings):
        return Method.OTHER
    is_message = is_sent or has_text or _OF_MESSAGES.search(normal(title))
    return Method.MESSAGE if is_message and not has_length else Method.CALL


def _sort(headings: Row, sample: Sequence[Row]) -> int | None:
    columns = [column for column, cell in enumerate(headings) if label(cell) in SORTS]
    shares = {it: _share(_cells(sample, it), method_of) for it in columns}
    return next((column for column, share in shares.items() if share >= _MOST), None)


def is_on_a_side(columns: Columns, sample: Sequence[Row], own: Collection[str]) -> bool:
    """Whether a number that is known to be the phone's called or was called."""
    return any(not side.isdisjoint(own) for side in _sides(columns, sample))


def own_by_values(columns: Columns, sample: Sequence[Row]) -> frozenset[str]:
    """The key of the one number that is on one side of every call; none where two are."""
    if columns.party is not None or columns.caller is None or columns.callee is None:
        return frozenset()
    sides = _sides(columns, sample)
    common = frozenset[str]().union(*sides).intersection(*filter(None, sides))
    return common if len(common) == 1 else frozenset()


def _sides(columns: Columns, sample: Sequence[Row]) -> list[set[str]]:
    cells = ([at(row, columns.caller), at(row, columns.callee)] for row in sample)
    return [{phone_key(normal(cell)) for cell in row if is_number(cell)} for row in cells]
