"""The names and values a template sees: Chinese headings and English attributes, text only.

A view is all a template can reach: it answers names with text, other views or lists of them,
never with a Python object. An empty cell may be tested, not printed: a printed blank would be
a silently empty clause, so the document is refused with the cell (design.md §7, promise 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from anjuan.columns import Field, fields_of
from anjuan.errors import PluginError
from anjuan.kinds import Recipient
from anjuan.numerals import amount_text, date_text
from anjuan.problems import Problem
from anjuan.records import (
    CASES,
    EVIDENCE,
    INCIDENTS,
    INSTITUTIONS,
    LOSSES,
    Case,
    Client,
    Evidence,
    Incident,
    Institution,
    Loss,
    Origin,
    Record,
)
from anjuan.values import Moment

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


@dataclass
class Trace:
    """What one rendering touched.

    Attributes:
        faults: errors of the workbook by sheet and cell.
        draft: a printed blank becomes a placeholder instead of a problem.
        hits: problems that this rendering ran into, in order, without repeats.
        printed: every text that the template printed, in order.
        typed: those texts that came out of a cell as they were typed.
    """

    faults: Mapping[tuple[str, str], Problem]
    draft: bool = False
    hits: dict[Problem, None] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)

    def hit(self, problem: Problem) -> None:
        """Note a problem; the document will be refused."""
        self.hits.setdefault(problem)


class Blank(str):
    """An empty value: false in a test, refused when printed; knows what should stand there."""

    __slots__ = ("problem",)
    problem: Problem

    def __new__(cls, problem: Problem) -> Blank:
        """An empty text that carries the problem to report when it is printed."""
        blank = super().__new__(cls, "")
        blank.problem = problem
        return blank


class View:
    """A record as a template sees it.

    Args:
        label: what is printed where the template prints the record itself (`{{ 债权人 }}`).
        values: by every name it may be asked for.
        faults: the problem of each value that comes from a faulty cell.
        trace: where a look-up of a faulty value is noted.
    """

    __slots__ = ("_faults", "_trace", "_values", "label")

    def __init__(
        self,
        label: object,
        values: Mapping[str, object],
        faults: Mapping[str, Problem],
        trace: Trace,
    ) -> None:
        self.label = label
        self._values = values
        self._faults = faults
        self._trace = trace

    def names(self) -> tuple[str, ...]:
        """Every name it answers."""
        return tuple(self._values)

    def look_up(self, name: str) -> object:
        """The value under a name.

        Raises:
            KeyError: it has no such name.
        """
        if name in self._faults:
            self._trace.hit(self._faults[name])
        return self._values[name]


def case_names(case: Case, recipient: Recipient, title: str, trace: Trace) -> dict[str, object]:
    """The names that every template may use for a case, whatever its kind."""
    whole = _record_view(case, trace)
    names: dict[str, object] = {name: whole.look_up(name) for name in _plain_names(whole, trace)}
    parts = {
        "case": whole,
        "client": _record_view(case.client, trace, case.origin),
        "creditor": _party(case, "creditor", case.creditor, trace),
        "platform": _party(case, "platform", case.platform, trace),
        "collector": _party(case, "collector", case.collector, trace),
        "incidents": _rows(case.incidents, trace),
        "evidence": _rows(case.evidence, trace),
        "losses": _rows(case.losses, trace),
    }
    for english, value in parts.items():
        names[english] = names[_GROUPS[english]] = value
    names["recipient"] = names["收文单位"] = recipient.name or _blank("收文单位")
    names["title"] = names["文书名"] = title
    return names


def template_value(value: object, trace: Trace, name: str) -> object:
    """What a plug-in's context value becomes in a template.

    Raises:
        PluginError: a type that would print as a Python artefact (float, None inside a list…).
    """
    if isinstance(value, View | bool | int):
        return value
    if isinstance(value, str):
        return value or _blank(name)
    if isinstance(value, Record):
        return _record_view(value, trace)
    if isinstance(value, Mapping):
        return View(
            _blank(name),
            {str(key): template_value(item, trace, str(key)) for key, item in value.items()},
            {},
            trace,
        )
    if isinstance(value, Iterable):
        return tuple(template_value(item, trace, name) for item in value)
    if value is None or isinstance(value, Decimal | date | Moment):
        return _text(value) or _blank(name)
    raise PluginError(f"模板变量“{name}”的值是 {type(value).__name__}，模板里用不了。")


def moment_text(moment: Moment) -> str:
    """`2026年3月5日22时40分`; only the day where the time is not known."""
    clock = moment.clock
    return date_text(moment.day) + (f"{clock.hour}时{clock.minute:02d}分" if clock else "")


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


def _plain_names(whole: View, trace: Trace) -> list[str]:
    """Names usable without their group: all those of the case whose cells are not faulty."""
    return [name for name in whole.names() if name not in whole._faults]


def _party(case: Case, attribute: str, institution: Institution | None, trace: Trace) -> object:
    if institution is not None:
        return _record_view(institution, trace)
    return _empty_cell(case.origin, CASES.heading(attribute), case.number)


def _rows(records: Iterable[Record], trace: Trace) -> tuple[View, ...]:
    return tuple(_record_view(record, trace) for record in records)


def _record_view(record: Any, trace: Trace, origin: Origin | None = None) -> View:
    place = origin or record.origin
    values: dict[str, object] = {}
    faults: dict[str, Problem] = {}
    case_number = getattr(record, "number", "") or getattr(record, "case_number", "")
    for item in fields_of(type(record)):
        problem = trace.faults.get((place.sheet, place.cell(item.column.heading)))
        value = Blank(problem) if problem else _field_value(record, item, place, case_number, trace)
        for name in (item.attribute, item.column.heading, item.column.name):
            values[name] = value
            if problem is not None:
                faults[name] = problem
    for heading, text in getattr(record, "extra", {}).items():
        trace.typed.add(text)
        values.setdefault(heading, text or _empty_cell(place, heading, case_number))
    label = values.get("name") or values.get("number") or _blank(type(record).__name__)
    return View(label, values, faults, trace)


def _field_value(record: Any, item: Field, place: Origin, case_number: str, trace: Trace) -> object:
    value: Any = record
    for part in item.path:
        value = getattr(value, part)
    text = value.name if isinstance(value, Institution) else _text(value)
    if isinstance(value, str):
        trace.typed.add(value)
    return text or _empty_cell(place, item.column.heading, case_number)


def _text(value: object) -> str:
    """A parsed value as it is printed; empty for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return amount_text(value)
    if isinstance(value, Moment):
        return moment_text(value)
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, tuple):
        return "、".join(value)
    assert not is_dataclass(value), value
    return str(value)


def _empty_cell(place: Origin, heading: str, case_number: str) -> Blank:
    return Blank(
        Problem(
            code="printed-blank",
            sheet=place.sheet,
            cell=place.cell(heading) or f"A{place.row}",
            heading=heading,
            message="是空的，而模板要把它印出来。",
            remedy="请补上；或在模板里用 {% if %} 判断有内容才印。",
            case=case_number,
        )
    )


def _blank(name: str) -> Blank:
    return Blank(
        Problem(
            code="printed-blank",
            sheet="模板",
            heading=name,
            message="没有内容，而模板要把它印出来。",
            remedy="请在模板里用 {% if %} 判断有内容才印。",
        )
    )
