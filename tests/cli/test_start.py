"""What a command loads before it begins: nothing that takes long and isn't used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.runs import ROOT

from anjuan.resources import SAMPLE_WORKBOOK

READERS = {"jinja2", "python_calamine", "lxml", "stdnum", "msgspec", "multiprocessing"}
SERVERS = {"starlette", "uvicorn", "anyio"}
WRITERS = {"docxtpl", "docx", "openpyxl", "rich", "filelock", "asyncio", "numpy", "PIL"} | SERVERS
# What fills papers; what docxtpl makes of the shipped templates is kept ready.
FILLERS = {"anjuan.word.compiling", "anjuan.word.mould"}
# A run holds its folder.
MAKERS = {"filelock"}
# Of ours: what marks copies, weaves tables of others, proofreads, imports records, shows pages.
UNUSED = {
    *("anjuan.run.taking_over", "anjuan.workbook.editing", "anjuan.workbook.marking.copying"),
    *("anjuan.workbook.mapping.reading", "anjuan.workbook.mapping.weaving"),
    *("anjuan.word.proofreading.template", "anjuan.importing", "anjuan.desk", "anjuan.trying"),
    *("multiprocessing", "concurrent.futures.process", "concurrent.futures.thread"),
    # Of Python's own, which is asked for versions and plug-ins only where their folders don't tell.
    "importlib.metadata",
}
COMPLETING = {"COMP_WORDS": "anjuan ch", "COMP_CWORD": "1", "_ANJUAN_COMPLETE": "bash_complete"}
SCRIPT = """
import sys
from anjuan.cli import main
sys.argv[0], unwanted = "anjuan", set(sys.argv.pop(1).split())
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
        (("check", str(SAMPLE_WORKBOOK)), UNUSED | WRITERS),
        (("diff", "--help"), WRITERS),
        (("explain", "--help"), WRITERS),
    ],
    ids=["help", "check", "diff", "explain"],
)
def test_a_command_loads_only_what_it_uses(command: tuple[str, ...], unwanted: set[str]) -> None:
    _loads_none_of(unwanted, *command)


def test_a_run_loads_only_what_it_uses(tmp_path: Path) -> None:
    asked = ("-c", "A001", "-d", "repayment-proposal", "-o", str(tmp_path))

    _loads_none_of(UNUSED | WRITERS - MAKERS, "generate", str(SAMPLE_WORKBOOK), *asked)


def test_a_run_in_which_nothing_changed_loads_nothing_that_makes_papers(tmp_path: Path) -> None:
    asked = (str(SAMPLE_WORKBOOK), "-c", "A001", "-d", "repayment-proposal", "-o", str(tmp_path))

    _loads_none_of(set(), "generate", *asked)
    _loads_none_of(FILLERS, "generate", *asked)


def test_the_shell_completes_a_command_without_loading_any() -> None:
    _loads_none_of(READERS | WRITERS, **COMPLETING)


def _loads_none_of(unwanted: set[str], *command: str, **variables: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, " ".join(unwanted), *command],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={
            "PYTHONPATH": f"{ROOT / 'core'}:{ROOT / 'plugins'}",
            "PYTHONIOENCODING": "utf-8",
            **variables,
        },
    )

    assert done.returncode == 0, done.stderr
