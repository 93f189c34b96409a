"""What is made once for all tests, though they are shared among several processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first process to ask for it fills, and all others find filled.

    Args:
        folders: of this run of the tests.
        name: by which the folder is asked for.
        make: fills the empty folder that it is given.
    """
    own = folders.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = root / name
    with FileLock(root / f"{name}.lock"):
        if not folder.exists():
            begun = root / f"{name}.begun"
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder
