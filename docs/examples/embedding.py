"""A program that uses anjuan: checks a workbook, makes its papers, says where a text is from.

It shows how far it is, and can be stopped from another thread.

python embedding.py 案件表.xlsx 文书
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from threading import Event

from anjuan import Request, check, explain, generate, load_cases


class Stopped(Exception):  # noqa: N818
    """Its user wants no more."""


class Watch:
    """Shows how many cases are done, of how many; between two of them all can be stopped.

    Args:
        what: is being done.
        stop: set, from another thread, to stop.
    """

    def __init__(self, what: str, stop: Event) -> None:
        self._what = what
        self._stop = stop

    def __call__(self, done: int, total: int) -> None:
        """Told by `check`, `load_cases` and `generate`; what is raised here comes out of them."""
        print(f"{self._what} {done}/{total}")
        if self._stop.is_set() and done < total:
            raise Stopped


def main(workbook: Path, output: Path, stop: Event) -> None:
    """Check, count, make, explain."""
    for problem in check(workbook, progress=Watch("check", stop)):
        print(problem.place, problem.message, problem.remedy)
    for case in load_cases(workbook, progress=Watch("load", stop)):
        print(case.number, case.client.name, case.figures.total)
    wanted = Request(workbook, output, date.today())
    report = generate(wanted, progress=Watch("generate", stop))
    for outcome in report.outcomes:
        print(outcome.case, outcome.title, outcome.state.word, outcome.path or outcome.reason)
    [first, *_] = [it for it in report.documents if it.path]
    for paragraph in explain(output / first.path).paragraphs:
        for piece in paragraph.pieces:
            print(piece.text, *piece.cells)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Event())
