"""A row of the workbook, and a plug-in's values, as a template sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import islice
from typing import Any

from anjuan.case.columns import Field, fields_of
from anjuan.case.faulty import FaultyCellError
from anjuan.case.marks import without_marks
from anjuan.case.masking import is_open
from anjuan.case.own import NO_OWN, OWN, Own, is_added
from anjuan.case.records.base import Origin, Record
from anjuan.case.records.institution import Institution
from anjuan.case.records.moment import Moment
from anjuan.case.watching import cell_place, places_of, unwatched
from anjuan.documents.sourcing import from_cells, from_kind
from anjuan.errors import PluginError
from anjuan.messages import Message, plain, public
from anjuan.plugin.sorts import seen
from anjuan.problems import Place, Problem, Rule
from anjuan.word.values import NO, YES, Typed
from anjuan.word.views import Blank, Trace, View

PRINTED_BLANK = Rule("printed-blank", "模板要印的内容是空的。")
COMPARED_BLANK = Rule("compared-blank", "模板要比大小的内容是空的。")

# What has no number of anybody's in it.
_NUMBERS = (int, Typed)
# A list of a plug-in's with more items than this is a runaway generator.
MOST_ITEMS = 100_000


class RecordView(View):
    """A row of the workbook; its values are made when a template asks for them."""

    __slots__ = ("_place", "_record", "_trace")

    def __init__(self, record: Any, trace: Trace, place: Origin | None = None) -> None:
        self._record = record
        self._trace = trace
        self._place: Origin = place or record.origin
        key = id(record), id(self._place)
        kept = trace.known.get(key)
        if kept is None:
            kept = trace.known[key] = ((record, self._place), {})
        # What is printed of it is one of its values.
        self.known = kept[1]

    @property
    def label(self) -> object:
        """Name or number; a row that has neither can't be printed as a whole."""
        known = _fields_by_name(self._record.__class__)
        for name in ("name", "number"):
            if name in known:
                return self.look_up(name)
        return _blank(type(self._record).__name__)

    @property
    def record(self) -> type[Any]:
        """The class of its row."""
        return type(self._record)

    @property
    def own(self) -> tuple[str, ...]:
        """The headings that only the lawyer's workbook has."""
        return tuple(self._extra())

    def names(self) -> tuple[str, ...]:
        """Every name it answers."""
        return (*_fields_by_name(self._record.__class__), *self._added_names(), *self._extra())

    @property
    def added(self) -> tuple[Field, ...]:
        """The columns that plug-ins have added."""
        own: Own = getattr(self._record, OWN, NO_OWN)
        return own.fields

    def _added_names(self) -> Iterator[str]:
        return (name for it in self.added for name in it.names)

    def _added_field(self, name: str) -> Field | None:
        return next((it for it in self.added if name in it.names), None)

    def has(self, name: object) -> bool:
        """True for a name it answers."""
        known = name in _fields_by_name(self._record.__class__)
        return bool(known or self._added_field(str(name)) or self._own_heading(name))

    def _found(self, name: str) -> object:
        """The value under a name; one from a faulty cell is noted as a problem."""
        try:
            known = _fields_by_name(self._record.__class__).get(name)
            item = known or self._added_field(name)
            return self._of_field(item) if item else self._own_text(name)
        except FaultyCellError as error:
            return unreadable(error)

    def _own_text(self, name: str) -> object:
        heading = self._own_heading(name)
        own = plain(self._extra()[heading or name])
        if not own:
            return self._empty(heading)
        place = cell_place(self._place, heading or name, self._trace.about)
        return from_cells(self._trace.hide(own), (place,), self._trace)

    def _of_field(self, item: Field) -> object:
        owner, added = self._record, is_added(item)
        for part in item.path[:-1]:
            owner = getattr(owner, part)
        value = owner[item.attribute] if added else getattr(owner, item.attribute)
        if added and isinstance(value, Institution):
            return RecordView(value, self._trace)
        told = self._told(value, item)
        if self._trace.mark is None or isinstance(told, Blank):
            return told
        places = places_of(owner, item, self._place, self._trace.about)
        return from_cells(told, places, self._trace)

    def _told(self, value: object, item: Field) -> str | int:
        if self._trace.mark is not None:
            value = unwatched(value)
        shown = value if type(value) is str else seen(value, item.column.type)
        # 否 and zero are false, and yet are something.
        if shown == "":
            return self._empty(item.column.heading)
        if isinstance(shown, _NUMBERS) or is_open(item.attribute, item.column):
            return shown
        return self._trace.hide(plain(str(shown)))

    def _extra(self) -> Mapping[str, str]:
        return getattr(self._record, "extra", {})

    def _own_heading(self, name: object) -> str:
        """The lawyer's own column that is meant; empty where there is none of this name."""
        record = self._record
        return record.own_heading(str(name)) if isinstance(record, Record) else ""

    def _empty(self, heading: str) -> Blank:
        return _empty_cell(self._place, heading, self._trace.about)


