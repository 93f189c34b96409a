"""What became of a case, noted in its record: while nothing changes, no kind is asked again.

A note stands under a key of all that planning a case and making its papers hangs on. Where a run
comes to the same key, and every paper is still as it was written, it comes to the same result, and
takes it from the note. Noted is only what went well: of papers that were refused or failed, or that
a person edited, each run finds out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from anjuan.case.evidence_files import stamps
from anjuan.case.records.case import Case
from anjuan.case.sheets import records_of
from anjuan.documents.planning import Document
from anjuan.files import digest
from anjuan.messages import Message
from anjuan.plugin.kinds import Kind
from anjuan.problems import Place, Problem, Rule, Severity
from anjuan.run.dossier import Dossier, Note
from anjuan.run.outcomes import CaseResult, Outcome, State
from anjuan.run.periods import End, periods
from anjuan.run.request import Request

# Sheets whose columns are known; processes that get cases from others get them again and again.
_MOST_KEPT = 64


class CaseKeys:
    """Keys of cases; one object serves a whole run.

    Args:
        everything: stands for the program and all that it offers; empty where nobody can know.
        asked: what the user asked for.
        kinds: on offer.
    """

    def __init__(self, everything: str, asked: Request, kinds: Iterable[Kind]) -> None:
        self._everything = everything
        self._asked, self._folder = asked, asked.workbook.parent
        self._looks = any(kind.reads_exhibits for kind in kinds)
        # A sheet has many columns, and all of its rows the same ones.
        self._letters: dict[int, tuple[Mapping[str, str], str]] = {}

    def key(self, case: Case, told: str, errors: Sequence[Problem]) -> str:
        """Stands for all that the result of a case hangs on; empty where nobody can know.

        Args:
            case: the case.
            told: stands for what its rows hold.
            errors: that concern it.

        Raises:
            OSError: an exhibit can't be looked at.
        """
        asked, number, folder = self._asked, case.number, self._folder
        if not self._everything or asked.draft:
            return ""
        circumstances = (
            self._everything,
            told,
            self._places(case),
            errors,
            case.signing_date or asked.today,
            str(folder),
            stamps(case, folder) if self._looks else (),
            asked.kinds_of(number),
            sorted(it for it in asked.left_out if it[0] == number),
            sorted(it for it in asked.besides if it[0] == number),
        )
        return digest(repr(circumstances).encode("utf-8", "surrogatepass"))

    def _places(self, case: Case) -> object:
        """Where its rows stand, and what the workbook calls them: problems are told by it."""
        rows = []
        for it in records_of(case):
            origin = it.origin
            rows.append((origin.sheet, origin.row, origin.shown, self._columns(origin.letters)))
        return rows, case.own_rows.titles

    def _columns(self, letters: Mapping[str, str]) -> str:
        found = self._letters.get(id(letters))
        if not found:
            if len(self._letters) >= _MOST_KEPT:
                self._letters.clear()
            # Held, lest another one be taken for it.
            found = letters, digest(repr(letters).encode("utf-8", "surrogatepass"))
            self._letters[id(letters)] = found
        return found[1]


def noted(
    key: str,
    papers: Iterable[tuple[Document, str]],
    warnings: Sequence[Problem],
    found: Iterable[End],
) -> Note | None:
    """The note of a case; None where it can't be kept.

    Args:
        key: under which it stands.
        papers: each that was planned, and the name of its file; empty where its kind does not
            concern the case.
        warnings: of all of them.
        found: what ends when.
    """
    planned = [*papers]
    told = (*warnings, *(it for document, _ in planned for it in document.problems))
    if any(it.proposal for it in told):
        return None
    return {
        "key": key,
        "papers": [_paper(document, name) for document, name in planned],
        "warnings": [_problem(it) for it in warnings],
        "ends": [_end(it) for it in found],
    }


def recalled(
    dossier: Dossier, key: str, case: Case, kinds: Mapping[str, Kind], today: date
) -> CaseResult | None:
    """The result of a case as it was noted; None where it has to be found out anew.

    Args:
        dossier: in which every paper has to stand as it was written.
        key: of this run.
        case: the case.
        kinds: on offer, by name.
        today: the day of the run.
    """
    note = dossier.note
    try:
        if not note or note["key"] != key:
            return None
        outcomes = tuple(_outcome(it, case, kinds, dossier) for it in note["papers"])
        warnings = tuple(map(_problem_of, note["warnings"]))
        return CaseResult(outcomes, warnings, periods(map(_end_of, note["ends"]), today))
    except (_GoneError, ValueError, LookupError, TypeError, AttributeError):
        # A record that somebody changed by hand tells nothing.
        return None


class _GoneError(Exception):
    """A paper does not stand as it was written."""


def _paper(document: Document, name: str) -> list[object]:
    recipient = document.recipient
    return [
        document.kind.name,
        recipient.name,
        recipient.channel,
        name,
        _said(document.spared),
        _said(document.prompt),
        document.by_name,
        [] if name else [_problem(it) for it in document.problems],
    ]


def _outcome(
    entry: Sequence[Any], case: Case, kinds: Mapping[str, Kind], dossier: Dossier
) -> Outcome:
    kind, recipient, channel, name, spared, prompt, by_name, problems = entry
    state, known = State.NOT_APPLICABLE, None
    if name:
        standing = dossier.standing(name)
        if not standing:
            raise _GoneError(name)
        state, known = standing
    return Outcome(
        case=case.number,
        client=case.client.name,
        kind=kind,
        title=kinds[kind].title,
        recipient=recipient,
        channel=channel,
        state=state,
        path=f"{dossier.name}/{name}" if name else "",
        problems=tuple(map(_problem_of, problems)),
        spared=_said_of(spared),
        prompt=_said_of(prompt),
        by_name=by_name,
        dates=known.dates if known else (),
        sums=known.sums if known else (),
    )


def _problem(it: Problem) -> list[object]:
    rule = [it.rule.code, it.rule.meaning, it.rule.severity.value]
    place = [it.sheet, it.cell, it.heading, it.case]
    return [rule, place, it.severity.value, it.value, _said(it.message), _said(it.remedy)]


def _problem_of(entry: Sequence[Any]) -> Problem:
    (code, meaning, usual), (sheet, cell, heading, case), severity, value, message, remedy = entry
    return Problem(
        rule=Rule(code, meaning, Severity(usual)),
        sheet=sheet,
        cell=cell,
        heading=heading,
        value=value,
        message=_said_of(message),
        remedy=_said_of(remedy),
        case=case,
        severity=Severity(severity),
    )


def _end(it: End) -> list[object]:
    place = [it.place.sheet, it.place.cell, it.place.heading, it.place.case]
    return [_said(it.title), it.day.isoformat(), place, _said(it.source), _said(it.note)]


def _end_of(entry: Sequence[Any]) -> End:
    title, day, place, source, note = entry
    found = date.fromisoformat(day), Place(*place), _said_of(source), _said_of(note)
    return End(_said_of(title), *found)


def _said(text: Any) -> Any:
    """A text as it stands in a note: a `Message` by its parts, for some of them may be secret."""
    if isinstance(text, Message):
        return {"said": [_said(it) for it in text.__getnewargs__()]}
    return [_said(it) for it in text] if isinstance(text, tuple) else text


def _said_of(entry: Any) -> Any:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, dict):
        return Message(*map(_said_of, entry["said"]))
    return [_said_of(it) for it in entry] if isinstance(entry, list) else entry
