"""Papers to PDF, with the LibreOffice of one worker killed on purpose halfway.

    PYTHONPATH=tests python tests/benchmarks/to_pdf.py 500

Not part of `make bench`: it takes a minute or more and needs LibreOffice.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from batches import DOCUMENTS_PER_CASE, write_batch

from anjuan.plugin.host import Plugins
from anjuan.run.batch import run
from anjuan.run.outcomes import Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request

JOBS = 2


@dataclass
class Killer:
    """Kills one LibreOffice when so many PDFs stand in the dossiers."""

    output: Path
    after: int
    killed: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        while not self.over.wait(0.05):
            if sum(1 for _ in self.output.rglob("*.pdf")) >= self.after:
                self.killed += _kill_one()
                if self.killed:
                    return


def _kill_one() -> list[int]:
    mark = Path(tempfile.gettempdir()).as_uri() + "/anjuan-"
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes()
            if b"soffice.bin" in words and mark.encode() in words:
                os.kill(int(process.name), signal.SIGKILL)
                return [int(process.name)]
    return []


def timed(book: Path, output: Path, *steps: str) -> tuple[float, Report]:
    kinds = ("police-statement", "platform-complaint")
    request = Request(book, output, date(2026, 11, 23), kinds=kinds, jobs=JOBS, steps=steps)
    plugins = Plugins.load(outside=False)
    began = time.perf_counter()
    report = run(prepare(request, plugins), plugins)
    return time.perf_counter() - began, report


def main(documents: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book, output = Path(folder) / "表.xlsx", Path(folder) / "out"
        write_batch(book, documents // 2)
        word, _ = timed(book, output)
        killer = Killer(output, documents // 3)
        thread = threading.Thread(target=killer.work)
        thread.start()
        first, report = timed(book, output, "pdf")
        killer.over.set()
        thread.join()
        again, _ = timed(book, output, "pdf")
        papers = {path.with_suffix("") for path in output.rglob("*.docx")}
        pdfs = {path.with_suffix("") for path in output.rglob("*.pdf")}
        print(f"{len(papers)} Word papers        {word:7.1f} s")
        print(f"to PDF, {JOBS} workers      {first:7.1f} s, {len(pdfs) / first:.1f} a second")
        print(f"killed with -9           {killer.killed}")
        print(f"PDFs {len(pdfs)}, missing {len(papers - pdfs)}, besides {len(pdfs - papers)}")
        print(f"problems                 {[it.code for it in report.problems if it.is_error]}")
        print(f"a second run             {again:7.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10 * DOCUMENTS_PER_CASE)
