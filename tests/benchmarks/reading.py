"""How fast a large workbook is read and parsed, beside plain openpyxl, in one run.

`make bench` runs it. Every contender is a process of its own, so that peak memory is its own;
rounds are interleaved and the median is told: of a workbook as openpyxl writes it, and of the same
with shared texts, as Excel does.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from memory import peak_memory

CASES, INCIDENTS_PER_CASE, ROUNDS = 10_000, 10, 3


def write_large_workbook(path: Path) -> None:
    """10,000 cases with 10 incidents each."""
    from openpyxl import Workbook

    from anjuan.case.sheets import SHEETS
    from anjuan.testing import CASE, EVIDENCE, INCIDENT, INSTITUTION

    counts = {"案件": CASES, "机构": 1, "骚扰记录": CASES * INCIDENTS_PER_CASE, "证据": CASES}
    samples = {"案件": CASE, "机构": INSTITUTION, "骚扰记录": INCIDENT, "证据": EVIDENCE}
    workbook = Workbook(write_only=True)
    for sheet in SHEETS:
        table = workbook.create_sheet(sheet.name)
        headings = [item.column.heading for item in sheet.fields]
        table.append(headings)
        sample = samples.get(sheet.name, {})
        for number in range(counts.get(sheet.name, 0)):
            turn, case = divmod(number, CASES)
            own = {"案件编号": f"A{case:05d}", "时间": f"2026-03-{5 + turn:02d} {turn + 8:02d}:30"}
            table.append([{**sample, **own}.get(h) for h in headings])
    workbook.save(path)


def share_texts(path: Path, shared: Path) -> None:
    """The same workbook, each text written once and referred to by its cells."""
    texts: dict[bytes, int] = {}

    def refer(cell: re.Match[bytes]) -> bytes:
        return b' t="s"><v>%d</v></c>' % texts.setdefault(cell[1], len(texts))

    with zipfile.ZipFile(path) as source, zipfile.ZipFile(shared, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = _INLINE.sub(refer, source.read(name))
            out.writestr(name, content.replace(b"</Types>", _OVERRIDE + b"</Types>"))
        entries = b"".join(b"<si><t>%b</t></si>" % it for it in texts)
        out.writestr("xl/sharedStrings.xml", b'<sst xmlns="%b">%b</sst>' % (_MAIN, entries))


_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OVERRIDE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_INLINE = re.compile(rb' t="inlineStr"><is><t>([^<]*)</t></is></c>')


def read_with_anjuan(path: Path) -> int:
    """Read, parse and link everything to typed cases; returns the number of rows."""
    from anjuan.workbook.parsing import load_workbook

    workbook = load_workbook(path)
    assert not workbook.problems, workbook.problems[:3]
    return sum(1 + len(case.incidents) + len(case.evidence) for case in workbook.cases)


def check_with_anjuan(path: Path) -> int:
    """The same, and every rule over sheets, cases, people and days."""
    from datetime import date

    from anjuan.plugin.host import Plugins
    from anjuan.run.preparing import checked
    from anjuan.workbook.heading_map import HeadingMap

    workbook, problems = checked(path, HeadingMap(), date(2026, 4, 1), Plugins.load(outside=False))
    assert not problems, problems[:3]
    return sum(1 + len(case.incidents) + len(case.evidence) for case in workbook.cases)


def read_with_openpyxl(path: Path) -> int:
    """Read all cells into lists, and nothing more: no types, no links, no checks."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, data_only=True)
    return sum(len(list(sheet.iter_rows(min_row=2, values_only=True))) for sheet in workbook)


def read_with_openpyxl_read_only(path: Path) -> int:
    """The same in openpyxl's streaming mode."""
    import openpyxl

    workbook = openpyxl.load_workbook(path, data_only=True, read_only=True)
    return sum(len(list(sheet.iter_rows(min_row=2, values_only=True))) for sheet in workbook)


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "anjuan": read_with_anjuan,
    "anjuan, all checks": check_with_anjuan,
    "openpyxl": read_with_openpyxl,
    "openpyxl-read-only": read_with_openpyxl_read_only,
}


def measure(name: str, path: Path) -> tuple[float, float, int]:
    """Seconds, peak MB and rows of one contender in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, name, str(path)], check=True, capture_output=True, text=True
    )
    seconds, peak, rows = done.stdout.split()
    return float(seconds), float(peak), int(rows)


def main() -> None:
    """Compare the contenders and print two tables."""
    with tempfile.TemporaryDirectory() as folder:
        path, shared = Path(folder) / "large.xlsx", Path(folder) / "shared.xlsx"
        write_large_workbook(path)
        share_texts(path, shared)
        compare("texts in their cells", path)
        compare("shared texts", shared)


def compare(what: str, path: Path) -> None:
    """Print the figures of all contenders for one workbook."""
    runs = {name: [] for name in CONTENDERS}  # type: dict[str, list[tuple[float, float, int]]]
    for _ in range(ROUNDS):
        for name in CONTENDERS:
            runs[name].append(measure(name, path))
    base = statistics.median(seconds for seconds, _, _ in runs["anjuan"])
    print(f"{CASES} cases x {INCIDENTS_PER_CASE} incidents, {what}, median of {ROUNDS} rounds")
    for name, measured in runs.items():
        seconds = statistics.median(run[0] for run in measured)
        peak = statistics.median(run[1] for run in measured)
        rows = measured[0][2]
        line = f"{name:20} {seconds:6.2f} s {rows / seconds:9.0f} rows/s {peak:6.0f} MB"
        print(f"{line} {seconds / base:5.1f}x anjuan's time")


def run_one(name: str, path: Path) -> None:
    """Run one contender here and print its figures."""
    start = time.perf_counter()
    rows = CONTENDERS[name](path)
    seconds = time.perf_counter() - start
    print(seconds, peak_memory(), rows)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run_one(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
