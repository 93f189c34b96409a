"""The names and values a template sees: Chinese headings and English attributes, text only.

A view is all a template can reach: it answers names with text, other views or lists of them,
never with a Python object. An empty cell may be tested, not printed: a printed blank would be
a silently empty clause, so the document is refused with the cell (design.md §7, promise 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from anjuan.case.columns import Field, fields_of
from anjuan.case.records import Case, Client, Evidence, Incident, Institution, Loss, Record
from anjuan.case.sheets import CASES, EVIDENCE, INCIDENTS, INSTITUTIONS, LOSSES
from anjuan.documents.computed import _COMPUTED
from anjuan.documents.planning import Document
from anjuan.documents.record_views import RecordView, _blank, _empty_cell, template_value
from anjuan.errors import PluginError
from anjuan.plugin.guard import guard
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Brief
from anjuan.word.views import Trace, View


def names_for(document: Document, trace: Trace, plugins: Plugins) -> Names:
    """All that a document's template may ask for: the core's names and the plug-in's own.

    Raises:
        PluginError: the plug-in's code broke, or it returned what a template can't use.
    """
    matter = document.matter
    brief = Brief(matter.case, matter.law, matter.filing_date, document.recipient)
    names = Names(brief, document.title, trace)
    with guard(plugins.owners[document.kind.name]):
        for name, value in document.kind.context(brief).items():
            names.add(name, template_value(value, trace, name))
    return names


_SHEETS = {
    Case: CASES,
    Client: CASES,
    Institution: INSTITUTIONS,
    Incident: INCIDENTS,
    Evidence: EVIDENCE,
    Loss: LOSSES,
}
# Chinese and English names of what a case consists of.
_GROUPS = {
    "case": "案件",
    "client": "委托人",
    "creditor": "债权人",
    "platform": "借款平台",
    "collector": "催收机构",
    "incidents": INCIDENTS.name,
    "evidence": EVIDENCE.name,
    "losses": LOSSES.name,
}


class Names(Mapping[str, object]):
    """All names that a template of one document may use.

    The columns of sheet 案件 are usable without their group (`{{ 委托人姓名 }}`); a group's own
    name comes first.

    Args:
        brief: case, recipient, law and day of filing.
        title: of the document.
        trace: takes down what is touched.
    """

    def __init__(self, brief: Brief, title: str, trace: Trace) -> None:
        case, recipient = brief.case, brief.recipient
        self._brief = brief
        self._trace = trace
        self._whole = RecordView(case, trace)
        groups = {
            "case": self._whole,
            "client": RecordView(case.client, trace, case.origin),
            "creditor": _party(case, "creditor", case.creditor, trace),
            "platform": _party(case, "platform", case.platform, trace),
            "collector": _party(case, "collector", case.collector, trace),
            "incidents": _rows(case.incidents, trace),
            "evidence": _rows(case.evidence, trace),
            "losses": _rows(case.losses, trace),
        }
        self._values: dict[str, object] = dict(groups)
        self._values.update((_GROUPS[english], value) for english, value in groups.items())
        self._values["recipient"] = self._values["收文单位"] = recipient.name or _blank("收文单位")
        self._values["收文机构"] = (
            RecordView(recipient.institution, trace)
            if recipient.institution
            else _blank("收文机构")
        )
        self._values["title"] = self._values["文书名"] = title

    def add(self, name: str, value: object) -> None:
        """Take in a plug-in's own value.

        Raises:
            PluginError: the core has that name already.
        """
        if name in self:
            raise PluginError("模板变量“{}”是核心已有的名字，插件不能改。", name)
        self._values[name] = value

    def __contains__(self, name: object) -> bool:
        return name in self._values or name in _COMPUTED or self._whole.has(name)

    def __getitem__(self, name: str) -> object:
        if name not in self._values:
            made = _COMPUTED.get(name)
            self._values[name] = (
                made(self._brief, self._trace) if made else self._whole.look_up(name)
            )
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._values, *_COMPUTED, *self._whole.names())))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def template_names() -> dict[str, tuple[str, str]]:
    """Chinese and English template name of every column, by `sheet!heading`, for the reference."""
    names = {}
    for record, sheet in _SHEETS.items():
        for item in fields_of(record):
            owner, english = _owner(record, item)
            names[f"{sheet.name}!{item.column.heading}"] = (
                f"{owner}.{item.column.name}",
                f"{english}.{item.attribute}",
            )
    return names


def _owner(record: type[Any], item: Field) -> tuple[str, str]:
    if record is Case:
        return ("委托人", "client") if len(item.path) > 1 else ("案件", "case")
    return {
        Client: ("委托人", "client"),
        Institution: ("债权人", "creditor"),
        Incident: ("记录", "incident"),
        Evidence: ("证据", "exhibit"),
        Loss: ("损失", "loss"),
    }[record]


def _party(case: Case, attribute: str, institution: Institution | None, trace: Trace) -> object:
    if institution is not None:
        return RecordView(institution, trace)
    return _empty_cell(case.origin, CASES.heading(attribute), case.number)


def _rows(records: Iterable[Record], trace: Trace) -> tuple[View, ...]:
    return tuple(RecordView(record, trace) for record in records)