@cache
def _fields_by_name(record: type[Any]) -> Mapping[str, Field]:
    """Fields of a class of records by attribute, heading and short name."""
    return {name: item for item in fields_of(record) for name in item.names}


def template_value(value: object, trace: Trace, name: str) -> object:
    """What a plug-in's context value becomes in a template.

    Raises:
        PluginError: a type that would print as a Python artefact (float, None inside a list…).
    """
    if trace.mark is None:
        # Nearly all values are of one of these.
        if type(value) is str:
            return (value and trace.hide(value)) or _blank(name)
        if type(value) is bool:
            return YES if value else NO
    if type(value) in (list, tuple):
        return _listed(value, trace, name)
    shown = _shown(value, trace)
    if shown is not None:
        return _blank(name) if shown == "" else from_kind(shown, value, trace, name)
    if isinstance(value, View):
        return value
    if isinstance(value, Record):
        return RecordView(value, trace)
    if isinstance(value, Mapping):
        return View(
            {name: template_value(item, trace, name) for name, item in _by_text(value)},
            _blank(name),
        )
    if isinstance(value, Iterable):
        return _listed(value, trace, name)
    raise PluginError(
        "模板变量“{}”的值是 {}，模板里用不了。"
        "请改成文字、整数、Decimal、date、记录，或它们的清单。",
        *(name, public(type(value).__name__)),
    )


def _listed(value: Any, trace: Trace, name: str) -> tuple[object, ...]:
    items = tuple(islice(value, MOST_ITEMS + 1))
    if len(items) > MOST_ITEMS:
        raise PluginError("模板变量“{}”超过 {} 项，多半没有尽头。", name, public(MOST_ITEMS))
    if trace.mark is None and set(map(type, items)) == {str} and all(items):
        whole = "\n".join(items)
        if trace.hide(whole) == whole:
            # No line of it holds what is hidden.
            return items
    return tuple(template_value(item, trace, name) for item in items)


def _shown(value: object, trace: Trace) -> str | int | None:
    """A single value as a template sees it, empty of nothing; None of what is no such value."""
    if isinstance(value, str):
        return trace.hide(without_marks(plain(value)))
    if isinstance(value, bool):
        return seen(value)
    if isinstance(value, int):
        return int.__int__(value)
    if value is None or isinstance(value, Decimal | date | Moment):
        return seen(unwatched(value))
    return None


def _by_text(mapping: Mapping[Any, object]) -> Iterator[tuple[str, object]]:
    return ((plain(str(key)), item) for key, item in mapping.items())


def unreadable(error: FaultyCellError) -> Blank:
    """What stands for a value that comes of a faulty cell; that it was looked at is noted."""
    problem = error.problem
    return Blank(lambda: problem)


def _empty_cell(place: Origin, heading: str, case_number: str) -> Blank:
    of = place, heading, case_number
    return Blank(
        partial(_empty_cell_problem, *of, _PRINTED), partial(_empty_cell_problem, *of, _COMPARED)
    )


# What a template does with an empty value → the rule, what is told, and what to do.
_Use = tuple[Rule, str, str]
_PRINTED = (
    PRINTED_BLANK, "而模板要把它印出来。", "请在模板里用 {% if %} 判断有内容才印。"
)  # fmt: skip
_COMPARED = (
    COMPARED_BLANK,
    "而模板要拿它比大小。",
    "请在模板里先判断它有没有内容，如 {% if 案件.落款日期 and 案件.落款日期 > … %}。",
)


def _empty_cell_problem(place: Origin, heading: str, case_number: str, use: _Use) -> Problem:
    cell = place.cell(heading) or f"A{place.row}"
    rule, why, remedy = use
    found = Place(place.sheet, cell, heading, case_number)
    otherwise = Message("请补上；或{}", public(remedy.removeprefix("请")))
    return rule.on(found, Message("是空的，{}", public(why)), otherwise)


# A batch has the same few names again and again.
@lru_cache(maxsize=1000)
def _blank(name: str) -> Blank:
    told = partial(_empty_name_problem, name)
    return Blank(partial(told, _PRINTED), partial(told, _COMPARED))


def _empty_name_problem(name: str, use: _Use) -> Problem:
    rule, why, remedy = use
    return rule.on(Place("模板", heading=name), Message("没有内容，{}", public(why)), remedy)
