"""What goes to the terminal: text as it is, but nothing in it steers the terminal."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

import click

from anjuan.cli.width import wrapped

# Control characters, marks of writing direction, line separators, halves of characters.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
# Colour says nothing that the word does not.
_COLOURS = {
    "错误": "red",
    "未生成": "red",
    "失败": "red",
    "生成不了": "red",
    "缺": "red",
    "提醒": "yellow",
    "注意": "yellow",
    "手改过，未动": "yellow",
    "手改过，不动": "yellow",
    "已生成": "green",
    "正常": "green",
    "好": "green",
}
# Of what is printed bit by bit, so many characters go out at once.
_AT_ONCE = 65_536
_FIRST_WORD = re.compile(rf"(\s*)({'|'.join(_COLOURS)})(?=[：\s]|$)")
_PAST = "已过"


class ReaderLeftError(Exception):
    """What was printed went into a pipe that is closed."""


def keep_stdout_for_results() -> None:
    """Take stdout out of everybody else's reach; it may be JSON.

    What a plug-in, or a program that it calls, writes to file descriptor 1 goes to stderr. For what
    it prints see `guard`.
    """
    # Nothing to keep where there is no stdout or no stderr, or a program has put its own there.
    stdout = sys.__stdout__
    if stdout is None or sys.stdout is not stdout or sys.stderr is None:
        return
    with suppress(OSError, ValueError):
        at = stdout.fileno()
        own = os.dup(at)
        os.dup2(sys.stderr.fileno(), at)
        buffering = 1 if os.isatty(own) else -1
        sys.stdout = os.fdopen(own, "w", buffering, encoding="utf-8", errors="replace")


def is_terminal(*, err: bool = False) -> bool:
    """True where a person reads what is printed, and not a file or another program."""
    stream = sys.stderr if err else sys.stdout
    return stream is not None and stream.isatty()


def can_redraw() -> bool:
    """True where what was printed on stderr can be drawn over: a bar that moves."""
    return is_terminal(err=True) and os.environ.get("TERM") != "dumb"


def has_colour(*, err: bool = False) -> bool:
    """True where words are coloured: `NO_COLOR`, then `FORCE_COLOR`, then what the terminal is."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(err=err) and os.environ.get("TERM") != "dumb"


def size() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size().columns


def say(text: str, *, err: bool = False) -> None:
    """Print a line: results on stdout, progress and complaints on stderr.

    On a terminal it is parted where Chinese may be, and its first word coloured where that tells
    how grave it is.
    """
    lines = harmless(text).split("\n")
    if is_terminal(err=err):
        columns = size() - 1
        lines = [part for line in lines for part in wrapped(line, columns, _indent(line) + 2)]
    say_as_it_is("\n".join(painted(line, err=err) for line in lines), err=err)


def say_as_it_is(text: str, *, err: bool = False, end: bool = True) -> None:
    """Print what is parted, coloured and harmless already; `end` = a line ends with it.

    Raises:
        ReaderLeftError: nobody reads stdout any more (`anjuan … | head`).
    """
    try:
        click.echo(text, nl=end, err=err, color=has_colour(err=err))
    except BrokenPipeError as error:
        # Of complaints that nobody reads, nobody has to hear.
        if not err:
            raise ReaderLeftError from error


def painted(text: str, *, err: bool = False) -> str:
    """A line or cell, its first word in the colour that it has."""
    if not has_colour(err=err):
        return text
    if text.startswith(_PAST):
        return click.style(text, fg="red")
    found = _FIRST_WORD.match(text)
    if not found:
        return text
    indent, word = found.groups()
    return f"{indent}{click.style(word, fg=_COLOURS[word])}{text[found.end() :]}"


def emphasised(text: str) -> str:
    """In bold on stdout, where there are colours."""
    return click.style(text, bold=True) if text and has_colour() else text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def print_json(value: object) -> None:
    """One JSON document on stdout; no line of it is parted."""
    say_as_it_is(harmless(_as_json(value)))


def print_members(members: Iterable[tuple[str, object]]) -> None:
    """One JSON object on stdout as `print_json` prints it, but never held as a whole.

    Args:
        members: each with its name; what an iterator yields is a list.
    """
    waiting: list[str] = []
    length = 0
    for piece in _pieces(members):
        waiting.append(piece)
        length += len(piece)
        if length > _AT_ONCE:
            say_as_it_is(harmless("".join(waiting)), end=False)
            waiting, length = [], 0
    say_as_it_is(harmless("".join(waiting)))


def _pieces(members: Iterable[tuple[str, object]]) -> Iterator[str]:
    before = "{"
    for name, value in members:
        yield f"{before}\n  {_as_json(name)}: "
        if isinstance(value, Iterator):
            yield from _listed(value)
        else:
            yield _as_json(value, 1)
        before = ","
    yield "{}" if before == "{" else "\n}"


def _listed(values: Iterator[object]) -> Iterator[str]:
    before = "["
    for value in values:
        yield f"{before}\n    {_as_json(value, 2)}"
        before = ","
    yield "[]" if before == "[" else "\n  ]"


def _as_json(value: object, depth: int = 0) -> str:
    # No text has a line of its own: JSON spells out where one ends.
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + "  " * depth)


def harmless(text: str) -> str:
    """Characters that steer a terminal, spelled out as JSON does, where that means the same."""
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1].replace("\x7f", "\\u007f"), text)
