"""What may be done with finished documents: a plug-in's step after a run, such as PDF files.

A step comes after all Word papers stand and 清单.xlsx is written, so that they never wait for
it; one that broke off is taken up again by the same command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from anjuan.problems import Problem
from anjuan.records import Case


@dataclass(frozen=True, slots=True)
class Finished:
    """One document that stands in its dossier.

    Attributes:
        kind, title: name and Chinese title of its kind.
        recipient: as in its file name; empty where it is left open.
        path: the .docx file; absolute.
    """

    kind: str
    title: str
    recipient: str
    path: Path


@dataclass(frozen=True, slots=True)
class FinishedCase:
    """One case of the run with the documents that stand.

    Attributes:
        case: the case.
        folder: its dossier; absolute. It may be missing where every document was refused.
        documents: in dossier order; those refused or failed are left out.
    """

    case: Case
    folder: Path
    documents: tuple[Finished, ...]


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run whose documents are written.

    Attributes:
        workbook: the case workbook; paths in its cells are relative to its folder.
        output: the output folder; absolute.
        cases: those asked for, in the order of the workbook.
        jobs: processes to work with, at least 1.
        tell: says one Chinese sentence to the user, on stderr.
    """

    workbook: Path
    output: Path
    cases: tuple[FinishedCase, ...]
    jobs: int
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that can be asked for: `generate --then NAME`.

    Attributes:
        name: ASCII, unique over all plug-ins: `pdf`.
        title: the Chinese word on screen.
        help: what it makes, one Chinese sentence.
        work: does it, and returns what went wrong; must be safe to call again after a kill.
    """

    name: str
    title: str
    help: str
    work: Callable[[FinishedRun], Iterable[Problem]]
