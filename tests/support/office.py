"""The office suite that some tests open files with, called once a format for all of them.

A test module says with `saved_as` what is to be opened; the first test that asks for a result has
the files of all modules converted, as each start of an office suite costs more than many files.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from support.once import once, shared_folder

needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="no office suite (soffice) on PATH to open files with"
)
# Seconds after which it has hung, however busy the machine is.
PATIENCE = 900


@dataclass(frozen=True)
class Order:
    """Files to be opened by the office suite and saved in another format.

    Attributes:
        name: of the folder in which they lie.
        to: the format, as the office suite calls it.
        make: writes the files into a folder.
    """

    name: str
    to: str
    make: Callable[[Path], object]

    @property
    def suffix(self) -> str:
        """What files of the format end with."""
        return f".{self.to.partition(':')[0]}"


_ORDERS: list[Order] = []


def saved_as(to: str, name: str = "") -> Callable[[Callable[[Path], object]], Order]:
    """Have the files that a function writes into a folder saved in another format.

    Args:
        to: the format, as the office suite calls it.
        name: by which the files are kept apart; empty = that of the function.
    """

    def order(make: Callable[[Path], object]) -> Order:
        ordered = Order(name or make.__name__, to, make)
        _ORDERS.append(ordered)
        return ordered

    return order


def saved(folders: pytest.TempPathFactory, order: Order) -> Path:
    """The folder of what the office suite made of the files of an order, named like them."""
    make = partial(_save, shared_folder(folders) / "profile", order.to)
    return once(folders, f"saved as{order.suffix}", make) / order.name


def _save(profile: Path, to: str, folder: Path) -> None:
    copies, results = folder / "copies", folder / "results"
    copies.mkdir()
    # Where each result goes; names of different orders may be the same, numbers are not.
    places: dict[Path, Path] = {}
    for order in (order for order in _ORDERS if order.to == to):
        given = folder / "given" / order.name
        given.mkdir(parents=True)
        order.make(given)
        (folder / order.name).mkdir()
        for file in sorted(given.iterdir()):
            copy = copies / f"{len(places)}{file.suffix}"
            shutil.copy(file, copy)
            places[copy] = folder / order.name / f"{file.stem}{order.suffix}"
    convert(to, results, *places, profile=profile)
    for copy, place in places.items():
        (results / f"{copy.stem}{place.suffix}").rename(place)


def convert(to: str, folder: Path, *files: Path, profile: Path | None = None) -> None:
    """Convert files into a folder.

    Args:
        to: the format, as the office suite calls it.
        folder: where the converted files go.
        files: what is converted.
        profile: that of the office suite, which one call at a time can use; None = a new one.
    """
    profile = profile or folder / "profile"
    profile.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{profile}.lock"):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--convert-to", to, "--outdir", str(folder), *map(str, files)),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
