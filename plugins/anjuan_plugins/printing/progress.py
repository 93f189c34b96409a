"""How far a step is."""

from __future__ import annotations

import time
from collections.abc import Callable

from anjuan import public

_TELL_SECONDS = 15.0


class Progress:
    """Tells how far a step is, now and then.

    Args:
        title: of the step.
        total: how many there are to do.
        tell: says it.
    """

    def __init__(self, title: str, total: int, tell: Callable[[str], None]) -> None:
        self._title, self._total, self._tell = title, total, tell
        self._done = 0
        self._began = self._told = time.monotonic()

    def advance(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._told >= _TELL_SECONDS and self._done < self._total:
            self._told = now
            left = (now - self._began) / self._done * (self._total - self._done)
            told = f"{self._title}：{self._done}/{self._total}，约还要 {_duration(left)}。"
            self._tell(public(told))


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds < 90 else f"{seconds / 60:.0f} 分钟"
