"""Tables, as wide as the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from anjuan.cli.terminal import harmless


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """A table on stdout, as wide as the terminal; text is printed as it is, never as markup."""
    table = Table(title=Text(title) if title else None, title_justify="left", show_lines=False)
    for number, heading in enumerate(headings):
        # The first column names what the row is about: half a name can't be typed.
        table.add_column(heading, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    console().print(table)


def console() -> Console:
    """The terminal on stdout; a pipe or file gets room for whole lines."""
    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=160)
