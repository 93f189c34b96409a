"""Runs of the program as tests see them: a finished command, and the papers of a run as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tools.docx_text import docx_text

from anjuan.plugin.host import Plugins
from anjuan.run.outcomes import State
from anjuan.testing import TODAY, Papers, make_all
from support.sound import assert_sound

ROOT = Path(__file__).parents[2]
# One case from the first request to enforcement: what is made on request only, too.
STORY_WORKBOOK = ROOT / "sample_cases" / "从头到尾.xlsx"


@dataclass(frozen=True)
class Finished:
    """A finished command."""

    status: int
    out: str
    err: str


class Generated(Papers):
    """The outcome of a run inside this process; texts show the styles too."""

    def read(self, path: Path) -> str:
        """The text of a Word file with its styles."""
        return docx_text(path)

    def texts(self) -> str:
        """The text of all documents."""
        return "\n".join(
            docx_text(self.folder / outcome.path)
            for outcome in self.report.outcomes
            if outcome.path
        )

    def codes(self) -> set[str]:
        """Codes of all problems, those of the documents included."""
        return {problem.code for problem in self.report.problems} | {
            problem.code for outcome in self.report.outcomes for problem in outcome.problems
        }


def text_of(papers: Generated, number: str) -> str:
    """The only paper of a case."""
    [path] = [it.path for it in papers.report.outcomes if it.case == number]
    return papers.read(papers.folder / path)


@cache
def shipped_plugins() -> Plugins:
    """The shipped plug-ins, loaded once: with them, each template is made ready once."""
    return Plugins.load(outside=False)


def generate_into(
    folder: Path,
    workbook: Path,
    *,
    plugins: Plugins | None = None,
    today: date = TODAY,
    **options: object,
) -> Generated:
    """Generate from a workbook in this process; what is written opens without repair."""
    made = make_all(workbook, folder, plugins or shipped_plugins(), today, **options)
    written = [it.path for it in made.report.outcomes if it.state is State.WRITTEN]
    assert_sound(made.folder / path for path in written)
    return Generated(made.report, made.folder, made.errors, made.explaining)


# What the fixtures of these names give.
Cli = Callable[..., Finished]
Generate = Callable[..., Generated]
