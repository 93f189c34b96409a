"""What is handed to people, into `dist/`: `make release`.

A wheel, an sdist; for each system a zip with all wheels, which is installed without a network; for
Linux and macOS a file that runs as it is. Same sources, versions and moment give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.wheels import PYTHONS, SYSTEMS, System, collect

ROOT = Path(__file__).parents[2]
DIST, LAUNCHERS = ROOT / "dist", ROOT / "launchers"
# The folder that a zip is unpacked to.
TOP = "案卷"
SUMS = "SHA256SUMS"
# What people double-click, by what it does.
TASKS = {"install": "安装", "desk": "案卷"}
# A Python that the tests have run with comes first, where several are installed.
_PREFERRED = ("3.13", "3.12", "3.11")
# Of other packages; the program starts none of them.
_SCRIPTS = re.compile(r"\.data/(scripts|data/share)/")
_RUNS, _PLAIN = 0o755, 0o644


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip.

    Attributes:
        content: its bytes.
        runs: whether it may be started.
    """

    content: bytes
    runs: bool = False


def moment() -> int:
    """When the release was made, in seconds since 1970: SOURCE_DATE_EPOCH, or the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    command = ["git", "log", "-1", "--format=%ct"]
    return int(given or subprocess.check_output(command, cwd=ROOT, encoding="ascii"))


def launchers(system: System, version: str) -> dict[str, Entry]:
    """The files of a zip beside its wheels, by their names.

    Args:
        system: for which the zip is.
        version: of the program.
    """
    windows = system.name == "windows"
    script = _filled("windows.cmd" if windows else "unix.sh", " ".join(_in_order()))
    starts = {
        f"{title}{system.suffix}": Entry(_lines(script.replace("{task}", task), windows), True)
        for task, title in TASKS.items()
    }
    told = _filled("read-me-first.txt").replace("{version}", version)
    return {
        **starts,
        "请先读我.txt": Entry(_text(told, windows)),
        "no-python.txt": Entry(_text(_filled("no-python.txt"), windows)),
        "start.py": Entry((LAUNCHERS / "start.py").read_bytes()),
        "version.txt": Entry(f"{version}\n".encode("ascii")),
        "LICENSE": Entry((ROOT / "LICENSE").read_bytes()),
    }


def _in_order() -> list[str]:
    return [*_PREFERRED, *(it for it in PYTHONS if it not in _PREFERRED)]


def _filled(name: str, pythons: str = " ".join(PYTHONS)) -> str:
    return (LAUNCHERS / name).read_text("utf-8").replace("{pythons}", pythons)


def _lines(script: str, windows: bool) -> bytes:
    """What a command line reads: Chinese would be read by the code page of the machine."""
    return script.replace("\n", "\r\n" if windows else "\n").encode("ascii")


def _text(text: str, windows: bool) -> bytes:
    """What people read; older editors of Windows need to be told that it is UTF-8."""
    return text.replace("\n", "\r\n").encode("utf-8-sig") if windows else text.encode()


def zipped(path: Path, entries: Mapping[str, Entry], made: int) -> None:
    """Write a zip with one folder; the same entries and moment give the same bytes.

    Args:
        path: the zip.
        entries: by name; those with Chinese names are marked as UTF-8.
        made: seconds since 1970.
    """
    with zipfile.ZipFile(path, "w") as package:
        for name, entry in sorted(entries.items()):
            info = zipfile.ZipInfo(f"{TOP}/{name}", time.gmtime(made)[:6])
            # As on Unix, so that modes are kept.
            info.create_system = 3
            info.external_attr = (0o100000 | (_RUNS if entry.runs else _PLAIN)) << 16
            # Wheels are deflated already.
            info.compress_type = zipfile.ZIP_STORED
            package.writestr(info, entry.content)


def merged(folder: Path, wheels: Iterable[Path]) -> None:
    """Unpack wheels for several Pythons into one folder: compiled modules are named by theirs.

    Raises:
        ValueError: two wheels have different files in one place, or a file that belongs elsewhere.
    """
    for wheel in sorted(wheels):
        with zipfile.ZipFile(wheel) as package:
            for name in package.namelist():
                if not name.endswith("/") and not _SCRIPTS.search(name):
                    _put(folder, name, package.read(name), wheel)


def _put(folder: Path, name: str, content: bytes, wheel: Path) -> None:
    path = folder / name
    is_about = ".dist-info/" in name
    is_other = path.is_file() and not is_about and path.read_bytes() != content
    if is_other or ".data/" in name:
        raise ValueError(f"{wheel.name}: {name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def one_file(path: Path, wheels: Iterable[Path], made: int) -> None:
    """Write a file that Python runs as it is, and unpacks where it is run first.

    Args:
        path: the file.
        wheels: for all the Pythons.
        made: seconds since 1970.
    """
    with tempfile.TemporaryDirectory() as folder:
        site, preamble = Path(folder, "site"), Path(folder, "preamble.py")
        merged(site, wheels)
        preamble.write_text(_filled("packed.py"), encoding="utf-8")
        command = [sys.executable, "-m", "shiv", "--site-packages", str(site), "--reproducible"]
        command += ["--compressed", "--preamble", str(preamble), "--python", "/usr/bin/env python3"]
        command += ["--console-script", "anjuan", "--output-file", str(path)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made)}
        subprocess.run(command, check=True, env=environment)


def sums(folder: Path) -> str:
    """The digests of all files in a folder, as `sha256sum -c` reads them."""
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(it.read_bytes()).hexdigest()}  {it.name}\n" for it in files)


def built(folder: Path, made: int) -> Path:
    """The wheel, built beside the sdist."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made)}
    subprocess.run([*command, "-d", str(folder)], check=True, cwd=ROOT, env=environment)
    [wheel] = folder.glob("*.whl")
    return wheel


def main() -> None:
    """Make everything anew."""
    made = moment()
    shutil.rmtree(DIST, ignore_errors=True)
    wheel = built(DIST, made)
    version = wheel.name.split("-")[1]
    for system in SYSTEMS:
        wheels = [wheel, *collect(system, wheel, ROOT / "build" / "wheels" / system.name)]
        parts = {f"wheels/{it.name}": Entry(it.read_bytes()) for it in wheels}
        name = f"anjuan-{version}-{system.name}-{system.machine}"
        zipped(DIST / f"{name}.zip", {**launchers(system, version), **parts}, made)
        if system.name != "windows":
            one_file(DIST / f"{name}.pyz", wheels, made)
    (DIST / SUMS).write_text(sums(DIST), encoding="utf-8")
    for path in sorted(DIST.iterdir()):
        print(f"{path.stat().st_size:>12,}  {path.name}")  # noqa: T201


if __name__ == "__main__":
    main()
