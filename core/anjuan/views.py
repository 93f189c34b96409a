"""The names and values a template sees: Chinese headings and English attributes, text only.

A view is all a template can reach: it answers names with text, other views or lists of them,
never with a Python object. An empty cell may be tested, not printed: a printed blank would be
a silently empty clause, so the document is refused with the cell (design.md §7, promise 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from anjuan.columns import Field, fields_of
from anjuan.counting import count_incidents
from anjuan.errors import CatalogueError, PluginError
from anjuan.kinds import Brief
from anjuan.law import NotInForceError, Provision
from anjuan.numerals import amount_text, date_text
from anjuan.problems import Problem
from anjuan.records import (
    BANK,
    CASES,
    CREDIT_CARD,
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
# A list of a plug-in's with more items than this is a runaway generator.
MOST_ITEMS = 100_000
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
        case: whose values are printed; None outside of a run.
        hits: problems that this rendering ran into, in order, without repeats.
        printed: every text that the template printed, in order.
        spent, counted: characters printed so far, and how many of `printed` they include.
    """

    faults: Mapping[tuple[str, str], Problem]
    draft: bool = False
    case: Case | None = None
    hits: dict[Problem, None] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    spent: int = 0
    counted: int = 0

    def hit(self, problem: Problem) -> None:
        """Note a problem; the document will be refused."""
        self.hits.setdefault(problem)

    def typed(self) -> Iterator[str]:
        """Every text of the case as it was typed into a cell."""
        if self.case is None:
            return
        case = self.case
        parties = (case.client, case.creditor, case.platform, case.collector)
        for record in (case, *parties, *case.incidents, *case.evidence, *case.losses):
            if record is not None:
                values = (getattr(record, attribute.name) for attribute in fields(record))
                yield from (value for value in values if isinstance(value, str))
                yield from getattr(record, "extra", {}).values()


class Blank(str):
    """An empty value: false in a test, refused when printed; knows what should stand there."""

    __slots__ = ("_told",)
    _told: Callable[[], Problem]

    def __new__(cls, told: Callable[[], Problem]) -> Blank:
        """An empty text, and what tells the problem to report when it is printed."""
        blank = super().__new__(cls, "")
        blank._told = told
        return blank

    @property
    def problem(self) -> Problem:
        """What to report; made only when asked for, for most blanks are merely tested."""
        return self._told()


class View:
    """A record, or a plug-in's mapping, as a template sees it.

    Args:
        values: by every name it may be asked for.
        label: what is printed where the template prints the view itself.
    """

    __slots__ = ("_label", "_values")

    def __init__(self, values: dict[str, object], label: object) -> None:
        self._values = values
        self._label = label

    @property
    def label(self) -> object:
        """What is printed where the template prints the record itself (`{{ 债权人 }}`)."""
        return self._label

    def names(self) -> tuple[str, ...]:
        """Every name it answers."""
        return tuple(self._values)

    def look_up(self, name: str) -> object:
        """The value under a name.

        Raises:
            KeyError: it has no such name.
        """
        return self._values[name]


class RecordView(View):
    """A row of the workbook; its values are made when a template asks for them."""

    __slots__ = ("_place", "_record", "_trace")

    def __init__(self, record: Any, trace: Trace, place: Origin | None = None) -> None:
        super().__init__({}, "")
        self._record = record
        self._trace = trace
        self._place: Origin = place or record.origin

    @property
    def label(self) -> object:
        """Name or number; a row that has neither can't be printed as a whole."""
        known = _fields_by_name(type(self._record))
        for name in ("name", "number"):
            if name in known:
                return self.look_up(name)
        return _blank(type(self._record).__name__)

    def names(self) -> tuple[str, ...]:
        """Every name it answers."""
        return (*_fields_by_name(type(self._record)), *self._extra())

    def has(self, name: object) -> bool:
        """True for a name it answers."""
        return name in _fields_by_name(type(self._record)) or name in self._extra()

    def look_up(self, name: str) -> object:
        """The value under a name; one from a faulty cell is noted as a problem.

        Raises:
            KeyError: it has no such name.
        """
        try:
            return self._values[name]
        except KeyError:
            value = self._values[name] = self._made(name)
            return value

    def _made(self, name: str) -> object:
        item = _fields_by_name(type(self._record)).get(name)
        if item is None:
            return self._extra()[name] or self._empty(name)
        heading = item.column.heading
        if self._trace.faults:
            problem = self._trace.faults.get((self._place.sheet, self._place.cell(heading)))
            if problem:
                self._trace.hit(problem)
                return Blank(lambda: problem)
        value: Any = self._record
        for part in item.path:
            value = getattr(value, part)
        text = value.name if isinstance(value, Institution) else value_text(value)
        return text or self._empty(heading)

    def _extra(self) -> Mapping[str, str]:
        return getattr(self._record, "extra", {})

    def _empty(self, heading: str) -> Blank:
        case = self._trace.case
        return _empty_cell(self._place, heading, case.number if case else "")


