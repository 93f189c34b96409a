"""Installs 案卷 beside this file, from the wheels that came with it, and starts it.

Called by what people double-click (安装, 案卷), with the Python that was found there:
`start.py install` or `start.py desk [WORKBOOK]`. Nothing is fetched, and nothing is written outside
of this folder. Only what comes with Python is used, and no syntax that an old one lacks, so that an
old one can say that it is too old.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The program's own environment, and the mark that it is whole: the version that it holds.
APP = HERE / "app"
MARK = APP / "installed.txt"
LOG = HERE / "安装记录.txt"
_COMPILED = re.compile(r"lxml-.*-cp3(\d+)-cp3")


class StopError(Exception):
    """It can't go on; the text says why and what to do."""


def main(words: list[str]) -> int:
    """Install what is not installed yet, then do what is asked.

    Args:
        words: `install`, or `desk` and the workbook that was dropped, if any.

    Returns:
        The exit status.
    """
    task, *files = words
    try:
        if task == "install" or _installed() != version():
            install()
    except StopError as error:
        say(str(error))
        return 1
    if task == "install":
        say("可以用了：双击“案卷”打开案卷台，或者把案件表拖到它上面。")
        return 0
    return subprocess.call([str(_python()), "-m", "anjuan", "desk", *files])


def version() -> str:
    """That of the program in this folder."""
    return (HERE / "version.txt").read_text("ascii").strip()


def install() -> None:
    """Make the environment anew and put the program there.

    Raises:
        StopError: this Python does not fit, or the installation failed.
    """
    _refuse_other_pythons()
    say(f"正在安装案卷 {version()}，不用联网，约一分钟。请稍候……")
    wanted = f"anjuan[pdf,chart]=={version()}"
    # Isolated: settings of this machine's pip, such as a mirror, are none of our concern.
    pip = ["-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--no-index"]
    commands = (
        [sys.executable, "-m", "venv", "--clear", str(APP)],
        [str(_python()), *pip, "--find-links", str(HERE / "wheels"), wanted],
        [str(_python()), "-m", "anjuan", "--version"],
    )
    try:
        with LOG.open("wb") as log:
            for command in commands:
                subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=True)
        MARK.write_text(version(), "ascii")
    except (OSError, subprocess.CalledProcessError) as error:
        raise StopError(
            f"没有装上（{error}）。\n"
            "请看三样：整个压缩包是不是已经解压；这个文件夹能不能写（不要放在 Program Files 里）；"
            f"路径是不是太长（可以移到 D:\\案卷 之类的短路径）。\n详细情况在 {LOG}。"
        ) from error


def _refuse_other_pythons() -> None:
    """Go on only with a Python that there are wheels for.

    Raises:
        StopError: there are none.
    """
    found = (_COMPILED.match(path.name) for path in (HERE / "wheels").glob("*.whl"))
    minors = sorted({int(it[1]) for it in found if it})
    if not minors:
        raise StopError(
            "wheels 文件夹里没有要装的东西。请先把整个压缩包解压，再从解压出来的文件夹里运行。"
        )
    if sys.version_info[0] != 3 or sys.version_info[1] not in minors or sys.maxsize < 1 << 32:
        bits = 64 if sys.maxsize >= 1 << 32 else 32
        raise StopError(
            f"找到的是 Python {sys.version_info[0]}.{sys.version_info[1]}（{bits} 位），"
            f"这里要 64 位的 3.{minors[0]} 到 3.{minors[-1]}。请另装一个（建议 3.13），"
            "原来的不用卸载。"
        )


def _installed() -> str:
    """The version that can run; empty where there is none, or its Python is gone."""
    return MARK.read_text("ascii") if MARK.is_file() and _python().exists() else ""


def _python() -> Path:
    return APP / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def say(text: str) -> None:
    """Tell it, on consoles of any encoding."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
