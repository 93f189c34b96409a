"""The command line: in this process, or in one of its own."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from anjuan.cli import main
from support.runs import ROOT, Finished
from support.sound import assert_sound, word_files

SOURCES = os.pathsep.join(str(ROOT / name) for name in ("core", "plugins"))


def run_here(folder: Path, *arguments: object, **environment: str) -> Finished:
    """Run `anjuan …` in a folder, in this process: as a process would, but for its start.

    An error that nobody foresaw is raised here; what becomes of it, only a process can show.
    """
    out, err = _stream(), _stream()
    with (
        _written_soundly(folder),
        _usual_collection(),
        contextlib.chdir(folder),
        patch.dict(os.environ, environment),
        patch.object(sys, "argv", ["anjuan", *map(str, arguments)]),
        # By which click tells whether it was started by `python -m`.
        patch.object(sys.modules["__main__"], "__package__", None),
        patch.object(sys, "excepthook", sys.excepthook),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        return Finished(_status(), _written(out), _written(err))


@contextlib.contextmanager
def _written_soundly(folder: Path) -> Iterator[None]:
    """What a command writes opens without repair."""
    before = word_files(folder)
    yield
    assert_sound(path for path, state in word_files(folder).items() if before.get(path) != state)


@contextlib.contextmanager
def _usual_collection() -> Iterator[None]:
    """A process is seldom searched for rubbish; one of many tests is searched as ever."""
    usual = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _status() -> int:
    with pytest.raises(SystemExit) as left:
        main()
    assert isinstance(left.value.code, int), left.value.code
    return left.value.code


def _stream() -> io.TextIOWrapper:
    """A console that knows no Chinese until it is told to."""
    return io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return io.BytesIO.getvalue(stream.buffer).decode("utf-8")  # type: ignore[arg-type]


def run_apart(folder: Path, *arguments: object, **environment: str) -> Finished:
    """Run `anjuan …` in a folder, as a process of its own."""
    with _written_soundly(folder):
        done = subprocess.run(
            [sys.executable, "-m", "anjuan", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env={**os.environ, "PYTHONPATH": SOURCES} | environment,
            check=False,
        )
    assert "Traceback" not in done.stderr, done.stderr
    return Finished(done.returncode, done.stdout, done.stderr)
