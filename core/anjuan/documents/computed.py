"""Names that belong to no column: counts, sums, and the law of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from operator import attrgetter

from anjuan.case.choices import CREDIT_CARD, IdentityDocument
from anjuan.case.faulty import FaultyCellError
from anjuan.case.records.case import Case
from anjuan.case.remembering import how_many
from anjuan.case.sheets import CASES
from anjuan.case.watching import cell_place
from anjuan.documents.record_views import _blank, template_value, unreadable
from anjuan.documents.sourcing import from_cells, from_kind
from anjuan.errors import CatalogueError
from anjuan.law.records import NotInForceError, Provision
from anjuan.messages import Message, public
from anjuan.plugin.kinds import Brief
from anjuan.problems import Place, Problem, Rule
from anjuan.word.values import Sort
from anjuan.word.views import Blank, Trace, View

NOT_CITABLE = Rule("not-citable", "模板引用的法条在那一天没有施行，或不知道是哪一天。")


class _Citations(View):
    """Answers the key of a provision with its citation, as in force on one day."""

    __slots__ = ("_case", "_day", "_law", "_trace")

    def __init__(self, brief: Brief, trace: Trace, day: date | None) -> None:
        super().__init__({}, _blank("法条"))
        self._case = brief.case
        self._law = brief.law
        self._trace = trace
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
                reason: str = Message("骚扰记录里没有日期。")
            elif not _covers(provision, self._case):
                reason = Message("它只适用于{}。", public(provision.applies_to))
            else:
                text = self._law.cite(name, self._day).text
                return from_kind(text, text, self._trace, name)
        except FaultyCellError as error:
            return unreadable(error)
        except NotInForceError as error:
            reason = error.message
        except CatalogueError:
            raise KeyError(name) from None
        return Blank(partial(_not_citable_problem, name, reason))


def _covers(provision: Provision, case: Case) -> bool:
    """False where a provision is confined to lenders or products that the case is not about."""
    if not provision.applies_to:
        return True
    if CREDIT_CARD in provision.applies_to:
        return case.is_about_credit_card
    lender = case.creditor.type if case.creditor else ""
    return any(word == lender or word in case.loan_product for word in provision.applies_to)


# What the incidents add up to → what it is, and how it is told.
_COUNTS: Mapping[str, tuple[str, Callable[[Case], object]]] = {
    "总次数": ("骚扰记录的次数之和，电话、短信、上门等都在内。", attrgetter("figures.total")),
    "电话次数": ("其中电话的次数。", attrgetter("figures.calls")),
    "短信次数": ("其中短信的条数。", attrgetter("figures.messages")),
    "首日": ("第一次骚扰的日期。", attrgetter("figures.began")),
    "末日": ("最后一次骚扰的日期。", attrgetter("figures.ended")),
    "最多日": ("次数最多的那一天。", attrgetter("figures.busiest_day")),
    "单日最多": ("那一天的次数。", attrgetter("figures.highest_per_day")),
    "夜间次数": (
        "22 时至次日 8 时之间的次数；没有记钟点的不算。",
        attrgetter("figures.at_night"),
    ),
    "要求停止后次数": ("要求停止日期之后的次数。", attrgetter("after_objection")),
    "受扰人数": ("受扰人的人数。", lambda case: how_many(case.figures.victims)),
    "对方号码": ("对方用过的号码，用顿号隔开。", lambda case: "、".join(case.figures.numbers)),
}


# Of which sort each is.
COUNT_SORTS: Mapping[str, Sort] = {
    **dict.fromkeys(_COUNTS, Sort.NUMBER),
    **dict.fromkeys(("首日", "末日", "最多日"), Sort.DAY),
    "对方号码": Sort.TEXT,
}


class _Counts(View):
    """Answers what the incidents add up to; zero can be tested like an empty cell, and printed."""

    __slots__ = ("_case", "_trace")

    def __init__(self, brief: Brief, trace: Trace) -> None:
        super().__init__({}, _blank("统计"))
        self._case = brief.case
        self._trace = trace

    def names(self) -> tuple[str, ...]:
        """Every count."""
        return tuple(_COUNTS)

    def look_up(self, name: str) -> object:
        """The count; blank, with the reason, where it comes of a faulty cell.

        Raises:
            KeyError: nothing is counted under this name.
        """
        _, counted = _COUNTS[name]
        try:
            return template_value(counted(self._case), self._trace, name)
        except FaultyCellError as error:
            return unreadable(error)


def _sum_of_losses(brief: Brief, trace: Trace) -> object:
    # A loss is never zero: nothing adds up to nothing.
    return template_value(brief.case.total_loss or None, trace, "损失合计")


def _law_of_the_acts(brief: Brief, trace: Trace) -> object:
    return _Citations(brief, trace, brief.case.figures.last)


def _law_of_today(brief: Brief, trace: Trace) -> object:
    return _Citations(brief, trace, brief.filing_date)


def _document_of(brief: Brief) -> IdentityDocument:
    return brief.case.client.identity_document or IdentityDocument.CARD


def _document_name(brief: Brief, trace: Trace, attribute: str) -> object:
    name: str = getattr(_document_of(brief), attribute)
    place = cell_place(brief.case.origin, CASES.heading("identity_document"), trace.about)
    return from_cells(name, (place,), trace)


_COMPUTED: Mapping[str, Callable[[Brief, Trace], object]] = {
    "证件名称": lambda brief, trace: _document_name(brief, trace, "short"),
    "证件号名称": lambda brief, trace: _document_name(brief, trace, "number_title"),
    "统计": _Counts,
    "损失合计": _sum_of_losses,
    "行为时法条": _law_of_the_acts,
    "现行法条": _law_of_today,
}


# Names that belong to no column → what they are, for the reference.
OTHER_NAMES: Mapping[str, str] = {
    "收文单位": "收文单位的名称；留空时没有内容。",
    "收文机构": "收文单位是机构表里的机构时，它的各列，如 收文机构.住所地。",
    "文书名": "这份文书的名字。",
    "证件名称": "委托人的证件：身份证、护照等。",
    "证件号名称": "委托人证件号码的叫法：公民身份号码、护照号码等。",
    **{f"统计.{name}": help_ for name, (help_, _) in _COUNTS.items()},
    "损失合计": "各项损失的金额之和（元）。",
    "行为时法条": "最后一次骚扰那天的法条：行为时法条['civil.private-peace']；代号见 anjuan law。",
    "现行法条": "落款之日有效的法条，写法相同。",
    "相关记录": "kind.toml 里写了 each 的文书：与这一份有关的那几行。",
}


def _not_citable_problem(name: str, reason: str) -> Problem:
    return NOT_CITABLE.on(
        Place("模板", heading=name),
        Message("模板要引用的法条“{}”引不出来：{}", public(name), reason),
        "请核对日期，或在模板里换一条；各条的起止见 anjuan law。",
    )
