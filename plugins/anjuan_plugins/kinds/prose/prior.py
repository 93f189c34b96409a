"""What was asked of an institution before anybody else was told: every regulator wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import (
    Case,
    Institution,
    Matter,
    Proceeding,
    ProceedingStep,
    date_text,
    institution_key,
)
from anjuan_plugins.kinds.grounds import procedure
from anjuan_plugins.kinds.prose.phrases import closed, evidence_mark, one_line
from anjuan_plugins.kinds.prose.voices import Voice

# Of many complaints the latest are told.
_MOST = 3
# What came of it, where it is told by the way.
_LONGEST_RESULT = 40


def complaint(matter: Matter, institution: Institution, voice: Voice) -> str:
    """`是。2026年4月2日投诉（编号：123）。`, or that nobody did, with the request to stop."""
    told = "；".join(_told(it, voice) for it in _complaints(matter, institution))
    if told:
        return f"是。{told}。"
    return f"否。{_asked_to_stop(matter.case, voice)}"


def answer(matter: Matter, institution: Institution, voice: Voice) -> str:
    """What came of it; empty where nobody complained."""
    complaints = _complaints(matter, institution)
    if not complaints:
        return ""
    told = [*_results(complaints, voice), *_answers(matter.case, institution, complaints, voice)]
    if told:
        return "".join(closed(it) for it in told)
    due = complaints[-1].answer_due
    if due and due < matter.filing_date:
        return f"答复期限{date_text(due)}已经届满，没有收到答复。"
    return "尚待答复。"


def in_a_sentence(matter: Matter, institution: Institution, voice: Voice) -> str:
    """`本人已于2026年4月2日向该机构投诉，结果：尚待答复。`, or that there was no complaint."""
    complaints = _complaints(matter, institution)
    if not complaints:
        return f"{voice.me}尚未向该机构投诉。"
    day = complaints[-1].day
    when = f"于{date_text(day)}" if day else ""
    told = one_line(answer(matter, institution, voice))
    told = told if len(told) <= _LONGEST_RESULT else f"{told[:_LONGEST_RESULT]}……"
    return f"{voice.me}已{when}向该机构投诉，结果：{told}。"


def _complaints(matter: Matter, institution: Institution) -> tuple[Proceeding, ...]:
    dated = (it for it in procedure.complained_to(matter.case, institution) if it.day)
    return tuple(it for it in dated if it.day and it.day <= matter.filing_date)[-_MOST:]


def _told(step: Proceeding, voice: Voice) -> str:
    assert step.day
    means = voice.cell(one_line(step.means))
    number = f"（编号：{step.document_number}）" if step.document_number else ""
    by = f"，方式：{means}" if means else ""
    return f"{date_text(step.day)}投诉{number}{by}{evidence_mark(step.evidence_numbers)}"


def _results(complaints: tuple[Proceeding, ...], voice: Voice) -> Iterator[str]:
    for it in complaints:
        if it.result:
            yield voice.cell(one_line(it.result))


def _answers(
    case: Case, institution: Institution, complaints: tuple[Proceeding, ...], voice: Voice
) -> Iterator[str]:
    names = {institution_key(it) for it in (institution.name, institution.short_name) if it}
    since = complaints[0].day
    for it in procedure.steps(case, ProceedingStep.ANSWER):
        from_it = institution_key(it.institution) in names
        if from_it and it.day and since and it.day >= since:
            what = voice.cell(one_line(it.result))
            yield f"{date_text(it.day)}答复{f'：{what}' if what else ''}"


def _asked_to_stop(case: Case, voice: Voice) -> str:
    if not case.objection_date:
        return ""
    means = voice.cell(one_line(case.objection_means))
    how = f"（方式：{means}）" if means else ""
    return f"{voice.me}已于{date_text(case.objection_date)}要求对方停止{how}。"
