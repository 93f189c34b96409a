"""Which documents a case gets, and what keeps one from being made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from anjuan.case.columns import MISSING
from anjuan.case.records import Case
from anjuan.case.sheets import CASES, INSTITUTIONS, ROW_SHEETS
from anjuan.chinese import split_list, suggestion
from anjuan.documents.drafting import can_be_drafted, drafted
from anjuan.errors import PluginError
from anjuan.plugin.guard import MOST_RECORDS, bounded, guard
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import NEEDED, Kind, Matter, Recipient
from anjuan.problems import Place, Problem, Rule

UNKNOWN_KIND = Rule("unknown-kind", "没有这种文书。")
NO_ROWS = Rule("no-rows", "这种文书离不开的工作表里，本案一行也没有。")
NOT_APPLICABLE = Rule("not-applicable", "点名要的文书不适用于这个案件。")

# Every document is filed under these; without them it has no place.
_FILED_UNDER = ("number", "client.name")
# A kind may name this many recipients for a case; more is a runaway generator.
MOST_RECIPIENTS = 200


@dataclass(frozen=True, slots=True)
class Document:
    """One planned document.

    Attributes:
        matter: the case, the law and the day of filing.
        kind: its kind.
        recipient: to whom; a nameless one where the plan got no further than a problem.
        number: place in the dossier, from 1.
        problems: what concerns this document; an error among them refuses it.
        failure: the reason when the kind's own code broke; empty otherwise.
    """

    matter: Matter
    kind: Kind
    recipient: Recipient
    number: int
    problems: tuple[Problem, ...] = ()
    failure: str = ""

    @property
    def case(self) -> Case:
        """The case."""
        return self.matter.case

    @property
    def title(self) -> str:
        """The title on the paper: the channel's own where it has one."""
        return self.recipient.title or self.kind.title


def wanted_kinds(case: Case, plugins: Plugins) -> tuple[tuple[Kind, ...], tuple[Problem, ...]]:
    """The kinds that the 文书 cell asks for, by name or title; all of them where it is empty."""
    words = split_list(case.wanted)
    by_word = {word: kind for kind in plugins.kinds.values() for word in (kind.name, kind.title)}
    problems = tuple(
        UNKNOWN_KIND.at(
            case,
            "wanted",
            f"没有“{word}”这种文书。{suggestion(word, tuple(by_word))}",
            f"可以写：{'、'.join(kind.title for kind in plugins.kinds.values())}。",
            value=case.wanted,
        )
        for word in words
        if word not in by_word
    )
    if not words:
        return tuple(plugins.kinds.values()), ()
    chosen = {by_word[word].name for word in words if word in by_word}
    return tuple(kind for kind in plugins.kinds.values() if kind.name in chosen), problems


def plan(
    case: Case,
    plugins: Plugins,
    today: date,
    errors: Mapping[str, Sequence[Problem]],
    only: tuple[str, ...] = (),
    *,
    draft: bool = False,
) -> list[Document]:
    """Every document of a case, in dossier order.

    Args:
        case: the case.
        plugins: offers the kinds, and the law.
        today: the day of the run.
        errors: of the whole workbook, by case (`errors_by_case`).
        only: names of kinds asked for on the command line; they take the place of the 文书 cell.
        draft: print placeholders where free text is missing, instead of refusing.

    Numbers do not depend on `only`: running a single generator writes the same file name as
    running all.
    """
    found = (*errors.get(case.number, ()), *errors.get("", ()))
    if draft:
        case = drafted(case, found)
        found = tuple(problem for problem in found if not can_be_drafted(problem))
    # Papers whose day of filing is left open are taken to be filed on the day of the run.
    matter = Matter(case, plugins.law, case.signing_date or today)
    wanted = wanted_kinds(case, plugins)[0]
    asked = [plugins.kinds[name] for name in only]
    documents: list[Document] = []
    for kind in (*wanted, *(kind for kind in asked if kind not in wanted)):
        explicit = kind in asked or bool(case.wanted)
        documents += _documents(matter, kind, plugins, found, len(documents), explicit)
    return [document for document in documents if not only or document.kind.name in only]


