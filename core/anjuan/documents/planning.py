"""Which documents a case gets, and what keeps one from being made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias, TypeVar

from anjuan.case.columns import MISSING
from anjuan.case.faulty import (
    Faults,
    Note,
    faults_of,
    faulty_case,
    hole,
    with_holes,
    without,
)
from anjuan.case.own import value_of
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, OWN_ROWS, ROW_SHEETS
from anjuan.documents.drafting import can_be_drafted, drafted
from anjuan.documents.wanted import wanted_kinds
from anjuan.errors import PluginError
from anjuan.frozen import frozen
from anjuan.law.deadlines import DEADLINE_PAST
from anjuan.messages import Message, public
from anjuan.plugin import answers
from anjuan.plugin.guard import guard, place_of, told_at
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import NEEDED, Brief, Kind, Matter, Recipient, by_nothing
from anjuan.problems import Place, Problem, Rule, Severity

NO_ROWS = Rule("no-rows", "这种文书离不开的工作表里，本案一行也没有。")
NOT_APPLICABLE = Rule(
    "not-applicable", "“文书”一栏里点名要的文书不适用于这个案件。", Severity.WARNING
)

# Every document is filed under these, and whether it is wanted hangs on them.
_LOOKED_AT = attrgetter("number", "client.name", "wanted")
_HEADINGS = {".".join(it.path): it.column.heading for it in CASES.fields}
_M = TypeVar("_M", bound=Matter)
# 案件编号, name of a kind.
Besides: TypeAlias = frozenset[tuple[str, str]]


@frozen
class Document:
    """One planned document, or a kind that does not concern the case.

    Attributes:
        matter: the case, the law and the day of filing.
        kind: its kind.
        recipient: to whom; a nameless one where the plan got no further than a problem.
        number: place in the dossier, from 1.
        problems: what concerns this document; an error among them refuses it.
        failure: the reason when the kind's own code broke; empty otherwise.
        spared: why the kind does not concern the case; empty where it does.
        prompt: what was done in the case that makes it the next step; empty where nothing did.
        by_name: the kind was asked for by name, so that it has to be told where it is not made.
        faults: errors in the rows of the case.
    """

    matter: Matter
    kind: Kind
    recipient: Recipient
    number: int
    problems: tuple[Problem, ...] = ()
    failure: str = ""
    spared: str = ""
    prompt: str = ""
    by_name: bool = False
    faults: Faults = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The case."""
        return self.matter.case

    @property
    def title(self) -> str:
        """The title on the paper: the channel's own where it has one."""
        return self.recipient.title or self.kind.title


def plan(
    case: Case,
    plugins: Plugins,
    today: date,
    errors: Mapping[str, Sequence[Problem]],
    only: tuple[str, ...] = (),
    *,
    draft: bool = False,
    folder: Path | None = None,
    besides: Besides = frozenset(),
) -> list[Document]:
    """Every document of a case, in dossier order, and in their places the kinds it needs none of.

    Args:
        case: the case.
        plugins: offers the kinds, and the law.
        today: the day of the run.
        errors: of the whole workbook, by case (`errors_by_case`).
        only: names of kinds asked for on the command line; they take the place of the 文书 cell.
        draft: print placeholders where free text is missing, instead of refusing.
        folder: of the workbook.
        besides: kinds on request that are wanted besides those of the 文书 cell.

    Numbers do not depend on `only`: running a single generator writes the same file name as
    running all. A kind that is made on request comes after all others, and has the number that it
    has where all of them are asked for.
    """
    found = (*errors.get(case.number, ()), *errors.get("", ()))
    faults = faults_of(case, (it for it in found if not draft or not can_be_drafted(it)))
    # Papers whose day of filing is left open are taken to be filed on the day of the run.
    matter = Matter(case, plugins.law, case.signing_date or today, folder=folder)
    wanted = wanted_kinds(case, plugins.kinds)[0]
    added = _added(case, plugins, besides)
    asked = [*(plugins.kinds[name] for name in only), *added]
    if any(kind.on_request for kind in asked) and not case.wanted:
        asked = [kind for kind in plugins.kinds.values() if kind.on_request or kind in asked]
    # By their names: whoever compares kinds compares all that they say.
    wanted_names, added_names = ({kind.name for kind in kinds} for kinds in (wanted, added))
    meant = set(only) or wanted_names | added_names
    documents: list[Document] = []
    number = 1
    for kind in (*wanted, *(kind for kind in asked if kind.name not in wanted_names)):
        by_name = bool(only or case.wanted or kind.name in added_names)
        own = asked_of = matter
        if draft:
            own = replace(matter, case=drafted(case, found, kind, with_needs=True))
            # A placeholder makes no kind apply that nobody asked for: no letter of a law firm
            # where there is none.
            asked_of = replace(matter, case=drafted(case, found, kind, with_needs=by_name))
        left = without(faults, kind.does_without)
        first = Document(own, kind, Recipient(), number, by_name=by_name, faults=left)
        planned = _documents(first, asked_of, plugins.owners[kind.name])
        number += sum(not document.spared for document in planned)
        # What was asked for elsewhere is no fault of the 文书 cell.
        documents += planned if only or kind.name not in wanted_names else map(_told_of, planned)
    return [document for document in documents if document.kind.name in meant]


