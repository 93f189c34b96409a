"""The names that templates of a kind may use, taken from live values and not from a list.

A case in which nothing is missing shows what the core offers. What a kind adds is seen on the
shipped sample cases: where a list is empty in all of them, nothing is known of its items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import reduce
from typing import Any

from anjuan.case.columns import ColumnType, fields_of
from anjuan.case.keys import name_text, phone_key
from anjuan.case.own import Own
from anjuan.case.records.base import Origin
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.institution import Institution
from anjuan.case.records.own_rows import OwnRows
from anjuan.case.sheets import (
    CASES,
    INSTITUTION_ATTRIBUTES,
    INSTITUTIONS,
    ROW_SHEETS,
    WITNESSES,
    Sheet,
    Table,
    with_rows,
)
from anjuan.documents.names import Names, names_for
from anjuan.documents.phrases import Phrase
from anjuan.documents.planning import Document
from anjuan.documents.proceedings import Steps
from anjuan.documents.record_views import RecordView
from anjuan.documents.shapes import core, record_shape
from anjuan.errors import PluginError
from anjuan.plugin import answers
from anjuan.plugin.facts import STEPS_NAME
from anjuan.plugin.guard import guard
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Brief, Kind, Matter, Recipient
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.word.comparing import sort_of
from anjuan.word.proofreading.shapes import OPEN, TEXT, Shape
from anjuan.word.views import Blank, Trace, View
from anjuan.workbook.cells.values import empty
from anjuan.workbook.parsing import Workbook, load_workbook

_OWN_COLUMN = "如果是自己加的列，请加上 --workbook 案件表 再检查一次。"
_CONTEXT_FREE = next(item.default for item in fields(Kind) if item.name == "context")


class Vocabulary:
    """The names that templates may use.

    Args:
        plugins: loaded plug-ins.
        workbook: whose own columns count as known; None = a hint is given instead.

    Attributes:
        core: the shape of the names that templates of all kinds may use.
    """

    def __init__(self, plugins: Plugins, workbook: Workbook | None = None) -> None:
        table = plugins.table
        own = {} if workbook is None else _own_columns(workbook, table)
        cases = load_workbook(SAMPLE_WORKBOOK, table=table).cases
        self._plugins = plugins
        self._hint = _OWN_COLUMN if workbook is None else ""
        self._samples = [_with_columns(case, own) for case in cases]
        self.core = _core_names(_full_case(own, table), self._samples, plugins, self._hint)

    def of(self, kind: Kind | None) -> Shape:
        """The shape of all names that templates of a kind may use; of none, those of the core."""
        if kind is None or kind.context is _CONTEXT_FREE:
            return self.core
        added = list(_kind_names(kind, self._plugins, self._samples, self._hint))
        if not added:
            return replace(self.core, is_open=True)
        return _together((self.core, *added), self._hint)


def client_values(workbook: Workbook) -> dict[str, str]:
    """Names and numbers of the people of a workbook → what each is, with its case."""
    known: dict[str, str] = {}
    for case in workbook.cases:
        of_people = [(CASES, _CLIENT, case), *((WITNESSES, _WITNESS, it) for it in case.witnesses)]
        for sheet, attributes, row in of_people:
            for item in sheet.fields:
                if item.attribute in attributes:
                    what = f"{item.column.heading}（案件 {case.number}）"
                    value = str(reduce(getattr, item.path, row))
                    known |= {it: what for it in _forms(value, item.attribute) if it not in known}
    return known


# Who must not be left in a template for the next case.
_CLIENT = (
    *("name", "debtor_name", "identity_number", "phone"),
    *("guardian", "guardian_identity_number", "guardian_phone"),
)
_WITNESS = ("name", "identity_number", "phone", "guardian")


def _forms(value: str, attribute: str) -> tuple[str, ...]:
    """A value as it was typed, and in the form in which another would type it."""
    other = phone_key(value) if attribute.endswith("phone") else name_text(value)
    return (value, other) if len(value) > 1 else ()


def _core_names(full: Case, samples: Iterable[Case], plugins: Plugins, hint: str) -> Shape:
    recipient = Recipient(institution=full.creditor)
    cases = (full, *samples)
    briefs = [Brief(case, plugins.law, date.today(), recipient) for case in cases]
    return _together(
        (_shape_of(Names(brief, "文书", Trace(), plugins), hint) for brief in briefs), hint
    )


def _kind_names(
    kind: Kind, plugins: Plugins, samples: Iterable[Case], hint: str
) -> Iterator[Shape]:
    """The names of each document that the kind makes of the sample cases."""
    for case in samples:
        matter = Matter(case, plugins.law, date.today())
        try:
            with guard(plugins.owners[kind.name]):
                spared = answers.spared(kind.applies(matter), kind.help or kind.title)
                recipients = [] if spared else list(kind.recipients(matter))
            for recipient in recipients:
                document = Document(matter, kind, recipient, 1)
                names = names_for(document, Trace(), plugins)
                yield _shape_of(names, hint)
        except PluginError:
            # A kind that can't cope with a sample case: the others tell what it offers.
            continue


def _together(shapes: Iterable[Shape], hint: str) -> Shape:
    whole = Shape(hint=hint)
    for shape in shapes:
        whole = whole.merged(shape)
    return whole


def _shape_of(value: object, hint: str) -> Shape:
    """The shape of what a template gets to see."""
    match value:
        case RecordView():
            # Most values are made only when they are asked for.
            return record_shape(value.record, value.own, hint, value.added)
        case Phrase():
            return TEXT
        case Steps():
            # Whatever was done in this case, another asks for all that may be.
            return core().names[STEPS_NAME]
        case View():
            names = {name: _shape_of(value.look_up(name), hint) for name in value.names()}
            return Shape(names)
        case Names():
            return Shape(_shapes(value, hint), hint=hint)
        case tuple():
            element = OPEN
            for item in value:
                element = element.merged(_shape_of(item, hint))
            return Shape(element=element)
        case Blank():
            # Elsewhere more than a text may stand here.
            return OPEN
        case _:
            return Shape(sort=sort_of(value))


def _shapes(names: Names, hint: str) -> Mapping[str, Shape]:
    """The shape of each name; of what is empty, as generate knows it (shapes.py)."""
    shapes = {name: _shape_of(names[name], hint) for name in names}
    known = {**core().names, **shapes["案件"].names}
    return {
        name: known.get(name, shape) if shape is OPEN else shape for name, shape in shapes.items()
    }


def _own_columns(workbook: Workbook, table: Table) -> dict[str, tuple[str, ...]]:
    """The headings that we don't know, by sheet."""
    own = {}
    for sheet in table.sheets:
        known = {item.column.heading for item in sheet.fields}
        raw = workbook.sheets[sheet.name]
        own[sheet.name] = tuple(heading for heading in raw.columns if heading not in known)
    return own


