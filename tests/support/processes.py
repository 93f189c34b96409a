"""Real processes of the program: started, killed, and what they leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from support.commands import SOURCES

T = TypeVar("T")

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="kills and mounts of POSIX systems")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder, the program's own memory included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


# Moments at which a process can be held: an audit event, which of its arguments, and its end.
PLACED = ("os.rename", 1, ".docx")
"""A Word file is about to be put in its place."""
WRITTEN = ("os.chmod", 0, ".tmp")
"""A file is written, and still private."""
# Read by Python at its start: holds a process at the nth of these moments.
_HOLD = """
import os, signal, sys, time
# A shell starts what runs in the background without Ctrl-C; a test that sends one is not heard.
signal.signal(signal.SIGINT, signal.default_int_handler)
moved = 0
def hold(event, arguments):
    global moved
    if event == "{event}" and str(arguments[{argument}]).endswith("{end}"):
        moved += 1
        if moved == {at}:
            open(f"{folder}/held-{{os.getpid()}}", "x").close()
            while not os.path.exists("{folder}/go"):
                time.sleep(0.01)
sys.addaudithook(hold)
"""


def hooks(folder: Path, moment: tuple[str, int, str] = PLACED, at: int = 1) -> str:
    """A PYTHONPATH with which processes are held at a moment, until they are released.

    Args:
        folder: where they leave their marks.
        moment: `PLACED` or `WRITTEN`.
        at: how many times it has come by then.
    """
    event, argument, end = moment
    code = _HOLD.format(event=event, argument=argument, end=end, at=at, folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return f"{folder}{os.pathsep}{SOURCES}"


def until_held(folder: Path, process: subprocess.Popen[str]) -> list[int]:
    """Wait until processes are held; returns which."""

    def marks() -> list[Path]:
        assert process.poll() is None, process.communicate()
        return list(folder.glob("held-*"))

    return [int(mark.name.removeprefix("held-")) for mark in until(marks)]


def release(folder: Path) -> None:
    """Let the processes go on."""
    (folder / "go").touch()


def until(reached: Callable[[], T]) -> T:
    """Wait until something is true; how long that takes is the machine's affair."""
    while not (result := reached()):
        time.sleep(0.01)
    return result


@dataclass(frozen=True)
class Run:
    """A run that is held at some moment.

    Attributes:
        process: leads a group of processes, its workers.
        folder: where the marks are.
    """

    process: subprocess.Popen[str]
    folder: Path

    def release(self) -> None:
        """Let it go on."""
        release(self.folder)

    def send(self, sent: signal.Signals) -> None:
        """Send a signal to it and its workers, as a terminal or a power switch would."""
        os.killpg(self.process.pid, sent)

    def kill(self, sent: signal.Signals) -> None:
        """Send a signal, and wait for the end."""
        self.send(sent)
        self.ended()

    def ended(self) -> tuple[str, str]:
        """What it said, when it has ended."""
        return self.process.communicate()


@contextmanager
def held(
    folder: Path,
    *arguments: object,
    moment: tuple[str, int, str] = PLACED,
    at: int = 1,
    **environment: str,
) -> Iterator[Run]:
    """Run `anjuan …` in a folder as a process that is held at a moment.

    Args:
        folder: where it runs; made where there is none.
        arguments: of the command line.
        moment: `PLACED` or `WRITTEN`.
        at: how many times it has come by then; in each worker, where there are workers.
        environment: further variables.
    """
    places = hooks(folder / "hooks", moment, at)
    process = start(folder, *arguments, PYTHONPATH=places, **environment)
    try:
        until_held(folder / "hooks", process)
        yield Run(process, folder / "hooks")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def start(folder: Path, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start `anjuan …` in a folder, as the first of a group of processes."""
    return subprocess.Popen(
        [sys.executable, "-m", "anjuan", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": SOURCES} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
