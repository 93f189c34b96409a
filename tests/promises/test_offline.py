"""Promise 6: offline. Nothing leaves the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import SOURCES
from support.runs import Cli

from anjuan.testing import write_workbook

# Raised in every process of a run, its workers included, at whatever would leave the machine.
BLOCK = """
import os, sys
def block(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        family = arguments[1] if event == "socket.__new__" else None
        if event != "socket.__new__" or int(family) != 1:
            os.write(2, f"SOCKET {event} {arguments}".encode())
            os._exit(99)
sys.addaudithook(block)
"""
OFFLINE: list[tuple[str, ...]] = [
    ("new", "空.xlsx"),
    ("check", "表.xlsx", "--mark", "标.xlsx"),
    ("generate", "表.xlsx", "-o", "out", "--jobs", "2"),
    ("generate", "表.xlsx", "-o", "out2", "--jobs", "1", "--draft", "--json"),
    ("demo", "demo"),
    ("documents",),
    ("plugins",),
    ("fields",),
    ("law",),
    ("deadlines", "表.xlsx"),
    ("map", "表.xlsx"),
    ("kind", "new", "种类/试"),
    ("template", "export", "模板"),
    ("plugin", "new", "my-plugin"),
]


@pytest.mark.parametrize("arguments", OFFLINE, ids=" ".join)
def test_no_command_opens_a_socket(
    arguments: tuple[str, ...], process: Cli, tmp_path: Path
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    write_workbook(tmp_path / "表.xlsx")

    done = process(*arguments, PYTHONPATH=f"{hooks}{os.pathsep}{SOURCES}")

    assert "SOCKET" not in done.err
    assert done.status in (0, 1), done.err


def test_the_test_for_sockets_would_notice_one(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 1))"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 99
