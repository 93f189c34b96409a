"""Names that belong to no column: counts, sums, and the law of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from anjuan.case.choices import CREDIT_CARD, IdentityDocument
from anjuan.case.faulty import FaultyCellError
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES
from anjuan.case.watching import cell_place
from anjuan.documents.proceedings import EACH, Steps
from anjuan.documents.record_views import _blank, template_value, unreadable
from anjuan.documents.sourcing import from_cells, from_kind
from anjuan.errors import CatalogueError
from anjuan.law.records import NotInForceError, Provision
from anjuan.messages import Message, public
from anjuan.plugin.facts import COUNTS, COUNTS_NAME, FACTS, STEPS_NAME
from anjuan.plugin.kinds import Brief
from anjuan.problems import Place, Problem, Rule
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

    def _found(self, name: str) -> object:
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


class _Counts(View):
    """Answers what the incidents add up to; zero can be tested like an empty cell, and printed."""

    __slots__ = ("_brief", "_trace")

    def __init__(self, brief: Brief, trace: Trace) -> None:
        super().__init__({}, _blank(COUNTS_NAME))
        self._brief = brief
        self._trace = trace

    def names(self) -> tuple[str, ...]:
        """Every count."""
        return tuple(COUNTS)

    def _found(self, name: str) -> object:
        """The count; blank, with the reason, where it comes of a faulty cell.

        Raises:
            KeyError: nothing is counted under this name.
        """
        counted = COUNTS[name].value
        try:
            value = counted(self._brief.case, self._brief.filing_date)
            return template_value(value, self._trace, name)
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
    if trace.mark is None:
        return name
    place = cell_place(brief.case.origin, CASES.heading("identity_document"), trace.about)
    return from_cells(name, (place,), trace)


_COMPUTED: Mapping[str, Callable[[Brief, Trace], object]] = {
    "证件名称": lambda brief, trace: _document_name(brief, trace, "short"),
    "证件号名称": lambda brief, trace: _document_name(brief, trace, "number_title"),
    COUNTS_NAME: _Counts,
    STEPS_NAME: Steps,
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
    **{f"{COUNTS_NAME}.{name}": count.help for name, count in COUNTS.items()},
    f"{STEPS_NAME}.报案": "办理记录里有没有这个事项；报案可以换成任何一个事项，下同。"
    "收文单位是其中几行的机构的，只看那几行。",
    **{f"{STEPS_NAME}.报案.{name}": fact.help for name, fact in FACTS.items()},
    f"{STEPS_NAME}.报案.{EACH}": "这个事项的各行，用 {% for %} 逐行写，列名同办理记录。",
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
