"""What a command loads before it begins: nothing that takes long and isn't used."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.runs import ROOT

from anjuan.resources import SAMPLE_WORKBOOK

READERS = {"jinja2", "python_calamine", "lxml", "stdnum", "msgspec", "multiprocessing"}
SERVERS = {"starlette", "uvicorn", "anyio"}
WRITERS = {"docxtpl", "docx", "openpyxl", "rich", "filelock", "asyncio", "numpy", "PIL"} | SERVERS
# Check, diff and explain fill papers in memory: only so can they tell what a run would make.
FILLERS = {"docxtpl", "docx", "filelock"}
SCRIPT = """
import sys
from anjuan.cli import main
unwanted = set(sys.argv.pop(1).split())
try:
    main()
except SystemExit as end:
    assert end.code == 0
sys.exit(", ".join(unwanted & set(sys.modules)) or 0)
"""


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        (("--help",), READERS | WRITERS),
        (("check", str(SAMPLE_WORKBOOK)), WRITERS - FILLERS),
        (("diff", "--help"), WRITERS - FILLERS),
        (("explain", "--help"), WRITERS - FILLERS),
    ],
    ids=["help", "check", "diff", "explain"],
)
def test_a_command_loads_only_what_it_uses(command: tuple[str, ...], unwanted: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, " ".join(unwanted), *command],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": f"{ROOT / 'core'}:{ROOT / 'plugins'}", "PYTHONIOENCODING": "utf-8"},
    )

    assert done.returncode == 0, done.stderr
