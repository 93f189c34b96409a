"""What was done in a case and what came of it: the rows of sheet 办理记录 put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum

from anjuan.case.choices import ProceedingStep
from anjuan.case.keys import distinct, institution_key, number_key
from anjuan.case.records.case import Case
from anjuan.case.records.institution import Institution
from anjuan.case.records.rows import Proceeding
from anjuan.case.remembering import how_long
from anjuan.case.sheets import INSTITUTION_ATTRIBUTES
from anjuan.frozen import frozen
from anjuan.patterns import seldom

# Where these rows leave 机构 open, the case's own row says who it was.
_POLICE = (ProceedingStep.POLICE_REPORT,)
_COURT = (
    ProceedingStep.SUIT,
    ProceedingStep.DOCKETING,
    ProceedingStep.PROOF_DEADLINE,
    ProceedingStep.HEARING,
    ProceedingStep.JUDGMENT,
    ProceedingStep.ENFORCEMENT,
)


# What somebody has to answer; of anything else it is not told that nobody did.
AWAITING = frozenset(
    {
        ProceedingStep.STOP_REQUEST,
        ProceedingStep.DELETION_REQUEST,
        ProceedingStep.ACCESS_REQUEST,
        ProceedingStep.PLATFORM_COMPLAINT,
        ProceedingStep.REGULATOR_COMPLAINT,
        ProceedingStep.REGULATOR_REPORT,
        ProceedingStep.POLICE_REPORT,
        ProceedingStep.REVIEW,
    }
)


class Answer(Enum):
    """What a 结果 cell says of an answer; the last two only of an application for review."""

    NONE = "未答复"
    REFUSED = "被拒绝"
    GIVEN = "已答复"
    UPHELD = "被维持"
    GRANTED = "获支持"


# In this order; what none of them knows is an answer: nobody may be called silent who was not.
_SAID: tuple[tuple[Answer, re.Pattern[str]], ...] = (
    (Answer.NONE, re.compile("(拒绝|拒不|不予|不肯)(作出|给予|书面)?(答复|回复|回应)")),
    (
        Answer.REFUSED,
        re.compile(
            "不予|不受理|未受理|不立案|未立案|拒绝|拒不|驳回|不同意|不属于|不接受|不处理|无权"
        ),
    ),
    (
        Answer.NONE,
        re.compile(
            "(未|没有|没|无(?!法)|待|等候)[^，。；、]{0,6}"
            "(答复|回复|回应|回音|反馈|消息|结果|处理|办理|理睬)"
        ),
    ),
)
_RECEIPT = re.compile("受理|登记|回执|签收|收悉|已收|转办|转交|(调查|处理|办理|审查)中|正在")
_MORE_THAN_A_RECEIPT = re.compile("答复|回复|告知|决定|通知")


# What a review was decided like. To dismiss the request upholds what was done; to dismiss the
# application, as one that can't be heard, decides nothing of it (行政复议法 arts. 33 and 69).
_DECIDED: tuple[tuple[Answer, re.Pattern[str]], ...] = (
    (Answer.UPHELD, re.compile("(?<!不)(?<!不予)(?<!未)(?<!未予)(?<!不再)维持")),
    (
        Answer.REFUSED,
        seldom("不予受理|受理条件|驳回(申请人[^，。；、请求]*)?[^，。；、请求]*申请(?!人)"),
    ),
    (Answer.UPHELD, re.compile("驳回|(不|未|不予|没有)支持")),
    (Answer.GRANTED, re.compile("支持.{0,10}(请求|申请)|^(全部|部分|予以|获得?|得到)*支持")),
    (
        Answer.GRANTED,
        seldom("^(?!.*(请求|要求|终止)).*(?<![不未予绝])(撤销|责令|变更|确认.{0,20}违法)"),
    ),
)


def read_answer(result: str, step: str = "") -> Answer:
    """What a 结果 cell says: nothing yet (empty, 未答复, 已受理), a refusal, or some answer.

    Args:
        result: the cell.
        step: the 事项 that is answered; of an application for review it is told who won.
    """
    text = "".join(result.split())
    decided = _DECIDED if step == ProceedingStep.REVIEW else ()
    for answer, pattern in (*decided, *_SAID):
        if pattern.search(text):
            return answer
    is_receipt = _RECEIPT.search(text) and not _MORE_THAN_A_RECEIPT.search(text)
    return Answer.NONE if not text or is_receipt else Answer.GIVEN


@frozen
class Course:
    """The rows of one 事项, and what came of the last of them.

    Attributes:
        step: the 事项.
        rows: in the order of days; at least one.
        institution: of the last row; where that leaves it open, 公安机关 of a report to the police
            and 管辖法院 of what is done in court. Empty where nobody says.
        answer: what came of the last row.
        answered_by: the row that tells of the answer: one of 收到答复, or the last row itself;
            None without an answer.
    """

    step: ProceedingStep
    rows: tuple[Proceeding, ...]
    institution: str
    answer: Answer
    answered_by: Proceeding | None

    @property
    def last(self) -> Proceeding:
        """The row that counts: the last one."""
        return self.rows[-1]

    @property
    def answered_on(self) -> date | None:
        """The day of the answer; None where only the row itself tells of it, without a day."""
        by = self.answered_by
        return by.day if by and by.origin != self.last.origin else None

    def days_since(self, today: date) -> int | None:
        """Whole days from the last row to a day; None where its own day is not known."""
        return how_long(self.last.day, today) if self.last.day else None

    def days_open(self, today: date) -> int | None:
        """The same; None where there is an answer, too."""
        return None if self.answered_by else self.days_since(today)

    def is_overdue(self, today: date) -> bool:
        """Whether there is no answer, and 答复期限 is past."""
        due = self.last.answer_due
        return not self.answered_by and due is not None and due < today


def course(case: Case, step: ProceedingStep, about: str = "") -> Course | None:
    """What was done under one 事项, and what came of it; None where nothing was.

    Args:
        case: the case.
        step: the 事项.
        about: an institution; where rows of the 事项 name it, only those count. Empty = all.
    """
    who = _naming(case)
    rows = tuple(row for row in case.proceedings if row.step == step)
    own = tuple(row for row in rows if about and who(row) == _key(case, about))
    rows = own or rows
    if not rows:
        return None
    last = rows[-1]
    answer, by = _answer_to(last, case, who)
    return Course(step, rows, institution_of(case, last), answer, by)


def institutions_of(case: Case, step: ProceedingStep) -> tuple[str, ...]:
    """Whom the rows of a 事项 name, each once and as first written; short names made full."""
    rows = (row for row in case.proceedings if row.step == step)
    names = (institution_of(case, row) for row in rows)
    return distinct((_full(case, name) for name in names if name), institution_key)


def institution_of(case: Case, row: Proceeding) -> str:
    """Whom a row is about, where it leaves that open the authority of the case; may be empty."""
    if row.institution:
        return row.institution
    if row.step in _POLICE:
        return case.police
    return case.court if row.step in _COURT else ""


def institution_named(case: Case, name: str) -> Institution | None:
    """The institution of the case that has this name, or this short name."""
    key = institution_key(name)
    parties = (getattr(case, attribute) for attribute in INSTITUTION_ATTRIBUTES)
    for it in filter(None, parties):
        if key in (institution_key(it.name), institution_key(it.short_name)):
            return it  # type: ignore[no-any-return]  # an institution
    return None


def _full(case: Case, name: str) -> str:
    known = institution_named(case, name)
    return known.name if known else name


def _key(case: Case, name: str) -> str:
    return institution_key(_full(case, name))


def _naming(case: Case) -> Callable[[Proceeding], str]:
    return lambda row: _key(case, institution_of(case, row))


def _answer_to(
    row: Proceeding, case: Case, who: Callable[[Proceeding], str]
) -> tuple[Answer, Proceeding | None]:
    """What came of a row, and which row tells it: the last of those that answer it."""
    answers = [it for it in case.proceedings if it.step == ProceedingStep.ANSWER]
    for it in reversed(answers):
        said = read_answer(it.result, row.step) if it.result else Answer.GIVEN
        if said is not Answer.NONE and _answers(it, row, case.proceedings, who):
            return said, it
    said = read_answer(row.result, row.step)
    return said, (row if said is not Answer.NONE else None)


def _answers(
    answer: Proceeding,
    row: Proceeding,
    rows: Iterable[Proceeding],
    who: Callable[[Proceeding], str],
) -> bool:
    """Whether an answer is one to a row: of the same number, else of the same institution."""
    if answer.day and row.day and answer.day < row.day:
        return False
    number = number_key(answer.document_number)
    others = (it for it in rows if it.step != ProceedingStep.ANSWER)
    if number and number in {number_key(it.document_number) for it in others}:
        return number == number_key(row.document_number)
    return bool(who(answer)) and who(answer) == who(row)
