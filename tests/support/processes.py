"""Real processes of the program: started, killed, and what they leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from support.runs import ROOT

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="kills and mounts of POSIX systems")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder, the program's own memory included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def start(*arguments: object, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "anjuan", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'core'}{os.pathsep}{ROOT / 'plugins'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def kill(process: subprocess.Popen[str], sent: signal.Signals) -> tuple[str, str]:
    """Send a signal to a run and its workers, as a terminal or a power switch would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, sent)
    return process.communicate(timeout=60)
