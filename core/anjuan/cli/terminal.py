"""What goes to the terminal: text as it is, but nothing in it steers the terminal."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress

import click

# Control characters, marks of writing direction, line separators, halves of characters.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


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


def can_redraw() -> bool:
    """True where what was printed on stderr can be drawn over: a bar that moves."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def say(text: str, *, err: bool = False) -> None:
    """Print a line: results on stdout, progress and complaints on stderr."""
    click.echo(harmless(text), err=err)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def harmless(text: str) -> str:
    """Characters that steer a terminal, spelled out as JSON does, where that means the same."""
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1].replace("\x7f", "\\u007f"), text)
