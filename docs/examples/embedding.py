"""A program that uses anjuan: checks a workbook, makes its papers, says where a text is from.

python embedding.py 案件表.xlsx 文书
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from threading import Event

from anjuan import Report, Request, check, explain, generate, load_cases


class Stopped(Exception):  # noqa: N818
    """Its user wants no more papers."""


def make(workbook: Path, output: Path, stop: Event) -> Report:
    """The papers of a workbook; between two cases it can be stopped from another thread."""

    def progress(done: int, total: int) -> None:
        print(f"{done}/{total}")
        if stop.is_set() and done < total:
            raise Stopped

    return generate(Request(workbook, output, date.today()), progress=progress)


def main(workbook: Path, output: Path) -> None:
    """Check, count, make, explain."""
    for problem in check(workbook):
        print(problem.place, problem.message, problem.remedy)
    for case in load_cases(workbook):
        print(case.number, case.client.name, case.figures.total)
    report = make(workbook, output, Event())
    for outcome in report.outcomes:
        print(outcome.case, outcome.title, outcome.state.word, outcome.path or outcome.reason)
    [first, *_] = [it for it in report.documents if it.path]
    for paragraph in explain(output / first.path).paragraphs:
        for piece in paragraph.pieces:
            print(piece.text, *piece.cells)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
