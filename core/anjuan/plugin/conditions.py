"""What kind.toml may ask of a case before a paper of it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from anjuan.case.columns import Column
from anjuan.case.keys import label_key
from anjuan.case.proceedings import AWAITING, Answer, Course
from anjuan.case.records.rows import Proceeding
from anjuan.case.sheets import Table
from anjuan.case.text import value_text
from anjuan.chinese import suggestion
from anjuan.errors import ConfigError
from anjuan.frozen import frozen
from anjuan.messages import Message, public
from anjuan.plugin.kinds import Matter
from anjuan.plugin.manifest import Bounds, Wanted
from anjuan.plugin.references import (
    Named,
    NamedColumn,
    NamedCount,
    NamedSheet,
    NamedStep,
    column_of,
    named,
)
from anjuan.plugin.sorts import seen, sort_of_column
from anjuan.word.comparing import compare, day_of, number_of
from anjuan.word.values import NO, YES, Sort

# What is no text → how it is read where it is written in quotes, and an example.
_READ: Mapping[Sort, tuple[Callable[[str], object], str]] = MappingProxyType(
    {Sort.NUMBER: (number_of, "9000"), Sort.DAY: (day_of, "2026-03-05")}
)

_CAME: Mapping[Answer, str] = {
    Answer.REFUSED: "被拒绝",
    Answer.UPHELD: "被维持",
    Answer.GRANTED: "得到支持",
}


@frozen
class Condition:
    """One condition.

    Attributes:
        thing: what is looked at.
        wanted: something, nothing, one of these, or so much.
        words: as written; empty for bounds.
    """

    thing: Named
    wanted: bool | tuple[object, ...] | Bounds
    words: tuple[str, ...]

    def holds(self, matter: Matter, about: str = "") -> bool:
        """Whether a case meets it.

        Args:
            matter: the case and the day of filing.
            about: the institution whose rows of 办理记录 count; empty = all.
        """
        thing, wanted = self.thing, self.wanted
        if isinstance(thing, NamedSheet):
            return bool(thing.rows(matter.case)) is wanted
        if isinstance(thing, NamedStep) and not thing.fact:
            return (thing.course(matter, about) is not None) is wanted
        value = _value(thing, matter, about)
        if isinstance(wanted, Bounds):
            return _is_within(value, wanted)
        if isinstance(wanted, bool):
            return (value not in (None, "")) is wanted
        shown = seen(value)
        return any(_is_same(shown, word) for word in wanted)

    def unmet(self, matter: Matter, about: str = "") -> Message:
        """Why a case does not meet it; arguments as of `holds`."""
        thing, wanted = self.thing, self.wanted
        if isinstance(thing, NamedSheet):
            there = "没有" if wanted else "有"
            return Message("“{}”表里{}本案的内容。", thing.sheet.name, public(there))
        if isinstance(thing, NamedStep):
            return self._unmet_step(thing, matter, about)
        if isinstance(wanted, Bounds):
            return Message("“{}”{}。", thing.name, _how_much(_value(thing, matter, about), wanted))
        if isinstance(wanted, bool):
            there = "没有填写" if wanted else "填写了"
            return Message("{}“{}”。", public(there), thing.name)
        return Message("“{}”不是{}。", thing.name, [Message("“{}”", it) for it in self.words])

    def _unmet_step(self, thing: NamedStep, matter: Matter, about: str) -> Message:
        done = thing.course(matter, about)
        if done is None:
            return Message("办理记录里没有“{}”。", public(thing.step.value))
        where = told_row(done.last)
        if not thing.fact:
            return Message("办理记录里已经有{}。", where)
        value, wanted = thing.value(matter, about), self.wanted
        if isinstance(value, bool):
            return Message("{}{}。", where, public(thing.said(value)))
        title = public(thing.fact)
        if isinstance(wanted, Bounds):
            if value is None and done.answered_by:
                return Message("{}已经有答复（{}）。", where, told_row(done.answered_by))
            return Message("{}的“{}”{}。", where, title, _how_much(value, wanted))
        if isinstance(wanted, bool):
            there = "没有内容" if wanted else "有内容"
            return Message("{}的“{}”{}。", where, title, public(there))
        words = [Message("“{}”", word) for word in self.words]
        return Message("{}的“{}”不是{}。", where, title, words)

    def course(self, matter: Matter, about: str = "") -> Course | None:
        """What was done, where the condition asks for that and not that it wasn't."""
        is_about = isinstance(self.thing, NamedStep) and self.wanted is not False
        return self.thing.course(matter, about) if is_about else None  # type: ignore[union-attr]


def told_row(row: Proceeding) -> Message:
    """`报案（办理记录 A5，2026-04-03）`: which row is meant."""
    cell = public(row.place("day").cell.strip() or str(row.origin.row))
    step = public(value_text(row.step))
    if not row.day:
        return Message("{}（办理记录 {}）", step, cell)
    return Message("{}（办理记录 {}，{}）", step, cell, row.day)


