"""Fixtures: the command line as a real process, and documents as text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from docx_text import docx_text
from hypothesis import settings

from anjuan.batch import Request, prepare, run
from anjuan.config import find_config
from anjuan.outcomes import Report
from anjuan.plugins import Plugins

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)


# The same examples every time: a chance find belongs into a test of its own, not into a red build.
# HYPOTHESIS_PROFILE=wide looks further.
settings.register_profile("steady", derandomize=True)
settings.register_profile("wide", max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


@dataclass(frozen=True)
class Finished:
    """A finished command."""

    status: int
    out: str
    err: str


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., Finished]:
    """Run `anjuan …` as a process of its own."""

    def command(*arguments: object, **environment: str) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "anjuan", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'core'}{os.pathsep}{ROOT / 'plugins'}"}
            | environment,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Finished(done.returncode, done.stdout, done.stderr)

    return command


@dataclass(frozen=True)
class Generated:
    """The outcome of a run inside this process."""

    report: Report
    folder: Path

    def states(self) -> dict[str, list[str]]:
        """States by kind."""
        states: dict[str, list[str]] = {}
        for outcome in self.report.outcomes:
            states.setdefault(outcome.kind, []).append(outcome.state.value)
        return states

    def text(self, kind: str, recipient: str = "") -> str:
        """The text of the one document of a kind (and of a recipient whose name contains it)."""
        paths = [
            outcome.path
            for outcome in self.report.outcomes
            if outcome.kind == kind and recipient in outcome.recipient
        ]
        assert len(paths) == 1, paths
        assert paths[0], self.problems()
        return docx_text(self.folder / paths[0])

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

    def problems(self) -> str:
        """All problems and failures as text."""
        lines = [str(problem) for problem in self.report.problems]
        return "\n".join(lines + [outcome.reason for outcome in self.report.outcomes])


def generate_into(
    folder: Path,
    workbook: Path,
    *,
    plugins: Plugins | None = None,
    today: date = TODAY,
    **options: object,
) -> Generated:
    """Generate from a workbook in this process."""
    loaded = plugins or Plugins.load(outside=False)
    layout = find_config(workbook.parent).layout
    request = Request(workbook, folder, today, layout, **options)  # type: ignore[arg-type]
    report = run(prepare(request, loaded), request, loaded)
    return Generated(report, request.output)


@pytest.fixture
def generate(tmp_path: Path) -> Callable[..., Generated]:
    """Generate from a workbook into the test's own folder."""
    return partial(generate_into, tmp_path / "out")
