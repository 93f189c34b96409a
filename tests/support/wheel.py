"""The program as people get it: a wheel, and an environment that knows no checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from support.once import once
from support.runs import ROOT


def built_wheel(folders: pytest.TempPathFactory) -> Path:
    """The wheel; it is built once."""
    return next(once(folders, "wheel", _build).glob("*.whl"))


def _build(folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def installed(folders: pytest.TempPathFactory) -> Path:
    """The folder with what is in the wheel; it is unpacked once."""
    wheel = built_wheel(folders)
    return once(folders, "wheel-site", lambda folder: zipfile.ZipFile(wheel).extractall(folder))


def authors_python(folders: pytest.TempPathFactory, folder: Path) -> Path:
    """The interpreter of a fresh environment in a folder, which has the wheel.

    What the wheel needs is this environment's: nothing is fetched, and nothing is copied.
    """
    venv.create(folder, symlinks=True, with_pip=False)
    bin_ = folder / ("Scripts" if sys.platform == "win32" else "bin")
    [packages] = folder.rglob("site-packages")
    # A folder that is named so has no .pth file of its own read: the checkout stays unknown.
    places = (installed(folders), sysconfig.get_path("purelib"))
    (packages / "places.pth").write_text("".join(f"{it}\n" for it in places), encoding="utf-8")
    return bin_ / "python"