def told_course(done: Course) -> Message:
    """`2026-04-03 报案（某某分局），至今未见答复`: what was done last, and what came of it."""
    where = Message("（{}）", done.institution) if done.institution else Message("")
    day = Message("{} ", done.last.day) if done.last.day else Message("")
    told = Message("{}{}{}", day, public(done.step.value), where)
    if done.step not in AWAITING:
        return told
    if done.answer is Answer.NONE:
        return Message("{}，至今未见答复", told)
    what = public(_CAME.get(done.answer, "收到答复"))
    since = Message("{} ", done.answered_on) if done.answered_on else public("已经")
    return Message("{}，{}{}", told, since, what)


def condition(name: str, wanted: Wanted, place: Message, table: Table) -> Condition:
    """A condition as a manifest has it.

    Args:
        name: of the column, sheet, count or 事项.
        wanted: what has to stand there.
        place: the file, as a message begins.
        table: our sheets, with the columns that plug-ins add.

    Raises:
        ConfigError: there is no such name, or nothing like that can stand there.
    """
    thing = named(name, Message("{}的 applies 里的", place), table)
    if isinstance(thing, NamedSheet) and not isinstance(wanted, bool):
        raise ConfigError("{}的 applies.{} 是工作表，只能写 true 或 false。", place, name)
    if _is_bare_step(thing) and not isinstance(wanted, bool):
        raise ConfigError("{}的 applies.{} 是一个事项，只能写 true 或 false。", place, name)
    column, sort = _column_and_sort(thing, name, table)
    if isinstance(wanted, Bounds):
        _refuse_bounds(name, wanted, sort, place)
        return Condition(thing, wanted, ())
    if isinstance(wanted, bool):
        is_flag = sort is Sort.FLAG and not _is_bare_step(thing)
        return Condition(thing, (seen(wanted),) if is_flag else wanted, (value_text(wanted),))
    meant = tuple(_reading(column, sort, name, word, place) for word in wanted)
    return Condition(thing, meant, wanted)


def _is_bare_step(thing: Named) -> bool:
    return isinstance(thing, NamedStep) and not thing.fact


def _column_and_sort(thing: Named, name: str, table: Table) -> tuple[Column, Sort]:
    if isinstance(thing, NamedColumn):
        column = column_of(name, table)
        return column, sort_of_column(column)
    sort = thing.sort if isinstance(thing, NamedStep | NamedCount) else Sort.TEXT
    choices = (str(YES), str(NO)) if sort is Sort.FLAG else ()
    return Column(name, choices=choices), sort


def _refuse_bounds(name: str, wanted: Bounds, sort: Sort, place: Message) -> None:
    if sort is not Sort.NUMBER:
        raise ConfigError("{}的 applies.{} 不是数目，不能写 at_least 和 at_most。", place, name)
    if wanted.at_least is None and wanted.at_most is None:
        raise ConfigError("{}的 applies.{} 要写 at_least 或 at_most。", place, name)


def _reading(column: Column, sort: Sort, name: str, word: str, place: Message) -> object:
    """A word of a condition as what the column holds."""
    if column.choices and word not in column.choices:
        near = suggestion(word, column.choices)
        raise ConfigError(
            "{}的 applies.{}：“{}”不是“{}”的可选值。{}可以写：{}。",
            *(place, name, word, name, near, public(column.choices)),
        )
    read, example = _READ.get(sort, (str, ""))
    value = read(word)
    if value is None:
        raise ConfigError(
            '{}的 applies.{}：“{}”不是{}。请写成 "{}" 这样。',
            *(place, name, word, public(sort.value), public(example)),
        )
    return value


def _value(thing: NamedColumn | NamedStep | NamedCount, matter: Matter, about: str) -> object:
    if isinstance(thing, NamedStep):
        return thing.value(matter, about)
    return thing.value(matter) if isinstance(thing, NamedCount) else thing.value(matter.case)


def _is_within(value: object, wanted: Bounds) -> bool:
    if not isinstance(value, int | Decimal):
        return False
    least, most = wanted.at_least, wanted.at_most
    return (least is None or value >= least) and (most is None or value <= most)


def _how_much(value: object, wanted: Bounds) -> Message:
    if not isinstance(value, int | Decimal):
        return Message("没有内容")
    if wanted.at_least is not None and value < wanted.at_least:
        return Message("是 {}，不到 {}", value, public(wanted.at_least))
    return Message("是 {}，超过 {}", value, public(wanted.at_most))


def _is_same(value: object, word: object) -> bool:
    if type(value) is str and type(word) is str:
        return label_key(value) == label_key(word)
    return compare("eq", value, word)


def first_unmet(
    conditions: Iterable[Condition],
    any_of: Iterable[Condition],
    matter: Matter,
    about: str = "",
) -> Message | None:
    """Why a case is not concerned; None where it is.

    Args:
        conditions: each of them has to hold.
        any_of: one of them has to, where there are any.
        matter: the case and the day of filing.
        about: as of `Condition.holds`.
    """
    for it in conditions:
        if not it.holds(matter, about):
            return it.unmet(matter, about)
    choices = tuple(any_of)
    if not choices or any(it.holds(matter, about) for it in choices):
        return None
    told = tuple(dict.fromkeys(it.unmet(matter, about) for it in choices))
    return Message("几条里一条也不满足：" + "{}" * len(told), *told)
