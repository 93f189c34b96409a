"""What keeps the papers of a witness from being written, or leaves them open."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import (
    Case,
    Matter,
    Message,
    Problem,
    Rule,
    Severity,
    date_text,
    person_key,
    public,
)
from anjuan_plugins.kinds.facts import testifying
from anjuan_plugins.kinds.facts.minors import gives_no_oath

MINOR_WITNESS = Rule("minor-witness-without-guardian", "未成年的证人没有写监护人。")
WITNESS_ADDRESS = Rule("witness-without-address", "没有写证人的住址。", Severity.WARNING)
NOTHING_PERCEIVED = Rule(
    "witness-without-incident", "记录里没有证人自己经历的行，经历留空手写。", Severity.WARNING
)
LATE_APPLICATION = Rule("late-application", "举证期限已经届满。", Severity.WARNING)
STATEMENT_RULES = (MINOR_WITNESS, NOTHING_PERCEIVED)
APPLICATION_RULES = (WITNESS_ADDRESS, LATE_APPLICATION)


def _is_party(case: Case, name: str) -> bool:
    parties = (case.client.name, case.debtor_name)
    return person_key(name) in {person_key(it) for it in parties if it}


def nobody(case: Case) -> Message:
    """Why nobody testifies, and who could be asked."""
    could = testifying.who_could(case)
    if case.witnesses or not could:
        return Message("“证人”表里没有要作证的人。")
    return Message("“证人”表里没有本案的证人；可以请谁作证：{}。", list(could))


def check_statements(matter: Matter) -> Iterator[Problem]:
    """A child's guardian is named; what nobody wrote down is left to be written by hand."""
    case = matter.case
    for witness in testifying.witnesses(case):
        if gives_no_oath(witness, matter.filing_date) and not witness.guardian:
            message = Message("证人“{}”未成年，书面证言要写明在场的监护人。", witness.name)
            yield MINOR_WITNESS.at(witness, "guardian", message, "请填写监护人的姓名。")
        # Of a party it is told already that they are no witness.
        if not (_is_party(case, witness.name) or testifying.perceived(case, witness.name)):
            message = Message("骚扰记录里没有“{}”作受扰人的行。", witness.name)
            yield NOTHING_PERCEIVED.at(witness, "name", message, "证言里的经历由证人自己写。")


def check_applications(matter: Matter) -> Iterator[Problem]:
    """What a court asks of an application: where the witness lives, and that it comes in time."""
    case = matter.case
    for witness in testifying.in_court(case):
        if not witness.address:
            message = "申请书要写证人的住所和联系方式，这里留空待手写。"
            yield WITNESS_ADDRESS.at(witness, "address", message, "请补上。")
    if case.proof_deadline and case.proof_deadline < matter.filing_date:
        message = Message("举证期限{}已经届满。", public(date_text(case.proof_deadline)))
        remedy = "请核对日期；逾期的，须说明理由。"
        yield LATE_APPLICATION.at(case, "proof_deadline", message, remedy)