def _added(case: Case, plugins: Plugins, besides: Besides) -> list[Kind]:
    """Kinds that are wanted in a case besides, as far as they are on offer."""
    if not besides:
        return []
    return [kind for kind in plugins.kinds.values() if (case.number, kind.name) in besides]


def needed(
    problems: Iterable[Problem],
    cases: Iterable[Case],
    plugins: Plugins,
    only: tuple[str, ...] = (),
    besides: Besides = frozenset(),
) -> Iterator[Problem]:
    """Problems but for empty cells that none of the documents needs which the case gets.

    Args:
        problems: of the workbook.
        cases: all of its cases.
        plugins: offers the kinds.
        only: as for `plan`.
        besides: likewise.
    """
    told = tuple(problems)
    asked = {it.case for it in told if it.rule == MISSING}
    spared = {
        (case.number, heading)
        for case in (cases if asked else ())
        if case.number in asked
        for heading in _spared(case, plugins, only, besides)
    }
    for problem in told:
        if problem.rule != MISSING or (problem.case, problem.heading) not in spared:
            yield problem


def _spared(case: Case, plugins: Plugins, only: tuple[str, ...], besides: Besides) -> Iterator[str]:
    """Headings of sheet 案件 that each of its documents can do without."""
    kinds = [plugins.kinds[name] for name in only] or [*wanted_kinds(case, plugins.kinds)[0]]
    kinds += _added(case, plugins, besides)
    attributes = set(kinds[0].does_without) if kinds else set()
    attributes = attributes.intersection(*(kind.does_without for kind in kinds))
    yield from (heading for attribute, heading in _HEADINGS.items() if attribute in attributes)


def as_handed(matter: _M, faults: Faults, note: Note) -> _M:
    """The matter as a kind is handed it: of a case with faulty cells a twin that lacks them.

    Args:
        matter: as planned, or with a recipient.
        faults: errors in the rows of the case.
        note: told of each problem whose cell is looked at.
    """
    if not faults:
        return matter
    case = faulty_case(matter.case, faults, note)
    signing_date = hole(case, "signing_date")
    holes = {"filing_date": signing_date} if signing_date else {}
    return with_holes(replace(matter, case=case), holes, note)


