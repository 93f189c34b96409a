"""Whether four fixed jobs have become slower: instructions counted, not seconds measured.

Modules are compiled beforehand, as they are for whoever has run the program once.
`make bench` runs it where valgrind is installed. Counts are the same however busy the machine is,
but not for another Python: those of the stored one are compared, others only told. Whoever means a
change stores the new counts with `--store`, and reads the difference before it is committed.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from batches import write_batch

from anjuan.resources import SAMPLE_WORKBOOK

STORED = Path(__file__).with_suffix(".toml")
# What hash seeds, days and paths make of the same work stays far below.
TOLERANCE = 0.03
_CASES = 40
_COUNTED = re.compile(r"Collected : (\d+)")


def jobs(folder: Path) -> Mapping[str, list[str]]:
    """Commands of the program by the names of the jobs."""
    book = str(write_batch(folder / "batch.xlsx", _CASES))
    one = ["-c", "A001", "-o", str(folder / "one"), "--jobs", "1"]
    return {
        "check": ["check", str(SAMPLE_WORKBOOK)],
        "one": ["generate", str(SAMPLE_WORKBOOK), *one],
        "generate": ["generate", book, "-o", str(folder / "papers"), "--jobs", "1"],
        "again": ["generate", book, "-o", str(folder / "papers"), "--jobs", "1"],
    }


def count(command: list[str], compiled: Path) -> int:
    """Instructions that a command of the program takes, its start included.

    Args:
        command: its words.
        compiled: the folder of the compiled modules.
    """
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    done = subprocess.run(
        [*valgrind, sys.executable, "-m", "anjuan", *command],
        env=_environment(compiled),
        capture_output=True,
        text=True,
        check=False,
    )
    found = _COUNTED.search(done.stderr)
    assert found, done.stderr[-2000:]
    return int(found[1])


def compile_modules(compiled: Path) -> None:
    """Have Python keep in a folder what it makes of the modules that the jobs import."""
    with tempfile.TemporaryDirectory() as folder:
        for job in jobs(Path(folder)).values():
            subprocess.run(
                [sys.executable, "-m", "anjuan", *job],
                env=_environment(compiled),
                capture_output=True,
                check=True,
            )


def _environment(compiled: Path) -> dict[str, str]:
    kept = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(compiled)}


def main() -> int:
    """Count, and compare with what is stored; 1 where a job takes more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", action="store_true", help="these are the counts from now on")
    options = parser.parse_args()
    if shutil.which("valgrind") is None:
        print("instructions: valgrind is not installed, nothing counted")
        return 0
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as compiled:
        compile_modules(Path(compiled))
        asked = jobs(Path(folder))
        counted = {name: count(command, Path(compiled)) for name, command in asked.items()}
    stored = tomllib.loads(STORED.read_text()) if STORED.exists() else {}
    if options.store:
        _store(counted)
    return compare(counted, stored)


def _store(counted: Mapping[str, int]) -> None:
    lines = [f'python = "{platform.python_version()}"', "", "[instructions]"]
    lines += [f"{name} = {number}" for name, number in counted.items()]
    STORED.write_text("\n".join(lines) + "\n")


def compare(counted: Mapping[str, int], stored: Mapping[str, object]) -> int:
    """Print the counts beside the stored ones; 1 where one has grown beyond the tolerance."""
    before = stored.get("instructions")
    known = before if isinstance(before, dict) else {}
    if stored.get("python") != platform.python_version():
        print(f"stored for Python {stored.get('python')}: told, not compared")
        known = {}
    slower = 0
    for name, number in counted.items():
        ratio = number / known[name] - 1 if name in known else 0.0
        is_slower = ratio > TOLERANCE
        slower |= is_slower
        change = f"{ratio:+.1%}" if name in known else ""
        print(f"  {name:10}{number / 1e6:10,.0f} million {change}{'  SLOWER' * is_slower}")
    return int(slower)


if __name__ == "__main__":
    sys.exit(main())
