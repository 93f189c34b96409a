"""200,000 documents in one run while things go wrong: `make soak`. Figures: docs/reliability.md.

What goes wrong, at random moments of a fixed seed: files that can't be written, a worker killed,
the clock of the program set hours forward and back, and files whose times lie in other years.
Then: counts add up, memory is flat, and a second run makes exactly what the first could not.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook

KINDS = ("police-statement", "platform-complaint")
FAULTS, CHECKED, SEED = 200, 2000, 7
# The process and its workers may grow by so much after the workbook is read.
MOST_GROWTH = 1.25


def write_workbook(path: Path, cases: int) -> None:
    """Sound cases with one incident and one exhibit each."""
    from openpyxl import Workbook

    from anjuan.case.sheets import SHEETS
    from anjuan.testing import CASE, EVIDENCE, INCIDENT, INSTITUTION

    workbook = Workbook(write_only=True)
    rows = {"案件": CASE, "骚扰记录": INCIDENT, "证据": EVIDENCE}
    for sheet in SHEETS:
        table = workbook.create_sheet(sheet.name)
        headings = [item.column.heading for item in sheet.fields]
        table.append(headings)
        if sheet.name == "机构":
            table.append([INSTITUTION.get(heading) for heading in headings])
        for number in range(cases if sheet.name in rows else 0):
            row = {**rows[sheet.name], "案件编号": f"A{number:06d}"}
            table.append([row.get(heading) for heading in headings])
    workbook.save(path)


def run_with_jumping_clock(arguments: list[str]) -> None:
    """`anjuan …` in a process whose clock is set forward and back by up to a day."""
    from anjuan.cli import main

    actual, chance, jump = time.time, random.Random(SEED), [0.0]

    def jumping() -> float:
        if chance.random() < 0.01:
            jump[0] = chance.uniform(-86_400, 86_400)
        return actual() + jump[0]

    time.time = jumping
    sys.argv = ["anjuan", *arguments]
    main()


@dataclass
class Watch:
    """Looks at a run every second, and does it harm.

    Attributes:
        memory: megabytes of the process and its workers, second by second.
        killed: workers killed.
        touched: files whose times were set to other years.
    """

    process: subprocess.Popen[str]
    output: Path
    harm: bool
    memory: list[int] = field(default_factory=list)
    killed: int = 0
    touched: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(SEED))

    def work(self) -> None:
        """Until the run ends."""
        while self.process.poll() is None:
            time.sleep(1)
            family = [self.process.pid, *_children(self.process.pid)]
            taken = sum(map(_megabytes, family))
            # The last look may come when it is gone.
            self.memory += [taken] if taken else []
            folders = list(self.output.glob("A*"))[-5:] if self.harm else []
            for folder in folders:
                self._touch(folder)
            if folders and not self.killed and len(self.memory) > 40:
                self._kill(family)

    def _touch(self, folder: Path) -> None:
        for path in list(folder.glob("*.docx"))[:1]:
            with suppress(OSError):
                moment = self._chance.uniform(0, 4e9)
                os.utime(path, (moment, moment))
                self.touched += 1

    def _kill(self, family: list[int]) -> None:
        workers = [pid for pid in family[1:] if "resource_tracker" not in _command(pid)]
        if workers:
            os.kill(self._chance.choice(workers), signal.SIGKILL)
            self.killed += 1


def _children(pid: int) -> list[int]:
    try:
        return [int(it) for it in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _megabytes(pid: int) -> int:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def generate(book: Path, output: Path, jobs: int, *, harm: bool) -> tuple[str, Watch, float]:
    """One run: what it said, what was seen, and how long it took."""
    kinds = [word for kind in KINDS for word in ("-d", kind)]
    command = [sys.executable, __file__, "run", "generate", book, "-o", output, "--jobs", jobs]
    began = time.monotonic()
    with subprocess.Popen(
        [*map(str, command), *kinds], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:  # fmt: skip
        watch = Watch(process, output, harm)
        thread = threading.Thread(target=watch.work)
        thread.start()
        out = process.stdout.read() if process.stdout else ""
        thread.join()
    return out, watch, time.monotonic() - began


def block(book_cases: int, output: Path) -> list[Path]:
    """Folders in the place of documents: what no user, not even the superuser, can overwrite."""
    numbers = random.Random(SEED).sample(range(book_cases), min(FAULTS, book_cases))
    name = "05_报案材料_虚构市公安局甲派出所.docx"
    blocked = [output / f"A{number:06d}_张三" / name for number in numbers]
    for path in blocked:
        path.mkdir(parents=True)
    return blocked


def states(output: Path) -> tuple[Counter[str], list[str]]:
    """How many rows of 清单.xlsx have which state, and the files they name."""
    sheet = CalamineWorkbook.from_path(output / "清单.xlsx").get_sheet_by_name("文书")
    counts: Counter[str] = Counter()
    paths = []
    for row in list(sheet.iter_rows())[1:]:
        counts[str(row[4])] += 1
        if row[6]:
            paths.append(str(row[6]))
    return counts, paths


def unsound(output: Path, paths: list[str]) -> Iterator[str]:
    """Files that are missing, and those of a sample that are not complete."""
    for path in paths:
        if not (output / path).is_file():
            yield path
    for path in random.Random(SEED).sample(paths, min(CHECKED, len(paths))):
        with zipfile.ZipFile(output / path) as package:
            if package.testzip():
                yield path


def growth(memory: list[int]) -> float:
    """The last quarter's peak by the second quarter's: documents are being written in both."""
    quarter = max(1, len(memory) // 4)
    return max(memory[-quarter:]) / max(1, *memory[quarter : 2 * quarter])


def soak(folder: Path, documents: int, jobs: int) -> list[str]:
    """Run, check, run again; what was found wrong."""
    cases, output, wrong = documents // len(KINDS), folder / "out", []
    write_workbook(folder / "表.xlsx", cases)
    blocked = block(cases, output)
    out, watch, seconds = generate(folder / "表.xlsx", output, jobs, harm=True)
    counts, paths = states(output)
    print(out.splitlines()[-2:], dict(counts))
    print(f"first run: {seconds:.0f} s, {documents / seconds:.0f} documents a second;", end=" ")
    memory = growth(watch.memory)
    print(f"peak {max(watch.memory)} MB, last quarter by second {memory:.2f};", end=" ")
    print(f"{watch.killed} worker killed, {watch.touched} files touched, {len(blocked)} blocked")
    expected = {"已生成": documents - len(blocked), "失败": len(blocked)}
    wrong += [] if counts == expected else [f"first run: {counts} instead of {expected}"]
    wrong += [] if memory < MOST_GROWTH else ["memory grew"]
    wrong += [f"unsound: {path}" for path in unsound(output, paths)]
    for path in blocked:
        path.rmdir()
    _, _, seconds = generate(folder / "表.xlsx", output, jobs, harm=False)
    counts, paths = states(output)
    print(f"second run: {seconds:.0f} s, {dict(counts)}")
    expected = {"未变": documents - len(blocked), "已生成": len(blocked)}
    wrong += [] if counts == expected else [f"second run: {counts} instead of {expected}"]
    wrong += [f"unsound: {path}" for path in unsound(output, paths)]
    wrong += [f"left: {path}" for path in output.rglob("*.tmp")]
    return wrong


def main() -> None:
    """Soak, or be the run that is watched."""
    if sys.argv[1:2] == ["run"]:
        run_with_jumping_clock(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="anjuan-soak-"))
    try:
        wrong = soak(folder, options.documents, options.jobs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(wrong[:20]) or "nothing lost")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
