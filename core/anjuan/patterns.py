"""Patterns that few workbooks need: to compile all of them took a fortieth of a first check."""

from __future__ import annotations

import re
from typing import Any, cast


def seldom(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but when it is first asked; for what most runs never ask.

    Args:
        pattern: as for `re.compile`.
        flags: likewise.
    """
    return cast(re.Pattern[str], _Seldom(pattern, flags))


class _Seldom:
    """Stands for a pattern, whose methods it gets when one of them is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._how = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._how), name)
        setattr(self, name, found)
        return found
