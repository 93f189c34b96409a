"""The documents of one case: planned, rendered, proved and written. Runs in any process."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TypeAlias, TypedDict, TypeVar

from anjuan.case.evidence_files import stamps
from anjuan.case.records.case import Case
from anjuan.case.text import typed_texts
from anjuan.documents.names import Names, names_for
from anjuan.documents.planning import Document, plan
from anjuan.documents.shapes import core
from anjuan.documents.wanted import wanted_kinds
from anjuan.errors import OutputError, PluginError, TemplateError, why
from anjuan.files import digest, safe_name
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.guard import aside, guard
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.problems import Problem, Rule, Severity
from anjuan.run.dossier import Dossier, Note, RenderedFile, Source
from anjuan.run.fingerprints import Fingerprints
from anjuan.run.handing_in import address_of, handed_in
from anjuan.run.outcomes import CaseResult, Newer, Outcome, State
from anjuan.run.periods import ends, periods
from anjuan.run.recalling import CaseKeys, noted, recalled
from anjuan.run.request import Request
from anjuan.run.signoff_records import any_signoffs, with_signoffs
from anjuan.word.lines import render_text
from anjuan.word.placeholders import DRAFT_PREFIX, highlight, is_draft
from anjuan.word.text import document_text, standing_text
from anjuan.word.views import Trace

OVERTAKEN = Rule("overtaken", "手改过的文书，案件表后来改了。", Severity.WARNING)
LEFTOVER_DOCUMENT = Rule(
    "leftover-document", "文件夹里有以前生成、这次没有生成的文书，可能已经过时。", Severity.WARNING
)
UNKNOWN_SIGNOFFS = Rule("unknown-signoffs", "记下谁核对过文书的文件读不了。", Severity.WARNING)

_T = TypeVar("_T")
_SUFFIX = ".docx"
_PRINTED_DATE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_PRINTED_SUM = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?元")


@frozen
class Task:
    """What is the same for every case of a run.

    Attributes:
        request: what the user asked for, kinds by their names.
        run: number of the run in its output folder (`output.run_number`).
        office: what the user added to the kinds on offer, for processes that load them anew.
    """

    request: Request
    run: int
    office: Office


@frozen
class CaseJob:
    """One case, the name of its folder, and the errors that concern it."""

    case: Case
    folder: str
    errors: tuple[Problem, ...]


@dataclass(frozen=True)
class Workshop:
    """What making documents needs besides the case.

    Attributes:
        task: what is the same for every case.
        plugins: offers the kinds.
    """

    task: Task
    plugins: Plugins

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """Keys of documents; whoever only looks needs none, and all code is read for them."""
        return Fingerprints(self.plugins)

    @cached_property
    def case_keys(self) -> CaseKeys:
        """Keys of cases.

        Raises:
            OSError: a template can't be read.
        """
        everything = self.fingerprints.everything
        return CaseKeys(everything, self.task.request, self.plugins.kinds.values())

    @cached_property
    def has_signoffs(self) -> bool:
        """Whether anybody looked at any paper in the output folder: nobody can during a run."""
        return any_signoffs(self.task.request.output)

    @cached_property
    def workbook(self) -> str:
        """Path of the case workbook, relative to the output folder where that is possible."""
        asked = self.task.request
        workbook = asked.workbook.absolute()
        # On Windows there may be no way from one disk to another.
        with suppress(ValueError):
            workbook = Path(os.path.relpath(workbook, asked.output.absolute()))
        return workbook.as_posix()


# The cases of a run at some places, counted from 0.
Jobs: TypeAlias = Callable[[range], Iterable[CaseJob]]
# Of the run that this process is at, or was a copy of one that was.
_open: dict[Task, tuple[Workshop, Jobs]] = {}


@contextmanager
def open_workshop(workshop: Workshop, jobs: Jobs) -> Iterator[None]:
    """Have copies of this process find a workshop in which everything is at hand.

    Args:
        workshop: of the run.
        jobs: its cases. The papers of the first are made, and thrown away: templates are ready
            then.
    """
    for first in jobs(range(1)):
        maker = Maker(first, workshop, _dossier(first, workshop))
        maker.case_key()
        for document in planned(first, workshop):
            maker.made(document)
    _open[workshop.task] = workshop, jobs
    try:
        yield
    finally:
        del _open[workshop.task]


def make_at_hand(places: range, task: Task) -> list[CaseResult]:
    """Make the documents of the cases at some places: here, or in a copy of this process.

    Nothing has to be sent to a copy, which has the cases already.

    Args:
        places: in the order of the run.
        task: of the workshop that is open.
    """
    workshop, jobs = _open[task]
    return [make_case(job, workshop) for job in jobs(places)]


def make_chunk(jobs: Iterable[CaseJob], task: Task) -> list[CaseResult]:
    """Make the documents of some cases, in whatever process; it may have to load plug-ins first."""
    workshop = _open[task][0] if task in _open else _workshop(task)
    return [make_case(job, workshop) for job in jobs]


@lru_cache(maxsize=4)
def _workshop(task: Task) -> Workshop:
    return Workshop(task, Plugins.load(task.office))


def _dossier(job: CaseJob, workshop: Workshop) -> Dossier:
    return Dossier(workshop.task.request.output, job.folder, workshop.task.run)


def make_case(job: CaseJob, workshop: Workshop) -> CaseResult:
    """Make the documents of one case; nothing that goes wrong with one stops another."""
    return _CaseAtWork(job, workshop).result()


class _CaseAtWork:
    """One case of a run: its papers made and filed, or recalled where nothing has changed."""

    def __init__(self, job: CaseJob, workshop: Workshop) -> None:
        self._job, self._workshop = job, workshop
        self._asked, self._plugins = workshop.task.request, workshop.plugins
        self._dossier = _dossier(job, workshop)
        self._maker = Maker(job, workshop, self._dossier)

    def result(self) -> CaseResult:
        """What became of it."""
        key = self._maker.case_key()
        # Steps want to know of each paper how it is handed in, which no note tells.
        found = self._recalled(key) if key and not self._asked.steps else None
        documents: list[Document] = []
        if found is None:
            with aside():
                documents = planned(self._job, self._workshop)
                found = self._anew(documents, key)
        outcomes, unread = self._seen(found.outcomes)
        outcomes, unfilled = self._told_how(documents, outcomes)
        problems, further = found.problems, (*self._leftovers(outcomes), *unread, *unfilled)
        if further:
            problems = tuple(dict.fromkeys((*problems, *further)))
        return CaseResult(outcomes, problems, found.deadlines)

    def _recalled(self, key: str) -> CaseResult | None:
        case, kinds = self._job.case, self._plugins.kinds
        return recalled(self._dossier, key, case, kinds, self._asked.today)

    def _anew(self, documents: list[Document], key: str) -> CaseResult:
        """Every paper made that does not stand as it is to be, and put in its place."""
        case, plugins = self._job.case, self._plugins
        made = [self._maker.made(document) for document in documents]
        told = (it for each in documents for it in each.problems if not it.is_error)
        warnings = tuple(dict.fromkeys(told))
        found = ends(case, plugins.law)
        names = [*map(_standing_name, made)]
        papers = [(it, name) for it, name in zip(documents, names, strict=True) if name is not None]
        is_whole = bool(key and documents) and None not in names
        note = noted(key, papers, warnings, found) if is_whole else None
        outcomes = self._filed(documents, made, note) or without_any(case, plugins)
        problems = (*warnings, *_overtaken(case, outcomes))
        return CaseResult(outcomes, problems, periods(found, self._asked.today))

    def _filed(
        self, documents: list[Document], made: list[RenderedFile | Outcome], note: Note | None
    ) -> tuple[Outcome, ...]:
        files = [it for it in made if isinstance(it, RenderedFile)]
        states = iter(self._dossier.write(files, force=self._asked.force, note=note))
        return tuple(
            _filed(document, it, next(states), self._dossier)
            if isinstance(it, RenderedFile)
            else it
            for document, it in zip(documents, made, strict=True)
        )

    def _seen(
        self, outcomes: tuple[Outcome, ...]
    ) -> tuple[tuple[Outcome, ...], tuple[Problem, ...]]:
        """The outcomes with who looked at their papers, and a warning where nobody knows."""
        if not self._workshop.has_signoffs:
            return outcomes, ()
        try:
            return with_signoffs(outcomes, self._asked.output, self._job.folder), ()
        except OutputError as error:
            remedy, case = "文书不受影响；清单里没有写谁核对过。", self._job.case
            return outcomes, (UNKNOWN_SIGNOFFS.at(case, "number", error.message, remedy),)

    def _told_how(
        self, documents: list[Document], outcomes: tuple[Outcome, ...]
    ) -> tuple[tuple[Outcome, ...], tuple[Problem, ...]]:
        """The outcomes with how each paper is handed in, where steps follow that ask for it."""
        if not (self._asked.steps and documents):
            return outcomes, ()
        told = [self._maker.told_how(*each) for each in zip(documents, outcomes, strict=True)]
        unfilled = tuple(problem for _, problems in told for problem in problems)
        return tuple(outcome for outcome, _ in told), unfilled

    def _leftovers(self, outcomes: tuple[Outcome, ...]) -> Iterator[Problem]:
        """Warn of documents of earlier runs that this one did not make: they may be out of date."""
        if not self._asked.is_whole(self._job.case.number):
            return
        current = (outcome.path.rpartition("/")[2] for outcome in outcomes)
        for name in self._dossier.leftovers(current):
            path = f"{self._job.folder}/{name}"
            message = Message("{} 是以前生成的，这次没有生成，可能已经过时。", path)
            remedy = "请核对；不再需要的请自行删除。"
            yield LEFTOVER_DOCUMENT.at(self._job.case, "", message, remedy)


def _standing_name(made: RenderedFile | Outcome) -> str | None:
    """The file of a paper, empty where its kind does not concern the case; None without a paper."""
    if isinstance(made, RenderedFile):
        return made.name
    if made.path or made.state is State.NOT_APPLICABLE:
        return made.path.rpartition("/")[2]
    return None


def without_any(case: Case, plugins: Plugins) -> tuple[Outcome, ...]:
    """What became of a case that asks for no kind that there is."""
    problem = wanted_kinds(case, plugins.kinds)[1]
    failure = "" if problem else Message("没有一种可以生成的文书。")
    return (
        Outcome(
            case=case.number,
            client=case.client.name,
            kind="",
            title="",
            recipient="",
            channel="",
            state=State.REFUSED,
            problems=problem,
            failure=failure,
        ),
    )


def planned(job: CaseJob, workshop: Workshop) -> list[Document]:
    """Every document that is asked for of a case, in dossier order (`planning.plan`)."""
    asked = workshop.task.request
    errors = {job.case.number: job.errors}
    only = asked.kinds_of(job.case.number)
    found = plan(
        job.case,
        workshop.plugins,
        asked.today,
        errors,
        only,
        draft=asked.draft,
        folder=asked.workbook.parent,
        besides=asked.besides,
    )
    left_out = asked.left_out
    return [it for it in found if (it.case.number, it.kind.name, it.recipient.name) not in left_out]


class Maker:
    """Makes the documents of one case; without a dossier, as if none had been made before."""

    def __init__(self, job: CaseJob, workshop: Workshop, dossier: Dossier | None) -> None:
        self._asked = workshop.task.request
        self._job, self._folder = job, job.folder
        self._workshop = workshop
        self._dossier = dossier
        # Here, where no plug-in would be blamed for what goes wrong.
        self._fingerprints = workshop.fingerprints if dossier else None
        self._text: tuple[Case, str] | None = None
        # Rows look the same in all papers of a case.
        self._known: dict[tuple[int, int], tuple[object, dict[str, object]]] = {}

    def case_key(self) -> str:
        """Stands for all that the result of the case hangs on; empty where nobody can know."""
        case = self._job.case
        with suppress(OSError):
            return self._workshop.case_keys.key(case, self._told(case), self._job.errors)
        return ""

    def made(self, document: Document) -> RenderedFile | Outcome:
        """The finished document, or what became of it where nothing has to be written."""
        try:
            # A plug-in's values may raise whenever they are touched.
            with guard(self._workshop.plugins.owners[document.kind.name]):
                return self._made(document)
        except PluginError as error:
            return outcome_of(document, State.FAILED, failure=error.message)

    def told_how(self, document: Document, outcome: Outcome) -> tuple[Outcome, tuple[Problem, ...]]:
        """The outcome of a paper that stands with how it is handed in, for steps that follow."""
        if not outcome.path:
            return outcome, ()
        sandbox = self._workshop.plugins.sandbox
        lines, problems = handed_in(document, self._names, sandbox)
        return replace(outcome, handing_in=lines, address=address_of(document)), problems

    def _made(self, document: Document) -> RenderedFile | Outcome:
        if document.spared:
            return outcome_of(document, State.NOT_APPLICABLE, problems=document.problems)
        if document.failure:
            return outcome_of(document, State.FAILED, failure=document.failure)
        errors = tuple(problem for problem in document.problems if problem.is_error)
        if errors:
            return outcome_of(document, State.REFUSED, problems=errors)
        try:
            key = self._key(document)
            name, problems = self._file_name(document)
            if problems:
                return outcome_of(document, State.REFUSED, problems=problems)
            names = (name, DRAFT_PREFIX + name)
            standing = self._dossier.current(names, key) if self._dossier else None
            if standing:
                standing_name, state, known = standing
                path = f"{self._folder}/{standing_name}"
                return outcome_of(document, state, path, dates=known.dates, sums=known.sums)
            return self._rendered(document, name, key)
        except (PluginError, TemplateError) as error:
            return outcome_of(document, State.FAILED, failure=error.message)
        except OSError as error:
            return outcome_of(document, State.FAILED, failure=_disk_reason(error))

    def _key(self, document: Document) -> str:
        """Stands for all that a document is made from; empty where nothing is kept."""
        if not self._fingerprints:
            return ""
        matter = document.matter
        return self._fingerprints.key(
            document.kind,
            self._told(matter.case),
            document.recipient,
            matter.filing_date,
            # What is empty because it can't be read is not what is empty.
            document.faults,
            self._asked.draft,
            stamps(matter.case, matter.folder) if document.kind.reads_exhibits else (),
        )

    def _told(self, case: Case) -> str:
        """Stands for all that a case holds; made once, though several documents ask for it."""
        if self._text is None or self._text[0] is not case:
            self._text = (case, digest(repr(case).encode("utf-8", "surrogatepass")))
        return self._text[1]

    def _file_name(self, document: Document) -> tuple[str, tuple[Problem, ...]]:
        """Its file name, and what keeps a name of the kind's own making from being one."""
        own = document.kind.file_name
        if not own:
            return file_name(document), ()
        names, trace = self._names(document)
        sandbox = self._workshop.plugins.sandbox
        text = _unless_hit(trace, lambda: render_text(own, names, trace, sandbox))
        if text is None:
            return "", tuple(trace.hits)
        return f"{safe_name(f'{document.number:02d}_{text}')}{_SUFFIX}", ()

    def _names(self, document: Document) -> tuple[Names, Trace]:
        plugins = self._workshop.plugins
        case = document.case
        trace = Trace(self._asked.draft, case.number, partial(typed_texts, case), known=self._known)
        return names_for(document, trace, plugins), trace

    def _rendered(self, document: Document, name: str, key: str) -> RenderedFile | Outcome:
        """Render and prove one document; its bytes are worth keeping only without problems."""
        # A run in which nothing changed needs none of what makes Word files.
        from anjuan.word.proving import prove
        from anjuan.word.rendering import render

        names, trace = self._names(document)
        title = f"{document.title} {document.case.number}"
        template, sandbox = document.kind.template, self._workshop.plugins.sandbox
        rendered = _unless_hit(trace, lambda: render(template, names, trace, title, sandbox, core))
        problems = tuple(trace.hits) if rendered is None else prove(rendered, trace)
        if rendered is None or problems:
            return outcome_of(document, State.REFUSED, problems=problems)
        content = rendered.content
        if trace.draft and is_draft(document_text(content)):
            content, name = highlight(content), DRAFT_PREFIX + name
        dates = _found(_PRINTED_DATE, "年", trace.printed)
        sums = _found(_PRINTED_SUM, "元", trace.printed)
        day = self._asked.today.isoformat()
        source = Source(self._workshop.workbook, day, document.kind.name, document.recipient.name)
        return RenderedFile(name, content, key, dates, sums, source)