class _Citations(View):
    """Answers the key of a provision with its citation, as in force on one day."""

    __slots__ = ("_case", "_day", "_law")

    def __init__(self, brief: Brief, day: date | None) -> None:
        super().__init__({}, _blank("法条"))
        self._case = brief.case
        self._law = brief.law
        self._day = day

    def names(self) -> tuple[str, ...]:
        """The keys of the catalogue."""
        return tuple(self._law.provisions)

    def look_up(self, name: str) -> object:
        """The citation; blank, with the reason, where nothing was in force.

        Raises:
            KeyError: the catalogue has no such provision.
        """
        try:
            provision = self._law.provision(name)
            if self._day is None:
                reason = "骚扰记录里没有日期。"
            elif not _covers(provision, self._case):
                reason = f"它只适用于{'、'.join(provision.applies_to)}。"
            else:
                return self._law.cite(name, self._day).text
        except NotInForceError as error:
            reason = str(error)
        except CatalogueError:
            raise KeyError(name) from None
        return Blank(partial(_not_citable_problem, name, reason))


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
            raise PluginError(f"模板变量“{name}”是核心已有的名字，插件不能改。")
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


def _covers(provision: Provision, case: Case) -> bool:
    """False where a provision is confined to lenders or products that the case is not about."""
    if not provision.applies_to:
        return True
    lender = case.creditor.type if case.creditor else ""
    if CREDIT_CARD in provision.applies_to:
        is_card = CREDIT_CARD in case.loan_product or bool(case.card_tail)
        return lender == BANK and is_card
    return any(word == lender or word in case.loan_product for word in provision.applies_to)


def _figures(brief: Brief, trace: Trace) -> object:
    """What the incidents add up to; zero can be tested like an empty cell, and printed."""
    case = brief.case
    counted = count_incidents(case.incidents, case.objection_date)
    values = {
        "总次数": counted.total,
        "首日": counted.first,
        "末日": counted.last,
        "最多日": counted.busiest_day,
        "单日最多": counted.highest_per_day,
        "电话次数": counted.calls,
        "短信次数": counted.messages,
        "夜间次数": counted.at_night,
        "要求停止后次数": counted.after_objection,
        "受扰人数": len(counted.victims),
        "对方号码": "、".join(counted.numbers),
    }
    return template_value(values, trace, "统计")


def _sum_of_losses(brief: Brief, trace: Trace) -> object:
    amounts = [loss.amount for loss in brief.case.losses if loss.amount is not None]
    return template_value(sum(amounts, Decimal(0)) if amounts else None, trace, "损失合计")


def _law_of_the_acts(brief: Brief, trace: Trace) -> object:
    return _Citations(brief, count_incidents(brief.case.incidents).last)


def _law_of_today(brief: Brief, trace: Trace) -> object:
    return _Citations(brief, brief.filing_date)


# Names that are made only when a template asks for them.
_COMPUTED: Mapping[str, Callable[[Brief, Trace], object]] = {
    "统计": _figures,
    "损失合计": _sum_of_losses,
    "行为时法条": _law_of_the_acts,
    "现行法条": _law_of_today,
}


def _fields_by_name(record: type[Any]) -> Mapping[str, Field]:
    """Fields by attribute, heading and short name."""
    if record not in _BY_NAME:
        _BY_NAME[record] = {
            name: item
            for item in fields_of(record)
            for name in (item.attribute, item.column.heading, item.column.name)
        }
    return _BY_NAME[record]


