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

from anjuan.plugin.host import Plugins
from anjuan.testing import TODAY, Papers, make_all

ROOT = Path(__file__).parents[1]


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


def generate_into(
    folder: Path,
    workbook: Path,
    *,
    plugins: Plugins | None = None,
    today: date = TODAY,
    **options: object,
) -> Generated:
    """Generate from a workbook in this process."""
    made = make_all(workbook, folder, plugins or Plugins.load(outside=False), today, **options)
    return Generated(made.report, made.folder)


@pytest.fixture
def generate(tmp_path: Path) -> Callable[..., Generated]:
    """Generate from a workbook into the test's own folder."""
    return partial(generate_into, tmp_path / "out")