def _documents(first: Document, asked_of: Matter, owner: str) -> list[Document]:
    """The documents of one kind.

    Args:
        first: the first of them, not yet addressed.
        asked_of: the matter of which it is asked whether the kind concerns it.
        owner: the plug-in that offers the kind.
    """
    kind = first.kind
    looked_at: dict[Problem, None] = {}
    try:
        with guard(owner):
            note = looked_at.setdefault
            matter = as_handed(first.matter, first.faults, note)
            same = asked_of is first.matter
            concerned = matter if same else as_handed(asked_of, first.faults, note)
            spared, problems, recipients = _answers(kind, matter, concerned)
            prompts = [_prompt(first, it, note) for it in recipients]
    except PluginError as error:
        if not looked_at:
            return [replace(first, failure=error.message)]
        # What comes of a faulty cell is told as what it is.
        spared, problems, recipients, prompts = "", (), (), []
    if looked_at:
        return [replace(first, problems=tuple(looked_at))]
    late = next((it.message for it in problems if it.rule == DEADLINE_PAST), "")
    if late and not first.by_name:
        # Nobody hands it in as if it were in time; whoever asks for it by name knows.
        return [replace(first, spared=late, problems=problems)]
    if not recipients:
        return [replace(first, spared=spared or _by_help(kind))]
    return [
        Document(
            *(first.matter, kind, recipient, first.number + place, problems),
            prompt=prompt,
            by_name=first.by_name,
            faults=first.faults,
        )
        for place, (recipient, prompt) in enumerate(zip(recipients, prompts, strict=True))
    ]


def _answers(
    kind: Kind, matter: Matter, concerned: Matter
) -> tuple[str, tuple[Problem, ...], tuple[Recipient, ...]]:
    """What a kind says of a case; runs inside the guard.

    Returns:
        Why the kind does not concern it, its problems, and to whom it goes.
    """
    _LOOKED_AT(matter.case)
    applies = kind.applies(concerned)
    spared = "" if applies is True else answers.spared(applies, _by_help(kind))
    if spared:
        return spared, (), ()
    lacking = tuple(_lacking(matter.case, kind))
    if lacking:
        return "", lacking, (Recipient(),)
    with told_at(place_of, kind.check):
        problems = answers.few_problems(kind.check(matter), "check")
    with told_at(place_of, kind.recipients):
        return "", problems, answers.recipients(kind.recipients(matter))


def _prompt(document: Document, recipient: Recipient, note: Note) -> str:
    if document.kind.prompted_by is by_nothing:
        return ""
    matter = document.matter
    brief = Brief(matter.case, matter.law, matter.filing_date, recipient)
    told = document.kind.prompted_by(as_handed(brief, document.faults, note))
    return answers.text(told, "文书种类的 prompted_by 返回了")


def _by_help(kind: Kind) -> str:
    return public(kind.help or "这个案件不需要。")


def _lacking(case: Case, kind: Kind) -> Iterator[Problem]:
    """Cells and sheets that this kind needs and that are empty."""
    for attribute in kind.needs:
        value = value_of(case, attribute)
        if value is None or (isinstance(value, str | tuple) and not value):
            yield _needed(case, kind, attribute)


def _needed(case: Case, kind: Kind, attribute: str) -> Problem:
    sheet = _row_sheet(case, attribute)
    if sheet:
        return NO_ROWS.on(
            Place(sheet, case=case.number),
            Message("案件 {} 在“{}”表里一行也没有，{}无从写起。", case.number, sheet, kind.title),
            "请补上，或在案件表的“文书”一栏里不选这种文书。",
        )
    name = attribute.rpartition(".")[2]
    return NEEDED.at(case, name, Message("没有填写，{}必须写明。", kind.title), "请补上。")


def _row_sheet(case: Case, attribute: str) -> str:
    """The sheet of rows that a kind needs by an attribute; empty where it needs a cell."""
    path, _, name = attribute.partition(".")
    if path == OWN_ROWS:
        return case.own_rows.titles[name]
    return ROW_SHEETS[attribute].name if attribute in ROW_SHEETS else ""


def _told_of(document: Document) -> Document:
    """The document; where the 文书 cell asks for what does not concern the case, that is told."""
    if not document.spared or not document.by_name:
        return document
    case, message = document.case, Message("{}不适用：{}", document.kind.title, document.spared)
    remedy = "不需要的，请从这一栏里去掉；需要的，请补上缺的内容。"
    told = NOT_APPLICABLE.at(case, "wanted", message, remedy, value=case.wanted)
    return replace(document, problems=(told,))


def errors_by_case(problems: Iterable[Problem]) -> Mapping[str, Sequence[Problem]]:
    """Errors by 案件编号; under the empty key those of institutions, which concern many cases."""
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.is_error:
            found[problem.case].append(problem)
    return found
