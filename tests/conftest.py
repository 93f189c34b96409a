"""Fixtures: the command line as a real process, and documents as text."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from support.own_paper import make_own
from support.runs import ROOT, Cli, Finished, Generate, generate_into

# The same examples every time: a chance find belongs into a test of its own, not into a red build.
# HYPOTHESIS_PROFILE=wide looks further.
settings.register_profile("steady", derandomize=True)
settings.register_profile("wide", max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
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


@pytest.fixture
def generate(tmp_path: Path) -> Generate:
    """Generate from a workbook into the test's own folder."""
    return partial(generate_into, tmp_path / "out")


@pytest.fixture
def office(tmp_path: Path) -> Generate:
    """Generate one document of an office's own kind from a template of a few paragraphs."""
    return partial(make_own, tmp_path)
