"""Facts in a few words, from rows: what stands beside a citation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from anjuan import (
    NIGHT_STARTS,
    Incident,
    Method,
    Moment,
    Nature,
    date_text,
    how_many,
    is_at_night,
    moment_text,
)
from anjuan_plugins.kinds.facts import rows as facts

_COUNTED: Mapping[str, tuple[str, str]] = {
    Method.CALL: ("来电", "次"),
    Method.MESSAGE: ("短信", "条"),
    Method.WECHAT: ("微信消息", "条"),
    Method.VISIT: ("上门", "次"),
}
_OTHERWISE = ("以其他方式联系", "次")
_MOST_NAMES = 3


def counted(rows: Iterable[Incident]) -> str:
    """`来电41次、短信1条`: each channel apart, in the order of its first row."""
    totals: Counter[tuple[str, str]] = Counter()
    for row in rows:
        totals[_COUNTED.get(row.method, _OTHERWISE)] += row.count
    return "、".join(f"{word}{total}{unit}" for (word, unit), total in totals.items())


def days(rows: Iterable[Incident]) -> str:
    """`2026年3月5日`, or `2026年3月5日至9日`; a rough date stands as it was typed."""
    moments = sorted((row.moment for row in rows if row.moment), key=lambda moment: moment.sort_key)
    first, last = moments[0], moments[-1]
    if not (first.exact_day and last.exact_day):
        texts = dict.fromkeys(map(_day_text, (first, last)))
        return "至".join(texts)
    return span(first.day, last.day)


def _day_text(moment: Moment) -> str:
    return date_text(moment.day) if moment.exact_day else moment_text(moment)


def span(first: date, last: date) -> str:
    """The days from one to another, what they share said once."""
    text = date_text(first)
    if first == last:
        return text
    if first.year != last.year:
        return f"{text}至{date_text(last)}"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{text}至{month}{last.day}日"


def acts(rows: tuple[Incident, ...]) -> str:
    """`2026年3月5日至9日来电41次、短信1条`."""
    return days(rows) + counted(rows)


def acts_upon(rows: tuple[Incident, ...]) -> str:
    """`2026年3月5日至7日联系陈父、陈母、林同事，来电27次`."""
    return f"{days(rows)}联系{names(rows)}，{counted(rows)}"


def names(rows: Iterable[Incident]) -> str:
    """Who was reached: `陈父、陈母、林同事`, or `陈父等5人`."""
    found = tuple(dict.fromkeys(row.victim for row in rows))
    if len(found) <= _MOST_NAMES:
        return "、".join(found)
    return f"{found[0]}等{how_many(found)}人"


def at_night(rows: tuple[Incident, ...]) -> str:
    """`2026年4月1日22时后来电3次`; over both ends of the night `22时至次日8时之间`."""
    late = {row.moment.clock >= NIGHT_STARTS for row in rows if row.moment and row.moment.clock}
    if late == {True}:
        hours = "22时后"
    elif late == {False}:
        hours = "8时前"
    else:
        hours = "22时至次日8时之间"
    return f"{days(rows)}{hours}{counted(rows)}"


def told(rows: tuple[Incident, ...]) -> str:
    """`2026年3月5日至6日向陈父、林同事透露欠款`."""
    return f"{days(rows)}向{names(rows)}透露欠款"


def conduct(*natures: Nature) -> Callable[[tuple[Incident, ...]], str]:
    """`2026年3月5日来电12次，含有辱骂的言行`: of these natures those that the rows have."""

    def tell(rows: tuple[Incident, ...]) -> str:
        shown = facts.natures(rows)
        words = "、".join(nature for nature in natures if nature in shown)
        return f"{acts(rows)}，含有{words}的言行"

    return tell


def after(day: date) -> Callable[[tuple[Incident, ...]], str]:
    """`2026年3月6日要求停止后，仍有来电8次、短信1条`."""
    return lambda rows: f"{date_text(day)}要求停止后，仍有{counted(rows)}"


def course(
    after_refusal: Iterable[Incident], harsh: tuple[Nature, ...]
) -> Callable[[tuple[Incident, ...]], str]:
    """The acts with what makes them more than contact: at night, after the refusal, harsh words.

    Args:
        after_refusal: the rows after the client had asked that it stop.
        harsh: natures worth telling.
    """
    later = tuple(after_refusal)

    def tell(rows: tuple[Incident, ...]) -> str:
        night = sum(row.count for row in rows if is_at_night(row))
        refused = sum(row.count for row in facts.among(rows, later))
        daily = facts.per_day(rows)
        busiest = max(daily.values()) if len(daily) > 1 else 0
        shown = facts.natures(rows)
        words = "、".join(nature for nature in harsh if nature in shown)
        marks = (
            f"单日最多{busiest}次" if busiest > 1 else "",
            f"22时至次日8时{night}次" if night else "",
            f"要求停止后{refused}次" if refused else "",
            f"并有{words}" if words else "",
        )
        return "，".join((acts(rows), *filter(None, marks)))

    return tell
