"""核对: the lawyer's own sheets, and the problems beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from anjuan.desk.answers import page, session_of, whole, window
from anjuan.desk.looking import Grid, Look
from anjuan.desk.pages.prospects import next_steps
from anjuan.desk.session import Session
from anjuan.desk.taking import is_offered
from anjuan.desk.veil import Open, veil
from anjuan.frozen import frozen
from anjuan.problems import Problem
from anjuan.run.inspection import Inspection
from anjuan.run.taking_over import before_and_after
from anjuan.workbook.cells.cell import as_typed
from anjuan.workbook.letters import column_letters, row_of

# A browser takes seconds for ten thousand rows; who looks for a cell comes by its problem.
ROWS_SHOWN = 200
PROBLEMS_SHOWN = 300


@frozen
class ShownCell:
    """A cell: its address, its text, the worst there is to say, and the number of that problem."""

    address: str
    text: str
    severity: str = ""
    problem: int = -1
    title: str = ""


@frozen
class ShownProblem:
    """A problem.

    Attributes:
        number: in the list.
        link: where the page shows its cell; empty where it has none.
        severity, word: how grave it is, for programs and in a word.
        place, message, remedy: what is said.
        change: what stands in the cell, and what it was meant to hold; empty where nobody knows.
        is_offered: the page can put that into a copy.
    """

    number: int
    link: str
    severity: str
    word: str
    place: str
    message: str
    remedy: str
    change: tuple[str, str] | None = None
    is_offered: bool = False


@frozen
class Tab:
    """A sheet among the tabs."""

    number: int
    name: str
    errors: int
    warnings: int


def show(request: Request) -> Response:
    """A sheet, a window of its rows, and all problems."""
    session = session_of(request)
    look = session.usable
    if look is None:
        return page(request, "check.html", tabs=(), groups=(), grid=None)
    shown = veil(session.is_masked)
    problems = ordered(look)
    query = request.query_params
    sheet = min(whole(query.get("sheet"), _first_sheet(look)), len(look.grids) - 1)
    grid = look.grids[sheet]
    has_errors = any(it.is_error for it in problems)
    only = query.get("only", "1" if has_errors else "0") == "1"
    rows = _rows(grid, only)
    first = window(query.get("from"), len(rows), ROWS_SHOWN)
    groups = _groups(problems[:PROBLEMS_SHOWN], look, shown, only=only)
    numbers = {id(problem): number for number, problem in enumerate(problems[:PROBLEMS_SHOWN])}
    return page(
        request,
        "check.html",
        tabs=[_tab(number, it) for number, it in enumerate(look.grids)],
        groups=groups,
        more=max(0, len(problems) - PROBLEMS_SHOWN),
        errors=sum(it.is_error for it in problems),
        warnings=sum(not it.is_error for it in problems),
        is_offered=any(it.is_offered for _, group in groups for it in group),
        taken=_taken(session, shown),
        look_key=look.key,
        next_steps=_next_steps(look.inspection, shown)[:PROBLEMS_SHOWN],
        grid=grid,
        sheet=sheet,
        only=only,
        letters=[column_letters(number + 1) for number in range(grid.width)],
        rows=[_row(grid, number, numbers, shown) for number in rows[first : first + ROWS_SHOWN]],
        first=first,
        count=len(rows),
        step=ROWS_SHOWN,
    )


def ordered(look: Look) -> Sequence[Problem]:
    """The problems of a workbook as the page numbers them: errors first, then by case."""
    return sorted(look.inspection.problems, key=lambda it: (not it.is_error, it.case))


def _taken(session: Session, shown: Open) -> dict[str, object] | None:
    """What became of the proposals that the workbook came about by; None where it did not."""
    taken = session.taken
    if taken is None:
        return None
    accepted = taken.accepted
    return {
        "name": shown.text(taken.copy.name),
        "changes": [(it.place, *map(shown.text, before_and_after(it))) for it in accepted.taken],
        "left": [(f"{it.sheet}!{it.cell}", it.reason) for it in accepted.left],
    }


def _next_steps(found: Inspection, shown: Open) -> list[tuple[int, int, str]]:
    """What may be done next in each case: its place, that of the paper, and the sentence."""
    return [
        (place, document, f"{shown.case(case.job.case.number, place)} {step}")
        for place, case in enumerate(found.cases)
        for document, step in next_steps(case, shown)
    ]


def _first_sheet(look: Look) -> int:
    """The first sheet with errors, else the first that is one of ours."""
    faulty = (n for n, it in enumerate(look.grids) if _tab(n, it).errors)
    ours = (n for n, it in enumerate(look.grids) if it.heading_row)
    return next(faulty, next(ours, 0))


def _tab(number: int, grid: Grid) -> Tab:
    problems = [it for found in grid.problems.values() for it in found]
    errors = sum(it.is_error for it in problems)
    return Tab(number, grid.name, errors, len(problems) - errors)


def _rows(grid: Grid, only: bool) -> Sequence[int]:
    """Row numbers, from 1; those of the headings and of problems where only these are wanted."""
    if not only:
        return range(1, len(grid.rows) + 1)
    return grid.faulty_rows


def _row(
    grid: Grid, number: int, numbers: dict[int, int], shown: Open
) -> tuple[int, list[ShownCell]]:
    row = grid.rows[number - 1]
    is_heading = number == grid.heading_row
    cells = []
    for place in range(grid.width):
        address = f"{column_letters(place + 1)}{number}"
        typed = as_typed(row[place]) if place < len(row) else ""
        text = typed if is_heading else shown.text(typed)
        cells.append(_cell(address, text, grid.problems.get(address, ()), numbers, shown))
    return number, cells


def _cell(
    address: str, text: str, problems: Sequence[Problem], numbers: dict[int, int], shown: Open
) -> ShownCell:
    if not problems:
        return ShownCell(address, text)
    worst = min(problems, key=lambda it: not it.is_error)
    title = " ".join(f"{it.severity.word}：{shown.told(it.message)}" for it in problems)
    return ShownCell(address, text, worst.severity.value, numbers.get(id(worst), -1), title)


def _groups(
    problems: Sequence[Problem], look: Look, shown: Open, *, only: bool
) -> list[tuple[str, list[ShownProblem]]]:
    places = {it.job.case.number: place for place, it in enumerate(look.inspection.cases)}
    sheets = {grid.name: number for number, grid in enumerate(look.grids)}
    numbered = enumerate(problems)
    found = []
    for (is_warning, case), group in groupby(
        numbered, key=lambda it: (not it[1].is_error, it[1].case)
    ):
        word = "提醒" if is_warning else "错误"
        name = shown.case(case, places.get(case, -1)) if case in places else shown.text(case)
        title = f"{word} · {f'案件 {name}' if case else '全表'}"
        found.append((title, [_problem(n, it, look, sheets, shown, only=only) for n, it in group]))
    return found


def _problem(
    number: int,
    problem: Problem,
    look: Look,
    sheets: dict[str, int],
    shown: Open,
    *,
    only: bool,
) -> ShownProblem:
    has_change = problem.proposal is not None and not shown.is_masked
    return ShownProblem(
        number,
        link_to(problem, look, sheets, only=only),
        problem.severity.value,
        problem.severity.word,
        problem.place,
        shown.told(problem.message),
        shown.told(problem.remedy),
        before_and_after(problem) if has_change else None,
        has_change and is_offered(problem, look),
    )


def link_to(problem: Problem, look: Look, sheets: dict[str, int], *, only: bool) -> str:
    """Where the page shows a problem's cell; empty where it has none."""
    if problem.sheet not in sheets:
        return ""
    return _link(sheets[problem.sheet], problem.cell, look, only=only)


def link_to_cell(grid: Grid, cell: str, look: Look) -> str:
    """Where the page shows a cell among all rows of its sheet."""
    return _link(look.grids.index(grid), cell, look, only=False)


def _link(sheet: int, cell: str, look: Look, *, only: bool) -> str:
    row = row_of(cell)
    first = _place(look.grids[sheet], row, only) // ROWS_SHOWN * ROWS_SHOWN
    place = f"#c-{cell}" if row else ""
    return f"check?sheet={sheet}&only={int(only)}&from={first}{place}"


def _place(grid: Grid, row: int, only: bool) -> int:
    """How many rows are shown before one."""
    if not only:
        return max(row - 1, 0)
    return bisect_left(grid.faulty_rows, row)
