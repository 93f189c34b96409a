"""Tables where they fit, lists where they don't, plain lines in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from anjuan.cli.terminal import emphasised, harmless, is_terminal, painted, say, say_as_it_is, size
from anjuan.cli.width import longest_unit, width, wrapped

_GAP = "  "
# Below it a table whose cells would have to be parted is a list; nor are columns narrower than so.
WIDE = 110
_NARROWEST = 12
_INDENT = 4


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", *, heads: int = 1
) -> None:
    """Rows on stdout; text is printed as it is, never as markup.

    Args:
        headings: of the columns.
        rows: as many cells each.
        title: above them.
        heads: so many columns name what a row is about: in a list they are its first line.
    """
    cells = [[harmless(cell) for cell in row] for row in rows]
    if not is_terminal():
        _print_plain(headings, cells, title)
        return
    columns = size()
    if title:
        say(title)
    if widths := _widths(headings, cells, columns):
        lines = _table(headings, cells, widths)
    else:
        lines = _list(headings, cells, columns, heads)
    for line in lines:
        say_as_it_is(line)


def fits(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """True for a terminal on which these rows are a table."""
    return is_terminal() and _widths(headings, rows, size()) is not None


def _print_plain(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> None:
    """A line a row, cells set apart by tabs: for programs, and for `grep`."""
    if title:
        say(title)
    for row in (headings, *rows):
        plain = (cell.replace("\t", " ").replace("\n", "；") for cell in row)
        say_as_it_is("\t".join(map(painted, plain)))


def _widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], columns: int
) -> list[int] | None:
    """How wide each column is; 0 of one that is empty; None where a table would not be legible."""
    by_column = [[row[at] for row in rows] for at in range(len(headings))]
    natural = [
        max(width(line) for cell in (head, *found) for line in cell.split("\n"))
        if any(found) or not rows
        else 0
        for head, found in zip(headings, by_column, strict=True)
    ]
    free = columns - 1 - len(_GAP) * (sum(map(bool, natural)) - 1)
    if sum(natural) <= free:
        return natural
    if columns < WIDE:
        return None
    least = [
        min(wide, max(width(head), _NARROWEST, *map(longest_unit, found))) if wide else 0
        for wide, head, found in zip(natural, headings, by_column, strict=True)
    ]
    return _shrunk(natural, least, free) if sum(least) <= free else None


def _shrunk(natural: Sequence[int], least: Sequence[int], free: int) -> list[int]:
    """The widest columns give way, none below its least."""
    widths = list(natural)
    while sum(widths) > free:
        at = max(range(len(widths)), key=lambda it: (widths[it] > least[it], widths[it]))
        widths[at] -= 1
    return widths


def _table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    yield emphasised(_line(headings, widths))
    yield _line(["-" * wide for wide in widths], widths)
    for row in rows:
        parted = [_parted(cell, wide) for cell, wide in zip(row, widths, strict=True)]
        for at in range(max(map(len, parted))):
            yield _line([lines[at] if at < len(lines) else "" for lines in parted], widths)


def _parted(cell: str, wide: int) -> list[str]:
    return [
        part
        for line in cell.split("\n")
        # What fits by its own width need not be parted for what terminals may think of it.
        for part in ([line] if width(line) <= wide else wrapped(line, wide))
    ]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        painted(cell) + " " * (wide - width(cell))
        for cell, wide in zip(cells, widths, strict=True)
        if wide
    )
    return _GAP.join(padded).rstrip()


def _list(
    headings: Sequence[str], rows: Iterable[Sequence[str]], columns: int, heads: int
) -> Iterator[str]:
    indent = " " * _INDENT
    for row in rows:
        first = _GAP.join(filter(None, row[:heads]))
        for number, line in enumerate(wrapped(first, columns - 1, _INDENT)):
            yield _head(line, row[:heads]) if number == 0 or heads == 1 else line
        for heading, cell in zip(headings[heads:], row[heads:], strict=True):
            for line in cell.split("\n") if cell else ():
                yield from wrapped(f"{indent}{heading}：{line}", columns - 1, _INDENT + 2)


def _head(line: str, cells: Iterable[str]) -> str:
    """The first line of a row, its state in colour, its name in bold."""
    name, *others = cells
    rest = line.removeprefix(name)
    for cell in others:
        rest = rest.replace(cell, painted(cell), 1) if cell else rest
    return emphasised(name) + rest if line.startswith(name) else emphasised(line)