def _with_columns(case: Case, own: Mapping[str, tuple[str, ...]]) -> Case:
    """The case as if its workbook had these columns too."""

    def extended(record: Any) -> Any:
        headings = own.get(record.origin.sheet, ())
        return replace(record, extra={**record.extra, **dict.fromkeys(headings, "")})

    changes: dict[str, Any] = {
        name: extended(getattr(case, name))
        for name in INSTITUTION_ATTRIBUTES
        if getattr(case, name) is not None
    }
    return with_rows(extended(replace(case, **changes)), extended)


def _full_case(own: Mapping[str, tuple[str, ...]], table: Table) -> Case:
    """A case that has everything, all of it blank."""
    institution = _blank(table.like(INSTITUTIONS))
    rows = {name: (_blank(table.like(sheet), institution),) for name, sheet in ROW_SHEETS.items()}
    own_rows = {it.own_name: (_blank(it, institution),) for it in table.own_sheets}
    titles = {it.own_name: it.name for it in table.own_sheets}
    values: dict[str, Any] = {
        item.attribute: empty(item.column) for item in fields_of(Case) if len(item.path) == 1
    }
    values.update(dict.fromkeys(INSTITUTION_ATTRIBUTES, institution), **rows)
    values["client"] = _empty(Client)
    added = _blank_own(table.like(CASES), institution)
    case = Case(own=added, own_rows=OwnRows(own_rows, titles), origin=Origin(CASES.name), **values)
    return _with_columns(case, own)


def _blank(sheet: Sheet, institution: Institution | None = None) -> Any:
    added = _blank_own(sheet, institution)
    return replace(_empty(sheet.record), own=added, origin=Origin(sheet.name))


def _empty(record: type[Any]) -> Any:
    return record(**{item.attribute: empty(item.column) for item in fields_of(record)})


def _blank_own(sheet: Sheet, institution: Institution | None = None) -> Own:
    found = {
        item.attribute: institution if item.column.type is ColumnType.LINK else empty(item.column)
        for item in sheet.added
    }
    return Own(sheet.added, found)
