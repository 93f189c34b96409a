"""What is made once for all tests, though they are shared among several processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def shared_folder(folders: pytest.TempPathFactory) -> Path:
    """The folder of this run of the tests that all its processes know."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first process to ask for it fills, and all others find filled.

    Args:
        folders: of this run of the tests.
        name: by which the folder is asked for.
        make: fills the empty folder that it is given.
    """
    root = shared_folder(folders)
    folder, begun = root / name, root / f"{name}.begun"
    with FileLock(root / f"{name}.lock"):
        if not folder.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder
