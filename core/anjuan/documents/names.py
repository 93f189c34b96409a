"""The names and values a template sees: Chinese headings and English attributes, text only.

A view is all a template can reach: it answers names with text, other views or lists of them,
never with a Python object. An empty cell may be tested, not printed: a printed blank would be
a silently empty clause, so the document is refused with the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from anjuan.case.columns import Field, fields_of
from anjuan.case.faulty import FaultyCellError, faulty_institution
from anjuan.case.masking import hiding
from anjuan.case.records.case import Case
from anjuan.case.records.client import Client
from anjuan.case.records.incident import Incident
from anjuan.case.records.institution import Institution
from anjuan.case.records.rows import Evidence, Loss, Proceeding, Witness
from anjuan.case.sheets import (
    CASE_NAMES,
    CASES,
    INSTITUTION_ATTRIBUTES,
    OURS,
    ROW_SHEETS,
    SHEETS,
    Table,
)
from anjuan.documents.computed import _COMPUTED
from anjuan.documents.phrases import Phrase
from anjuan.documents.planning import Document, as_handed
from anjuan.documents.record_views import (
    RecordView,
    _blank,
    _empty_cell,
    template_value,
    unreadable,
)
from anjuan.documents.sourcing import from_kind
from anjuan.errors import PluginError
from anjuan.plugin import answers
from anjuan.plugin.guard import called, guard, place_of, told_at
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Brief, TemplateName
from anjuan.word.lines import render_text
from anjuan.word.views import Blank, LazyNames, Trace


def names_for(document: Document, trace: Trace, plugins: Plugins) -> Names:
    """All that a document's template may ask for: the core's names and the plug-in's own.

    Where the kind looks at a faulty cell, the trace has a hit and its own names are wanting. From
    here on numbers of cards and of other people are shown in part only, whatever the kind does.

    Raises:
        PluginError: the plug-in's code broke, or it returned what a template can't use.
    """
    # The case as it was read: who only looks for telephone numbers touches no cell.
    trace.hide = hiding(document.case)
    brief = _brief(document, trace)
    names = Names(brief, document.title, trace, plugins)
    owner = plugins.owners[document.kind.name]
    try:
        context = document.kind.context
        with guard(owner), told_at(place_of, context):
            names.take(context(brief), owner)
    except PluginError:
        # What comes of a faulty cell is told as what it is.
        if not trace.hits:
            raise
    return names


def _brief(document: Document, trace: Trace) -> Brief:
    matter, recipient = document.matter, document.recipient
    if recipient.institution:
        institution = faulty_institution(recipient.institution, document.faults, trace.hit)
        recipient = replace(recipient, institution=institution)
    brief = Brief(matter.case, matter.law, matter.filing_date, recipient, folder=matter.folder)
    return as_handed(brief, document.faults, trace.hit)


_SHEETS = {**{sheet.record: sheet for sheet in SHEETS}, Client: CASES}


class Names(LazyNames):
    """All names that a template of one document may use.

    The columns of sheet 案件 are usable without their group (`{{ 委托人姓名 }}`); a group's own
    name comes first.

    Args:
        brief: case, recipient, law and day of filing.
        title: of the document.
        trace: takes down what is touched.
        plugins: may offer further names; None = only the core's.
    """

    def __init__(
        self, brief: Brief, title: str, trace: Trace, plugins: Plugins | None = None
    ) -> None:
        self._brief = brief
        self._trace = trace
        self._offered = plugins.names if plugins else {}
        self._asked_later: dict[str, tuple[Callable[[], object], str]] = {}
        self._sandbox = plugins.sandbox if plugins else None
        # Columns of the lawyer's or of plug-ins', and their sheets: few workbooks have any.
        self._has_own = bool(brief.case.extra or brief.case.own)
        self._own_rows = brief.case.own_rows
        self._row_names = self._own_rows.names
        told = from_kind(title, title, trace, "文书名")
        self.known = {"title": told, "文书名": told}

    def take(self, given: Mapping[str, object], owner: str) -> None:
        """Take in a plug-in's own names; runs inside the guard.

        Args:
            given: by name the value, or a function that is asked for it when a template does.
            owner: the plug-in.

        Raises:
            PluginError: the core has a name already, or a template can't use a value.
        """
        named = {
            (it if type(it) is str else answers.text(it, "模板变量的名字是")): value
            for it, value in given.items()
        }
        if taken := self._core_names_among(named):
            raise PluginError("模板变量“{}”是核心已有的名字，插件不能改。", taken[0])
        for name, value in named.items():
            if callable(value):
                self._asked_later[name] = (value, owner)
            else:
                self.known[name] = template_value(value, self._trace, name)

    def _core_names_among(self, names: Iterable[str]) -> Sequence[str]:
        if not (self._has_own or self._row_names) and _CORE_NAMES.isdisjoint(names):
            return ()
        return [*filter(self._is_core_name, names)]

    @property
    def _whole(self) -> RecordView:
        return RecordView(self._brief.case, self._trace)

    def _is_core_name(self, name: object) -> bool:
        own = self._has_own and self._whole.has(name)
        return name in _CORE_NAMES or name in self._row_names or own

    def __contains__(self, name: object) -> bool:
        return (
            name in self.known
            or name in self._asked_later
            or name in self._offered
            or self._is_core_name(name)
        )

    def __getitem__(self, name: str) -> object:
        if name in self.known:
            return self.known[name]
        later = self._asked_later.get(name)
        value = self._asked(name, *later) if later else self._made(name)
        self.known[name] = value
        return value

    def _made(self, name: str) -> object:
        if name in _MADE:
            try:
                return _MADE[name](self._brief, self._trace)
            except FaultyCellError as error:
                return unreadable(error)
        if name in self._row_names:
            return template_value(self._own_rows.called(name), self._trace, name)
        if name in self._offered:
            offered, owner = self._offered[name]
            if offered.phrase:
                return Phrase(name, partial(self._filled_in, offered, owner), self._trace)
            return self._asked(name, partial(offered.value, self._brief), owner)
        return self._whole.look_up(name)

    def _asked(self, name: str, ask: Callable[[], object], owner: str) -> object:
        """What a plug-in answers."""
        try:
            return called(owner, self._answer, name, ask)
        except PluginError:
            # What comes of a faulty cell is told as what it is, and once: the trace has it.
            if not self._trace.hits:
                raise
            told = next(reversed(self._trace.hits))
            return Blank(lambda: told)

    def _answer(self, name: str, ask: Callable[[], object]) -> object:
        return template_value(ask(), self._trace, name)

    def _filled_in(self, offered: TemplateName, owner: str, trace: Trace) -> str:
        """A phrase, with the names that this paper's template has."""
        assert self._sandbox
        return called(owner, render_text, offered.phrase, self, trace, self._sandbox)

    def __iter__(self) -> Iterator[str]:
        own = (*self._row_names, *self._asked_later, *self.known)
        return iter(dict.fromkeys((*_MADE, *self._offered, *own, *self._whole.names())))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def template_names(table: Table = OURS) -> dict[str, tuple[str, str]]:
    """Chinese and English template name of every column, by `sheet!heading`, for the reference."""
    names = {}
    for record, sheet in _SHEETS.items():
        for item in fields_of(record):
            owner, english = _owner(record, item)
            names[f"{sheet.name}!{item.column.heading}"] = (
                f"{owner}.{item.column.name}",
                f"{english}.{item.attribute}",
            )
    for sheet in table.sheets:
        for item in sheet.fields if sheet.own_name else sheet.added:
            own = (sheet.name, sheet.own_name)
            owner, english = own if sheet.own_name else _owner(sheet.record, item)
            names[f"{sheet.name}!{item.column.heading}"] = (
                f"{owner}.{item.column.name}",
                f"{english}.{item.attribute}",
            )
    return names


