"""How long an import of a long log takes, and how much memory: both must not grow with others.

`make bench` runs it. Of the contacts one in fifty is the collector's; each import is a process of
its own, so that peak memory is its own.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from memory import peak_memory

from anjuan.testing import write_workbook

COUNTS = (10_000, 100_000)
COLLECTOR = "17000000009"
HEADINGS = ("起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型")
BEIJING = timezone(timedelta(hours=8))


def contacts(count: int) -> Iterator[tuple[datetime, str, int]]:
    """Moment, number and length of calls by some thousand people."""
    chance = random.Random(5)
    for number in range(count):
        moment = datetime(2026, 1, 1) + timedelta(seconds=60 * number)
        party = COLLECTOR if number % 50 == 0 else f"1390000{chance.randrange(4000):04d}"
        yield moment, party, number % 300


def write_bill(path: Path, count: int) -> Path:
    """A carrier's list."""
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for moment, party, length in contacts(count):
            writer.writerow((moment, "虚构市", "被叫", party, f"{length}秒", "国内通话"))
    return path


def write_log(path: Path, count: int) -> Path:
    """A backup of an Android phone."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<calls count="{count}">\n')
        for moment, party, length in contacts(count):
            stamp = int(moment.replace(tzinfo=BEIJING).timestamp() * 1000)
            stream.write(
                f'<call number="{party}" duration="{length}" date="{stamp}" type="1" '
                'presentation="1" contact_name="(Unknown)"/>\n'
            )
        stream.write("</calls>\n")
    return path


FILES = (("bill (.csv)", write_bill, "csv"), ("log (.xml)", write_log, "xml"))


def measure(folder: Path, records: Path) -> tuple[float, float]:
    """Seconds and peak MB of an import in a process of its own."""
    copy = records.with_name(f"{records.name}.xlsx")
    command = (sys.executable, __file__, str(folder), str(records), str(copy))
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def run_one(folder: Path, records: Path, copy: Path) -> None:
    """One import; prints its seconds and peak MB."""
    from anjuan.cli.commands.import_records import import_records

    before = time.perf_counter()
    arguments = [folder / "表.xlsx", records, "--numbers", folder / "名单.xlsx", "-o", copy]
    import_records.main([*map(str, arguments), "--merge", "day"], standalone_mode=False)
    seconds = time.perf_counter() - before
    sys.stdout.write(f"\n{seconds} {peak_memory()}\n")


def main() -> None:
    """Import logs of two lengths and print a table."""
    from support.call_records import write_numbers

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_workbook(folder / "表.xlsx", incidents=[])
        write_numbers(folder / "名单.xlsx", COLLECTOR)
        print("| file | contacts | seconds | peak memory |\n|---|---|---|---|")
        for title, write, end in FILES:
            for count in COUNTS:
                seconds, peak = measure(folder, write(folder / f"{count}.{end}", count))
                print(f"| {title} | {count:,} | {seconds:.1f} | {peak:.0f} MB |")


if __name__ == "__main__":
    main() if len(sys.argv) == 1 else run_one(*map(Path, sys.argv[1:]))
