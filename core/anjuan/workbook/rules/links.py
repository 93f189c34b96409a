"""Rules over what one cell says of another: exhibits, parties, lenders, institutions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from anjuan.case.choices import InstitutionType, LegalForm, Party
from anjuan.case.keys import institution_key, number_key
from anjuan.case.records.base import Record
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.sheets import EVIDENCE
from anjuan.chinese import split_list
from anjuan.messages import Message, public
from anjuan.problems import Problem, Rule, Severity

UNKNOWN_EVIDENCE = Rule("unknown-evidence", "本案的证据表里没有这个编号。")
PARTY_NOT_GIVEN = Rule("party-not-given", "被告里点名的一方没有填写。")
OWN_ASSIGNEE = Rule("own-assignee", "原出借人与债权人是同一家。")
NO_ORIGINAL_LENDER = Rule(
    "no-original-lender", "债权是转让来的，却没有写原出借人。", Severity.WARNING
)
NO_PARENT = Rule("no-parent", "分支机构、内设部门没有写所属法人。", Severity.WARNING)

_PARTIES = {
    Party.CREDITOR: "creditor",
    Party.PLATFORM: "platform",
    Party.COLLECTOR: "collector",
}


def check_institutions(institutions: Iterable[Institution]) -> Iterator[Problem]:
    """Every rule on the institutions that cases name."""
    for row in institutions:
        yield from _belongs_to(row)


def named_by(case: Case) -> Mapping[int, Institution]:
    """The institutions that cells of a case's row name, by their rows."""
    rows = (case.creditor, case.original_lender, case.platform, case.collector)
    return {row.origin.row: row for row in rows if row}


def _evidence_exists(case: Case) -> Iterator[Problem]:
    """Every exhibit referred to stands in sheet 证据 under the same case."""
    known = {number_key(exhibit.number) for exhibit in case.evidence}
    # Rows are many, and refer to the same few exhibits.
    missing = {
        typed: unknown
        for typed in {getattr(*it) for it in _referring(case)}
        if (unknown := [it for it in split_list(typed) if number_key(it) not in known])
    }
    for record, attribute in _referring(case) if missing else ():
        typed = getattr(record, attribute)
        if typed in missing:
            yield UNKNOWN_EVIDENCE.at(
                record,
                attribute,
                Message("本案的{}表里没有编号“{}”。", EVIDENCE.name, missing[typed]),
                Message("请在{}表补上，或改正编号。", EVIDENCE.name),
                value=typed,
            )


def _referring(case: Case) -> Iterator[tuple[Record, str]]:
    yield case, "objection_evidence"
    for row in (*case.incidents, *case.losses, *case.proceedings):
        yield row, "evidence_numbers"


def _sued_are_given(case: Case) -> Iterator[Problem]:
    """A defendant by what it is to the debt has to be known by name."""
    for party, attribute in parties_not_given(case).items():
        place = case.place(attribute)
        heading = public(place.heading)
        message = Message("被告里有“{}”，而{}（{}）没有填写。", party, heading, place.cell)
        remedy = Message("请填写{}，或从被告里删去。", heading)
        yield PARTY_NOT_GIVEN.at(case, "sued", message, remedy, value="、".join(case.sued))


def parties_not_given(case: Case) -> dict[Party, str]:
    """Who is sued and not named, with the attribute of his institution."""
    sued = {party: _PARTIES[party] for party in case.sued}
    return {party: it for party, it in sued.items() if getattr(case, it) is None}


def _assignment_agrees(case: Case) -> Iterator[Problem]:
    """Who took over a claim is not the one who lent, and somebody did lend."""
    lender, creditor = case.original_lender, case.creditor
    if lender and creditor and institution_key(lender.name) == institution_key(creditor.name):
        message = Message("原出借人与债权人都是“{}”。", lender.name)
        remedy = "债权转让过的，债权人写受让人；没有转让过的，请把原出借人空着。"
        yield OWN_ASSIGNEE.at(case, "original_lender", message, remedy, value=lender.name)
    is_assignee = creditor is not None and creditor.type == InstitutionType.ASSET_MANAGER
    if not lender and (is_assignee or case.assignment_notice_date):
        told = public("债权人是资产管理公司" if is_assignee else "写了转让通知日期")
        message = Message("{}，原出借人却没有填写。", told)
        yield NO_ORIGINAL_LENDER.at(case, "original_lender", message, "请写合同上的出借人。")


def _belongs_to(row: Institution) -> Iterator[Problem]:
    """Without a licence of its own a department is no party: its bank is (民诉法 51)."""
    if row.legal_form in (LegalForm.BRANCH, LegalForm.DEPARTMENT) and not row.parent:
        message = Message("“{}”是{}，没有写它所属的法人。", row.name, row.legal_form)
        remedy = "请在机构表登记所属的法人，并写在这一格；内设部门不能作当事人。"
        yield NO_PARENT.at(row, "parent", message, remedy)


LINKS: tuple[Callable[[Case], Iterator[Problem]], ...] = (
    _evidence_exists,
    _sued_are_given,
    _assignment_agrees,
)