_BY_NAME: dict[type[Any], Mapping[str, Field]] = {}


def template_value(value: object, trace: Trace, name: str) -> object:
    """What a plug-in's context value becomes in a template.

    Raises:
        PluginError: a type that would print as a Python artefact (float, None inside a list…).
    """
    if isinstance(value, str):
        return value or _blank(name)
    if isinstance(value, View | bool | int):
        return value
    if isinstance(value, Record):
        return RecordView(value, trace)
    if isinstance(value, Mapping):
        return View(
            {str(key): template_value(item, trace, str(key)) for key, item in value.items()},
            _blank(name),
        )
    if isinstance(value, Iterable):
        items = tuple(template_value(item, trace, name) for item in islice(value, MOST_ITEMS + 1))
        if len(items) > MOST_ITEMS:
            raise PluginError(f"模板变量“{name}”超过 {MOST_ITEMS} 项，多半没有尽头。")
        return items
    if value is None or isinstance(value, Decimal | date | Moment):
        return value_text(value) or _blank(name)
    raise PluginError(f"模板变量“{name}”的值是 {type(value).__name__}，模板里用不了。")


def moment_text(moment: Moment) -> str:
    """`2026年3月5日22时40分`; only the day where the time is not known."""
    clock = moment.clock
    return date_text(moment.day) + (f"{clock.hour}时{clock.minute:02d}分" if clock else "")


# Names that belong to no column → what they are, for the reference.
OTHER_NAMES: Mapping[str, str] = {
    "收文单位": "收文单位的名称；留空时没有内容。",
    "收文机构": "收文单位是机构表里的机构时，它的各列，如 收文机构.住所地。",
    "文书名": "这份文书的名字。",
    "统计.总次数": "骚扰记录的次数之和，电话、短信、上门等都在内。",
    "统计.电话次数": "其中电话的次数。",
    "统计.短信次数": "其中短信的条数。",
    "统计.首日": "第一次骚扰的日期。",
    "统计.末日": "最后一次骚扰的日期。",
    "统计.最多日": "次数最多的那一天。",
    "统计.单日最多": "那一天的次数。",
    "统计.夜间次数": "22 时至次日 8 时之间的次数；没有记钟点的不算。",
    "统计.要求停止后次数": "要求停止日期之后的次数。",
    "统计.受扰人数": "受扰人的人数。",
    "统计.对方号码": "对方用过的号码，用顿号隔开。",
    "损失合计": "各项损失的金额之和（元）。",
    "行为时法条": "最后一次骚扰那天的法条：行为时法条['civil.private-peace']；代号见 anjuan law。",
    "现行法条": "落款之日有效的法条，写法相同。",
    "相关记录": "kind.toml 里写了 each 的文书：与这一份有关的那几行。",
}


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


def value_text(value: object) -> str:
    """A parsed value as it is printed; empty for an empty one."""
    if isinstance(value, str):
        return value
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
    return Blank(partial(_empty_cell_problem, place, heading, case_number))


def _empty_cell_problem(place: Origin, heading: str, case_number: str) -> Problem:
    return Problem(
        code="printed-blank",
        sheet=place.sheet,
        cell=place.cell(heading) or f"A{place.row}",
        heading=heading,
        message="是空的，而模板要把它印出来。",
        remedy="请补上；或在模板里用 {% if %} 判断有内容才印。",
        case=case_number,
    )


def _blank(name: str) -> Blank:
    return Blank(partial(_empty_name_problem, name))


def _empty_name_problem(name: str) -> Problem:
    return Problem(
        code="printed-blank",
        sheet="模板",
        heading=name,
        message="没有内容，而模板要把它印出来。",
        remedy="请在模板里用 {% if %} 判断有内容才印。",
    )


def _not_citable_problem(name: str, reason: str) -> Problem:
    return Problem(
        code="not-citable",
        sheet="模板",
        heading=name,
        message=f"模板要引用的法条“{name}”引不出来：{reason}",
        remedy="请核对日期，或在模板里换一条；各条的起止见 anjuan law。",
    )