def _owner(record: type[Any], item: Field) -> tuple[str, str]:
    if record is Case:
        return ("委托人", "client") if item.path[0] == "client" else ("案件", "case")
    return {
        Client: ("委托人", "client"),
        Institution: ("债权人", "creditor"),
        Incident: ("记录", "incident"),
        Evidence: ("证据", "exhibit"),
        Loss: ("损失", "loss"),
        Witness: ("证人", "witness"),
        Proceeding: ("步骤", "proceeding"),
    }[record]


def _party(attribute: str, brief: Brief, trace: Trace) -> object:
    case = brief.case
    institution: Institution | None = getattr(case, attribute)
    if institution is not None:
        return RecordView(institution, trace)
    return _empty_cell(case.origin, CASES.heading(attribute), case.number)


def _rows(attribute: str, brief: Brief, trace: Trace) -> object:
    return tuple(RecordView(record, trace) for record in getattr(brief.case, attribute))


def _client(brief: Brief, trace: Trace) -> object:
    return RecordView(brief.case.client, trace, brief.case.origin)


def _recipient(brief: Brief, trace: Trace) -> object:
    return template_value(brief.recipient.name, trace, "收文单位")


def _recipient_institution(brief: Brief, trace: Trace) -> object:
    institution = brief.recipient.institution
    return RecordView(institution, trace) if institution else _blank("收文机构")


_Made = Callable[[Brief, Trace], object]
# What a case consists of, by Chinese and English name.
_PARTS: Mapping[tuple[str, ...], _Made] = {
    ("案件", "case"): lambda brief, trace: RecordView(brief.case, trace),
    ("委托人", "client"): _client,
    **{
        (CASES.heading(attribute), attribute): partial(_party, attribute)
        for attribute in INSTITUTION_ATTRIBUTES
    },
    **{
        (sheet.name, attribute): partial(_rows, attribute)
        for attribute, sheet in ROW_SHEETS.items()
    },
    ("收文单位", "recipient"): _recipient,
    ("收文机构",): _recipient_institution,
}
# Names that are made only when a template asks for them.
_MADE: Mapping[str, _Made] = {
    **{name: made for names, made in _PARTS.items() for name in names},
    **_COMPUTED,
}
_CORE_NAMES = CASE_NAMES.union(_MADE)
