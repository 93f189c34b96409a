"""Which wheels the program needs on another system, with another Python; and how they are got.

What a package needs (on Windows only, say) pip answers for the machine that it runs on, also where
it is told to fetch for another one. So what is needed is read from the wheels themselves.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

# Of the program, what is installed for everybody: printing, exhibits, charts.
EXTRAS: tuple[str, ...] = ("pdf", "chart")
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
_CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


@dataclass(frozen=True, slots=True)
class System:
    """A system that wheels are collected for.

    Attributes:
        name: as files are called.
        machine: its processor, as files are called.
        platforms: what its wheels may be tagged with.
        suffix: of files that are double-clicked.
        markers: what requirements ask for.
    """

    name: str
    machine: str
    platforms: tuple[str, ...]
    suffix: str
    markers: Mapping[str, str]


def _markers(os_name: str, sys_platform: str, system: str, machine: str) -> dict[str, str]:
    return {
        "os_name": os_name,
        "sys_platform": sys_platform,
        "platform_system": system,
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }


# The newest C library that a wheel may ask for is that of Debian 12 and Ubuntu 22.04.
_LINUX = ("manylinux2014", *(f"manylinux_2_{minor}" for minor in (17, 24, 26, 27, 28, 31, 34, 35)))
# One of the libraries for PDF has wheels for this version on, and for this processor only.
_MACOS = tuple(f"macosx_{major}_0" for major in range(11, 16))
SYSTEMS = (
    System(
        "windows", "x64", ("win_amd64",), ".cmd",
        _markers("nt", "win32", "Windows", "AMD64"),
    ),
    System(
        "macos", "arm64",
        tuple(f"{it}_{kind}" for it in (*_MACOS, "macosx_10_9", "macosx_10_13", "macosx_10_15")
              for kind in ("arm64", "universal2")),
        ".command", _markers("posix", "darwin", "Darwin", "arm64"),
    ),
    System(
        "linux", "x64", tuple(f"{it}_x86_64" for it in _LINUX), ".sh",
        _markers("posix", "linux", "Linux", "x86_64"),
    ),
)  # fmt: skip


def collect(system: System, wheel: Path, folder: Path) -> list[Path]:
    """The wheels of all that the program needs on a system, fetched where they are missing.

    Args:
        system: for which.
        wheel: the program's own.
        folder: where they are kept.

    Returns:
        Those for every Python of a release, in the order of their names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: set[Path] = set()
    for python in PYTHONS:
        while lacking := needed(system, python, [wheel, *folder.glob("*.whl")])[1]:
            _fetch(system, python, lacking, folder)
        found |= needed(system, python, [wheel, *folder.glob("*.whl")])[0]
    return sorted(found - {wheel})


def needed(system: System, python: str, wheels: Iterable[Path]) -> tuple[set[Path], set[str]]:
    """Those of some wheels that the program needs, and the names of those that are missing.

    Args:
        system: on which it is to run.
        python: with which, such as 3.12.
        wheels: the program's own among them.
    """
    fitting = _fitting(system, python, wheels)
    markers = {**system.markers, "python_version": python, "python_full_version": f"{python}.0"}
    waiting, seen, found, missing = (
        [("anjuan", EXTRAS)],
        set[tuple[str, str]](),
        set[Path](),
        set[str](),
    )
    while waiting:
        name, extras = waiting.pop()
        wheel = fitting.get(name)
        if wheel is None:
            missing.add(name)
            continue
        found.add(wheel)
        for extra in ("", *extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += _required(wheel, {**markers, "extra": extra})
    return found, missing


def _fitting(system: System, python: str, wheels: Iterable[Path]) -> dict[str, Path]:
    """Of each package the wheel of the version that the tests pass with, by name."""
    accepted = _tags(system, python)
    fitting = {}
    for wheel in wheels:
        name, version, _, tags = parse_wheel_filename(wheel.name)
        if tags & accepted and pinned().get(name, str(version)) == str(version):
            fitting[str(name)] = wheel
    return fitting


@cache
def _tags_of(platforms: tuple[str, ...], python: str) -> frozenset[Tag]:
    major, minor = map(int, python.split("."))
    own = cpython_tags((major, minor), platforms=platforms)
    plain = (
        Tag(f"py{it}", "none", where) for it in ("3", f"3{minor}") for where in ("any", *platforms)
    )
    return frozenset({*own, *plain})


def _tags(system: System, python: str) -> frozenset[Tag]:
    return _tags_of(system.platforms, python)


def _required(wheel: Path, markers: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    wanted = map(Requirement, _metadata(wheel))
    return [
        (canonicalize_name(it.name), tuple(it.extras))
        for it in wanted
        if it.marker is None or it.marker.evaluate(markers)
    ]


@cache
def _metadata(wheel: Path) -> tuple[str, ...]:
    with zipfile.ZipFile(wheel) as package:
        [name] = (it for it in package.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", it))
        head = HeaderParser().parsestr(package.read(name).decode())
    return tuple(head.get_all("Requires-Dist", []))


@cache
def pinned() -> dict[str, str]:
    """The version of each package that the tests pass with."""
    lines = _CONSTRAINTS.read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def _fetch(system: System, python: str, names: Iterable[str], folder: Path) -> None:
    """By the settings of this machine's pip, none of which gets into what it fetches."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += [
        "--no-deps",
        "--only-binary=:all:",
        "--implementation=cp",
        f"--python-version={python}",
    ]
    command += [f"--platform={it}" for it in system.platforms]
    wanted = [f"{name}=={pinned()[name]}" for name in sorted(names)]
    subprocess.run([*command, "--dest", str(folder), *wanted], check=True)
