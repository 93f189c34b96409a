"""End to end: workbook to dossiers, and how time and memory grow with the number of cases.

`make bench` runs it. Every contender is a process of its own; the peak is that of the process
and, where there are workers, the sum of all.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from batches import DOCUMENTS_PER_CASE, write_batch

from anjuan.case.text import typed_texts

GROWTH = (1_000, 5_000, 10_000, 50_000, 100_000)
COMPARED, BASELINE = 2_000, 250
_PAGE = 4096


@dataclass(frozen=True)
class Measured:
    """Seconds, and peak memory in MB: of the largest process, and of all together."""

    seconds: float
    largest: float
    together: float


def anjuan(book: Path, jobs: int | None = None, runs: int = 1) -> Measured:
    """`anjuan generate` into a new folder; of several runs the last is told."""
    with tempfile.TemporaryDirectory(dir=book.parent) as out:
        command = [sys.executable, "-m", "anjuan", "generate", str(book), "-o", f"{out}/out"]
        command += ["--jobs", str(jobs)] if jobs else []
        return [_run(command) for _ in range(runs)][-1]


def docxtpl_loop(book: Path) -> Measured:
    """The same documents by a loop over docxtpl, with openpyxl to read and to write."""
    with tempfile.TemporaryDirectory(dir=book.parent) as out:
        return _run([sys.executable, __file__, "--loop", str(book), out])


def _run(command: list[str]) -> Measured:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    largest = together = 0.0
    while process.poll() is None:
        family = _family(process.pid)
        largest = max(largest, *map(_resident, family))
        together = max(together, sum(map(_share, family)))
        time.sleep(0.05)
    assert process.returncode == 0, command
    return Measured(time.perf_counter() - began, largest, together)


def _family(root: int) -> list[int]:
    found = [root]
    for number in found:
        try:
            children = Path(f"/proc/{number}/task/{number}/children").read_text()
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _share(number: int) -> float:
    """Memory in MB, of what several processes have in common this one's share."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3


def _resident(number: int) -> float:
    """Memory in MB but for files that are mapped; a copy counts what it has of its starter, too."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{number}/statm").read_text().split()
    except (OSError, ValueError):
        return 0.0
    return (int(resident) - int(shared)) * _PAGE / 1e6


def loop(book: Path, out: Path) -> None:
    """What a script would do: one DocxTemplate a document, values prepared by the same kinds."""
    from datetime import date

    import openpyxl
    from docxtpl import DocxTemplate

    from anjuan.documents.names import names_for
    from anjuan.documents.planning import plan
    from anjuan.plugin.host import Plugins
    from anjuan.run.making import file_name
    from anjuan.run.preparing import prepare
    from anjuan.run.request import Request
    from anjuan.word.sandbox import traced
    from anjuan.word.views import Trace

    plugins = Plugins.load()
    openpyxl.load_workbook(book, data_only=True)
    job = prepare(Request(book, out, date.today()), plugins)
    table = openpyxl.Workbook(write_only=True)
    sheet = table.create_sheet()
    for case in job.cases:
        folder = out / job.folders[case.number]
        folder.mkdir()
        for document in plan(case, plugins, date.today(), job.errors):
            if document.spared:
                continue
            trace = Trace(about=case.number, typed=partial(typed_texts, case))
            names = names_for(document, trace, plugins)
            template = DocxTemplate(document.kind.template)
            template.render(traced(names, trace), plugins.sandbox, autoescape=True)
            template.save(folder / file_name(document))
            sheet.append([case.number, document.title])
    table.save(out / "清单.xlsx")


def main() -> None:
    """Compare, then grow."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--loop", nargs=2, type=Path)
    parser.add_argument("--most", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, help="where the files go; a disk with room")
    options = parser.parse_args()
    if options.loop:
        loop(*options.loop)
        return
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        compare(folder)
        grow(folder, options.most)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path) -> None:
    """2,000 cases of 4 documents; the loop does fewer, its time is proportional."""
    book = write_batch(folder / "many.xlsx", COMPARED)
    few = write_batch(folder / "few.xlsx", BASELINE)
    rounds = [
        (docxtpl_loop(few), anjuan(book, 1), anjuan(book, 1, runs=2), anjuan(book))
        for _ in range(3)
    ]
    base, one, again, several = (
        sorted(column, key=lambda it: it.seconds)[1] for column in zip(*rounds, strict=True)
    )
    expected = base.seconds * COMPARED / BASELINE
    documents = COMPARED * DOCUMENTS_PER_CASE
    print(f"{COMPARED:,} cases, {documents:,} documents, median of 3 rounds")
    print(f"  docxtpl loop ({BASELINE} cases, scaled)  {expected:8.1f} s")
    for name, it in (("anjuan, one process", one), ("anjuan, all processors", several)):
        print(f"  {name:32}{it.seconds:8.1f} s  {expected / it.seconds:5.1f}x", _memory(it))
    part = again.seconds / one.seconds
    print(f"  {'one process, a second run':32}{again.seconds:8.1f} s  {part:.0%} of the first")


def grow(folder: Path, most: int) -> None:
    """Time per document and memory from 1,000 cases to 50,000."""
    print("growth, all processors")
    for cases in (number for number in GROWTH if number <= most):
        it = anjuan(write_batch(folder / "grown.xlsx", cases))
        each = it.seconds / (cases * DOCUMENTS_PER_CASE) * 1e6
        print(f"  {cases:6,} cases {it.seconds:7.1f} s {each:6.0f} us a document", _memory(it))


def _memory(it: Measured) -> str:
    return f"  {it.largest:4.0f} MB largest process, {it.together:4.0f} MB together"


if __name__ == "__main__":
    main()