def _documents(
    matter: Matter,
    kind: Kind,
    plugins: Plugins,
    problems: tuple[Problem, ...],
    before: int,
    explicit: bool,
) -> list[Document]:
    owner = plugins.owners[kind.name]
    blockers = _faulty(matter.case, kind, problems)
    own: tuple[Problem, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    try:
        with guard(owner):
            applies = not blockers and kind.applies(matter)
            blockers = blockers or (_lacking(matter.case, kind) if applies else ())
            if applies and not blockers:
                own = bounded(kind.check(matter), MOST_RECORDS, "一个案件的问题")
                recipients = bounded(kind.recipients(matter), MOST_RECIPIENTS, "一个案件的收文单位")
    except PluginError as error:
        return [Document(matter, kind, Recipient(), before + 1, failure=error.message)]
    if blockers:
        return [Document(matter, kind, Recipient(), before + 1, blockers)]
    if not recipients and explicit:
        own = (*own, _not_applicable(matter.case, kind))
        recipients = (Recipient(),)
    return [
        Document(matter, kind, recipient, number, own)
        for number, recipient in enumerate(recipients, start=before + 1)
    ]


def _faulty(case: Case, kind: Kind, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Faulty cells that this kind reads."""
    reads = {*_FILED_UNDER, *kind.needs, *kind.reads}
    return tuple(
        problem for problem in problems if _concerns(problem, case, reads, kind.reads_only)
    )


def _lacking(case: Case, kind: Kind) -> tuple[Problem, ...]:
    """Cells and sheets that this kind needs and that are empty."""
    return tuple(
        _needed(case, kind, attribute)
        for attribute in kind.needs
        if attrgetter(attribute)(case) in (None, "", ())
    )


def _concerns(problem: Problem, case: Case, reads: set[str], reads_only: bool) -> bool:
    """Whether a faulty cell may reach a document whose kind reads these attributes.

    A cell of the case's own row that holds something unreadable concerns every kind in code: it
    would take the cell for empty and leave out a clause. An empty required cell, and any cell
    where the kind is no code, concerns those that read it, here or (views.py) in the template.
    """
    if problem.sheet == INSTITUTIONS.name:
        return problem.cell in _linked_cells(case)
    if problem.case != case.number:
        return False
    if problem.sheet == CASES.name:
        is_known = problem.code == MISSING.code or reads_only
        return not is_known or problem.heading in _headings(reads)
    return any(ROW_SHEETS[name].name == problem.sheet for name in reads if name in ROW_SHEETS)


def _headings(attributes: set[str]) -> set[str]:
    return {item.column.heading for item in CASES.fields if ".".join(item.path) in attributes}


def _linked_cells(case: Case) -> set[str]:
    linked = (case.creditor, case.platform, case.collector)
    return {
        f"{letter}{institution.origin.row}"
        for institution in linked
        if institution
        for letter in institution.origin.letters.values()
    }


def _needed(case: Case, kind: Kind, attribute: str) -> Problem:
    if attribute in ROW_SHEETS:
        sheet = ROW_SHEETS[attribute].name
        return NO_ROWS.on(
            Place(sheet, case=case.number),
            f"案件 {case.number} 在“{sheet}”表里一行也没有，{kind.title}无从写起。",
            "请补上，或在案件表的“文书”一栏里不选这种文书。",
        )
    name = attribute.rpartition(".")[2]
    return NEEDED.at(case, name, f"没有填写，{kind.title}必须写明。", "请补上。")


def _not_applicable(case: Case, kind: Kind) -> Problem:
    return NOT_APPLICABLE.at(
        case,
        "wanted",
        f"{kind.title}不适用于这个案件：{kind.help}",
        "请去掉这种文书，或核对机构类型等栏。",
        value=case.wanted,
    )


def errors_by_case(problems: Iterable[Problem]) -> Mapping[str, Sequence[Problem]]:
    """Errors by 案件编号; under the empty key those of institutions, which concern many cases."""
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.is_error:
            found[problem.case].append(problem)
    return found


def by_cell(problems: Iterable[Problem]) -> Mapping[tuple[str, str], Problem]:
    """Errors by sheet and cell, for the template's look-ups."""
    return {
        (problem.sheet, problem.cell): problem
        for problem in problems
        if problem.is_error and problem.cell
    }
