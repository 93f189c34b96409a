"""What goes to the terminal: text as it is, but nothing in it steers the terminal."""

from __future__ import annotations

import json
import re

import click

# Control characters, marks of writing direction, line separators, halves of characters.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def say(text: str, *, err: bool = False) -> None:
    """Print a line: results on stdout, progress and complaints on stderr."""
    click.echo(harmless(text), err=err)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def harmless(text: str) -> str:
    """Characters that steer a terminal, spelled out as JSON does, where that means the same."""
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1].replace("\x7f", "\\u007f"), text)