def _unless_hit(trace: Trace, make: Callable[[], _T]) -> _T | None:
    """What is made; None where it ran into a faulty cell or a blank: the trace tells."""
    try:
        made = None if trace.hits else make()
    except TemplateError:
        # What comes of a faulty cell is told as what it is.
        if not trace.hits:
            raise
        made = None
    return None if trace.hits else made


def file_name(document: Document) -> str:
    """`<NN>_<文书名>[_<收文单位>].docx`."""
    parts = [f"{document.number:02d}", document.kind.title, document.recipient.name]
    return safe_name("_".join(part for part in parts if part)) + _SUFFIX


def _filed(
    document: Document, file: RenderedFile, state: State | OSError, dossier: Dossier
) -> Outcome:
    if isinstance(state, OSError):
        return outcome_of(document, State.FAILED, failure=_disk_reason(state))
    path = f"{dossier.name}/{file.name}"
    if state is State.KEPT:
        return replace(
            outcome_of(document, state, path, **_printed_in(dossier.read(file.name))),
            newer=_newer(file, dossier),
        )
    return outcome_of(document, state, path, dates=file.dates, sums=file.sums)


def _newer(file: RenderedFile, dossier: Dossier) -> Newer | None:
    if file.name not in dossier.overtaken:
        return None
    name = dossier.overtaken[file.name]
    return Newer(f"{dossier.name}/{name}" if name else "", file.dates, file.sums)


