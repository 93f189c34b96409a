"""Trials of a kind without code carried out: papers made in memory, phrases looked for in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from anjuan.case.choosing import cases_called
from anjuan.config import find_config
from anjuan.documents.names import names_for
from anjuan.documents.planning import Document
from anjuan.errors import ConfigError, PluginError
from anjuan.files import is_file
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.column_files import COLUMNS_NAME
from anjuan.plugin.guard import guard
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind
from anjuan.plugin.manifest import MANIFEST_NAME
from anjuan.plugin.office import Office
from anjuan.run.dossier import RenderedFile
from anjuan.run.filing import case_jobs
from anjuan.run.outcomes import Outcome
from anjuan.run.papers import Paper, in_memory, papers
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.trying.rows import write_workbook
from anjuan.trying.trials import Trial, Trials, read_trials, rows_of
from anjuan.word.reached import Branch, Branching, branching
from anjuan.word.text import document_text
from anjuan.word.views import Trace

_NOBODY = "没有这样的收文单位。"


@frozen
class Tried:
    """What became of a trial.

    Attributes:
        name: of the trial.
        faults: what was otherwise than it must be, a sentence each; empty = all is well.
        papers: how many were made.
    """

    name: str
    faults: tuple[Message, ...]
    papers: int


@frozen
class Result:
    """What became of the trials of a kind.

    Attributes:
        title: of the kind.
        tried: each trial.
        branches: of its template, in order, with whether some paper went through it.
    """

    title: str
    tried: tuple[Tried, ...]
    branches: tuple[tuple[Branch, bool], ...]

    @property
    def is_sound(self) -> bool:
        """Whether every trial came out as it must."""
        return not any(it.faults for it in self.tried)

    @property
    def never(self) -> tuple[Branch, ...]:
        """Branches that no paper went through."""
        return tuple(branch for branch, reached in self.branches if not reached)


def try_kind(folder: Path, office: Office | None = None, today: date | None = None) -> Result:
    """Carry out the trials of a kind without code; nothing is left on the disk.

    Args:
        folder: with `kind.toml`, a template and `test.toml`.
        office: what else the office adds; None = nothing.
        today: the day of the run; None = today.

    Raises:
        ConfigError: there is no kind in the folder, it can't be used, or its trials can't be read.
        WorkbookError: the workbook can't be read as one.
        UsageError: the workbook has no such case.
    """
    folder = folder.absolute()
    if not is_file(folder / MANIFEST_NAME):
        raise ConfigError("{} 里没有 {}，不是一种文书的文件夹。", folder, MANIFEST_NAME)
    plugins = Plugins.load((office or Office()).also((folder,)))
    trials = read_trials(folder, plugins.table)
    kind = _kind_of(folder, plugins)
    template = branching(kind.template.read_bytes(), plugins.sandbox)
    reached: set[Branch] = set()
    with TemporaryDirectory(prefix="anjuan-") as room:
        attempt = partial(_tried, kind, folder, trials, plugins, template, reached)
        tried = tuple(attempt(it, Path(room), today or date.today()) for it in trials.test)
    return Result(kind.title, tried, tuple((it, it in reached) for it in template.branches))


def _kind_of(folder: Path, plugins: Plugins) -> Kind:
    """The kind of a folder; what keeps it or its columns from being loaded is told."""
    needed = (str(folder), str(folder.parent / COLUMNS_NAME))
    for info in plugins.infos.values():
        if info.reason and info.source in needed:
            raise ConfigError("{}", info.reason)
    mine = {name for name, info in plugins.infos.items() if info.source == str(folder)}
    for name, owner in plugins.owners.items():
        if owner in mine:
            return plugins.kinds[name]
    raise ConfigError("{} 里的文书种类没有加载。", folder)


def _tried(
    kind: Kind, folder: Path, trials: Trials, plugins: Plugins, template: Branching,
    reached: set[Branch], trial: Trial, room: Path, today: date,
) -> Tried:  # fmt: skip
    """One trial; the branches that its papers go through are added to those reached."""
    book = folder / trials.workbook if trial.case else room / "案件表.xlsx"
    if not trial.case:
        write_workbook(book, **rows_of(trial, plugins.table))
    made = [
        it for it in _papers(kind, book, trial, plugins, today)
        if trial.recipient in it.document.recipient.name
    ]  # fmt: skip
    written = [it for it in made if isinstance(it.made, RenderedFile)]
    for paper in written:
        reached |= _reached(paper.document, template, plugins)
    return Tried(trial.name, tuple(_faults(trial, made)), len(written))


def _papers(kind: Kind, book: Path, trial: Trial, plugins: Plugins, today: date) -> Iterator[Paper]:
    headings = find_config(book.parent, workbook=book).headings
    request = Request(book, book.parent, today, headings, kinds=(kind.name,))
    job = prepare(request, plugins)
    chosen = {it.number for it in cases_called(trial.case, job.cases)} if trial.case else None
    workshop = in_memory(job.request, plugins)
    for case_job in case_jobs(job):
        if chosen is None or case_job.case.number in chosen:
            yield from papers(case_job, workshop)


def _reached(document: Document, template: Branching, plugins: Plugins) -> frozenset[Branch]:
    trace = Trace(about=document.case.number)
    try:
        with guard(plugins.owners[document.kind.name]):
            return template.reached(names_for(document, trace, plugins), trace)
    except PluginError:
        # It was made all the same: what is not known to be reached is told as never reached.
        return frozenset()


def _faults(trial: Trial, made: list[Paper]) -> Iterator[Message]:
    """What is otherwise than a trial says."""
    written = [it for it in made if isinstance(it.made, RenderedFile)]
    reason = "".join(
        it.made.reason or it.document.spared for it in made if isinstance(it.made, Outcome)
    )
    if trial.refused:
        if written:
            yield Message("不该出这份文书，却出了。")
        elif trial.refused not in reason:
            yield Message("不出的理由里没有“{}”，理由是：{}", trial.refused, reason or _NOBODY)
        return
    if reason or not written:
        yield Message("没有出这份文书：{}", reason or _NOBODY)
    for paper in written:
        yield from _phrase_faults(trial, paper)


def _phrase_faults(trial: Trial, paper: Paper) -> Iterator[Message]:
    assert isinstance(paper.made, RenderedFile)
    text = document_text(paper.made.content)
    for phrase in trial.must:
        if phrase not in text:
            yield Message("{}里没有“{}”。", paper.made.name, phrase)
    for phrase in trial.must_not:
        if phrase in text:
            yield Message("{}里出现了“{}”：{}", paper.made.name, phrase, _line(text, phrase))


def _line(text: str, phrase: str) -> str:
    """The paragraph in which a phrase stands."""
    return next((line for line in text.split("\n") if phrase in line), "")
