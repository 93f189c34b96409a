"""Fixtures: the command line, documents as text; and how many examples are tried."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.commands import run_apart, run_here
from support.office import Order, saved
from support.once import once
from support.own_paper import make_own
from support.runs import STORY_WORKBOOK, Cli, Generate, generate_into

from anjuan.resources import SAMPLE_WORKBOOK

# How long an example takes is the machine's affair.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples every time: a chance find belongs into a test of its own, not into a red build.
settings.register_profile("quick", PATIENT, max_examples=25, derandomize=True)
# `make test-long` looks further, and elsewhere each time.
settings.register_profile("wide", PATIENT, max_examples=500, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    used = os.times()
    seconds = used.user + used.system + used.children_user + used.children_system
    terminalreporter.write_line(f"CPU: {seconds:.0f} s, of this process and all it started")


@pytest.fixture(scope="session", autouse=True)
def own_states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the program remembers, and never in the tester's own folder."""
    folder = tmp_path_factory.mktemp("states")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(folder))
        yield folder


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run `anjuan …` in the test's own folder, in this process."""
    return partial(run_here, tmp_path)


@pytest.fixture
def process(tmp_path: Path) -> Cli:
    """Run `anjuan …` in the test's own folder as a process of its own, where that matters."""
    return partial(run_apart, tmp_path)


@pytest.fixture
def generate(tmp_path: Path) -> Generate:
    """Generate from a workbook into the test's own folder."""
    return partial(generate_into, tmp_path / "out")


@pytest.fixture(scope="session")
def office_suite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Order], Path]:
    """What the office suite made of the files of an order: the folder in which they lie."""
    return partial(saved, tmp_path_factory)


@pytest.fixture(scope="session")
def sample_pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of every sample paper, as the step makes it, by case and name."""
    folder = once(tmp_path_factory, "sample papers", _make_papers)
    assert len(list(folder.rglob("*.pdf"))) > 40
    cases = {pdf: pdf.parent.name.partition("_")[0] for pdf in sorted(folder.rglob("*.pdf"))}
    return {f"{case}/{pdf.stem}": pdf for pdf, case in cases.items()}


def _make_papers(folder: Path) -> None:
    for name, workbook in {"out": SAMPLE_WORKBOOK, "story": STORY_WORKBOOK}.items():
        done = generate_into(folder / name, workbook, steps=("pdf",), jobs=1)
        assert done.report.is_clean, done.problems()


@pytest.fixture
def office(tmp_path: Path) -> Generate:
    """Generate one document of an office's own kind from a template of a few paragraphs."""
    return partial(make_own, tmp_path)