class _Printed(TypedDict):
    """Dates and sums of a paper."""

    dates: tuple[str, ...]
    sums: tuple[str, ...]


def _printed_in(document: bytes) -> _Printed:
    """What stands in a paper that a person edited; nothing where it can't be read."""
    text = standing_text(document) or ""
    return {
        "dates": _found(_PRINTED_DATE, "年", (text,)),
        "sums": _found(_PRINTED_SUM, "元", (text,)),
    }


def _overtaken(case: Case, outcomes: Iterable[Outcome]) -> Iterator[Problem]:
    """Warn of papers that a person edited and that the workbook has something new for."""
    for outcome in outcomes:
        if outcome.newer and outcome.newer.path:
            message = Message(
                "{} 手改过，没有动；案件表后来改了，按现在的案件表生成的是旁边的 {}。",
                *(outcome.path, outcome.newer.path.rpartition("/")[2]),
            )
            remedy = "程序以手改的那份为准；请与新的一份对照，改好以后再用。"
            yield OVERTAKEN.at(case, "number", message, remedy)
        elif outcome.newer:
            message = Message(
                "{} 和旁边新的一份都手改过，没有动；案件表后来改了，新内容没有写出来。",
                outcome.path,
            )
            remedy = "请加 --force 再生成一次：手改的另存，不会丢。"
            yield OVERTAKEN.at(case, "number", message, remedy)


def outcome_of(
    document: Document,
    state: State,
    path: str = "",
    *,
    problems: tuple[Problem, ...] = (),
    failure: str = "",
    dates: tuple[str, ...] = (),
    sums: tuple[str, ...] = (),
) -> Outcome:
    """What became of a document as planned."""
    return Outcome(
        case=document.case.number,
        client=document.case.client.name,
        kind=document.kind.name,
        title=document.kind.title,
        recipient=document.recipient.name,
        channel=document.recipient.channel,
        state=state,
        path=path,
        problems=problems,
        failure=failure,
        spared=document.spared,
        prompt=document.prompt,
        by_name=document.by_name,
        dates=dates,
        sums=sums,
    )


def _found(pattern: re.Pattern[str], unit: str, printed: Iterable[str]) -> tuple[str, ...]:
    # Few texts have the unit, and to see that is done at once.
    text = "\n".join([text for text in printed if unit in text])
    return tuple(dict.fromkeys(pattern.findall(text)))


def _disk_reason(error: OSError) -> str:
    return Message("写不进去（{}）。文件若在 Word 里开着，请关掉再运行一次。", why(error))
