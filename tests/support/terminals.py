"""A terminal with somebody at it: questions are answered as they come."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from support.commands import SOURCES

_SET_BY_USERS = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM")


def on_terminal(folder: Path, command: tuple[str, ...], *answers: tuple[str, str]) -> str:
    """Run `anjuan …` on a terminal of its own; returns all that was shown there.

    Args:
        folder: where it runs.
        command: its arguments.
        answers: what is asked, and what is typed then, in turn.
    """
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "anjuan", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": SOURCES},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown, waiting = b"", list(answers)
        while piece := _read(ours):
            shown += piece
            if waiting and waiting[0][0].encode() in shown:
                os.write(ours, waiting.pop(0)[1].encode())
        process.wait()
    os.close(ours)
    assert not waiting, shown
    return shown.decode()


# A process of its own sees each command on a terminal of each width, and loads the program once.
_SHOW = """
import fcntl, json, os, struct, sys, termios
from anjuan.cli import main
commands = json.loads(sys.argv.pop())
# What is printed goes to a copy of the terminal: see keep_stdout_for_results.
out = sys.__stdout__
for columns, arguments in commands:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    sys.argv[1:] = arguments
    try:
        main()
    except SystemExit:
        pass
    sys.stdout.flush()
    print("\\x1e", end="", flush=True)
"""
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def screens(
    folder: Path, commands: Sequence[tuple[int, tuple[str, ...]]], **environment: str
) -> list[str]:
    """What commands show on a terminal, one after the other.

    Args:
        folder: where they run.
        commands: columns of the terminal, and arguments of `anjuan`.
        environment: what a user has set.
    """
    import pty

    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in _SET_BY_USERS}
    settings = kept | {"PYTHONPATH": SOURCES, "TERM": "xterm"} | environment
    with subprocess.Popen(
        [sys.executable, "-c", _SHOW, json.dumps(commands)],
        cwd=folder,
        env=settings,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
        process.wait()
    os.close(ours)
    texts = shown.decode().replace("\r\n", "\n").split("\x1e")
    assert len(texts) == len(commands) + 1, texts[-1]
    return texts[:-1]


def without_codes(shown: str) -> str:
    """What a terminal shows, without colours, and without what was drawn over at once."""
    plain = _CODES.sub("", shown)
    return "\n".join(line.rpartition("\r")[2] for line in plain.split("\n"))


def _read(terminal: int) -> bytes:
    """What comes next; nothing when the program has left."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""
