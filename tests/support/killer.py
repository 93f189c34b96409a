"""A run that ends at any of its moves on the disk, as if its process had been killed there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from anjuan import files


class Killed(KeyboardInterrupt):
    """The process ends here; nothing that comes after is done, and no guard holds it up."""


class Killer:
    """Ends a run at its nth move on the disk; a dead process clears nothing up."""

    def __init__(self, moves: int) -> None:
        self._most = moves
        self.moves = 0

    @property
    def is_dead(self) -> bool:
        return self.moves > self._most

    def move(self) -> None:
        self.moves += 1
        if self.is_dead:
            raise Killed

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Every step of a write passes through here."""
        write, move, rename = files._write, files._move, Path.rename
        unlink, rmtree = os.unlink, shutil.rmtree

        def half_written(path: str, content: bytes) -> None:
            self.move()
            if isinstance(content, bytes):
                write(path, content[: len(content) // 2])
                self.move()
            write(path, content)
            self.move()

        def moved(temporary: str, target: str) -> None:
            move(temporary, target)
            self.move()

        def renamed(path: Path, target: Path) -> Path:
            self.move()
            done = rename(path, target)
            self.move()
            return done

        def unlinked(path: str | Path, **options: Any) -> None:
            if not self.is_dead:
                unlink(path, **options)

        def removed(path: Path, ignore_errors: bool = False) -> None:
            if not self.is_dead:
                rmtree(path, ignore_errors=ignore_errors)

        with ExitStack() as stack:
            stack.enter_context(patch.object(files, "_write", half_written))
            stack.enter_context(patch.object(files, "_move", moved))
            stack.enter_context(patch.object(Path, "rename", renamed))
            stack.enter_context(patch.object(os, "unlink", unlinked))
            stack.enter_context(patch.object(shutil, "rmtree", removed))
            yield
