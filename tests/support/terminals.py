"""A terminal with somebody at it: questions are answered as they come."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.commands import SOURCES


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


def _read(terminal: int) -> bytes:
    """What comes next; nothing when the program has left."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""
