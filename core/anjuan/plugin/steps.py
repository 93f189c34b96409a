"""What may be done with finished documents: a plug-in's step after a run, such as PDF files.

A step comes after all Word papers stand and 清单.xlsx is written, so that they never wait for
it; one that broke off is taken up again by the same command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from threading import Event
from typing import Protocol

from anjuan.case.records.case import Case
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.kinds import NOTHING_SAID, HandingIn
from anjuan.problems import Problem, Rule
from anjuan.word.placeholders import DRAFT_PREFIX


@frozen
class Finished:
    """One document that stands in its dossier.

    Attributes:
        kind, title: name and Chinese title of its kind.
        recipient: as in its file name; empty where it is left open.
        path: the .docx file; absolute. Where a person edited it, the edited one: that is what is
            signed and handed in.
        is_overtaken: a person edited it, and the workbook says something else since.
        beside: then the new version, absolute; None where that was edited too.
        handing_in: how it is handed in, its lines filled; empty ones are filled in by hand.
        address: where post reaches the recipient; empty where nobody says.
    """

    kind: str
    title: str
    recipient: str
    path: Path
    is_overtaken: bool = False
    beside: Path | None = None
    handing_in: HandingIn = NOTHING_SAID
    address: str = ""

    @property
    def is_draft(self) -> bool:
        """True where values are still missing, so that it can't be handed in."""
        return self.path.name.startswith(DRAFT_PREFIX)


class StepFiles(Protocol):
    """The files that one step puts into one dossier, by the rules that hold for Word papers.

    A file is written whole or not at all. One that a person edited is never overwritten: the new
    version comes beside it, as `…_新.pdf`; `--force` sets the edited one aside. What was made from
    the same need not be made again, also after a run that was killed.
    """

    def standing(self, name: str, key: str) -> tuple[Problem, ...] | None:
        """Whether a file need not be made again.

        Args:
            name: of the file, in the dossier's own folder.
            key: stands for all that the file is made from: a digest of it.

        Returns:
            None where it has to be made. Otherwise what to say of it: nothing, or that a person
            edited it and the program's own version stands beside.
        """

    def usable(self, name: str, key: str) -> bool:
        """True where a file stands that was made from `key`, or that a person put there."""

    def put(self, name: str, content: bytes, key: str) -> tuple[Problem, ...]:
        """Write a file, or its new version beside one that a person edited.

        Args:
            name: of the file, in the dossier's own folder.
            content: all of it; the same from the same `key`, whenever it is made.
            key: stands for all that it was made from.

        Returns:
            What to say of it: that it was kept, or why it could not be written.

        Raises:
            PluginError: the name is that of a folder or leads out of the dossier.
        """

    def problem(self, rule: Rule, name: str, message: str, remedy: str) -> Problem:
        """A problem with a file of the case, at the case's own cell.

        Args:
            rule: one of the step's.
            name: of the file.
            message: what is wrong with it, a Chinese clause without a full stop.
            remedy: what to do, one Chinese sentence.
        """


@frozen
class FinishedCase:
    """One case of the run with the documents that stand.

    Attributes:
        case: the case.
        folder: its dossier; absolute. It may be missing where every document was refused.
        documents: in dossier order; those refused or failed are left out.
        files: from the name of a step to its files in this dossier: `case.files("pdf")`.
        deadlines: what ends when, by day: title, last day and basis.
    """

    case: Case
    folder: Path
    documents: tuple[Finished, ...]
    files: Callable[[str], StepFiles] = field(compare=False)
    deadlines: tuple[tuple[str, date, str], ...] = ()


@frozen
class FinishedRun:
    """A run whose documents are written.

    Attributes:
        workbook: the case workbook; paths in its cells are relative to its folder.
        output: the output folder; absolute.
        cases: those asked for, in the order of the workbook; where they are very many, each is made
            anew whenever it is asked for, so that not all are in memory.
        jobs: processes to work with, at least 1.
        force: take the place of files that a person edited, setting those aside.
        tell: says one Chinese sentence to the user, on stderr; with `--redact`, of a `Message`
            the words, and nothing of any other text.
        progress: takes how many of how many a step has done, to be shown as a bar; as often as
            it likes.
    """

    workbook: Path
    output: Path
    cases: Sequence[FinishedCase]
    jobs: int
    tell: Callable[[str], None]
    force: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None


@frozen(kw_only=True)
class PrintView:
    """The pages of a paper as they come out of the printer, for a screen.

    Attributes:
        lacks: why this machine can't show them, one Chinese sentence; empty where it can.
        pages: of a Word file, each page as PNG, or why there are none, a Chinese clause. It works
            in a private folder, where what a later call can use may stay; when the event is set,
            everything that was started is ended at once. Calls come one after another.
    """

    lacks: Callable[[], str]
    pages: Callable[[bytes, Path, Event], tuple[bytes, ...] | Message]


@frozen(kw_only=True)
class Step:
    """A step that can be asked for: `generate --then NAME`.

    Attributes:
        name: ASCII, unique over all plug-ins: `pdf`.
        title: the Chinese word on screen.
        help: what it makes, one Chinese sentence.
        work: does it, and returns what went wrong; must be safe to call again after a kill.
        rules: all of its own that `work` may find; no code stands for two rules.
        needs: names of steps that are done first, asked for or not.
        follows: names of steps that are done first where they are asked for.
        lacks: says why it can make nothing on this machine, and what to do: Chinese sentences;
            empty where it can.
        print_view: shows a paper as it prints; None = this step shows none.
    """

    name: str
    title: str
    help: str
    work: Callable[[FinishedRun], Iterable[Problem]]
    rules: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    lacks: Callable[[], str] = lambda: ""
    print_view: PrintView | None = None


def in_turn(names: Iterable[str], step: Callable[[str], Step]) -> tuple[Step, ...]:
    """The steps asked for and those they need, each once and after what it comes after.

    Args:
        names: those asked for.
        step: finds a step by its name.
    """
    asked: dict[str, Step] = {}
    for name in names:
        _add_needed(name, step, asked)
    ordered: dict[str, Step] = {}
    for name in asked:
        _add_in_turn(name, asked, ordered, set())
    return tuple(ordered.values())


def _add_needed(name: str, step: Callable[[str], Step], asked: dict[str, Step]) -> None:
    # By the step's own name: it may be asked for by its title.
    found = step(name)
    if found.name not in asked:
        asked[found.name] = found
        for needed in found.needs:
            _add_needed(needed, step, asked)


def _add_in_turn(
    name: str, asked: Mapping[str, Step], ordered: dict[str, Step], begun: set[str]
) -> None:
    # Two plug-ins' steps may name each other: whichever is met first then comes last.
    if name not in asked or name in ordered or name in begun:
        return
    begun.add(name)
    for earlier in (*asked[name].needs, *asked[name].follows):
        _add_in_turn(earlier, asked, ordered, begun)
    ordered[name] = asked[name]
