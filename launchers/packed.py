"""Runs first in the file for Linux and macOS: tells of a Python without compiled modules in it."""

import sys

_PYTHONS = "{pythons}".split()  # noqa: SIM905

if "{}.{}".format(*sys.version_info) not in _PYTHONS:
    sys.exit(
        f"这个文件要用 Python {_PYTHONS[0]} 到 {_PYTHONS[-1]} 运行，现在的是 "
        f"{sys.version.split()[0]}。请换一个来运行它，例如 python3.13。"
    )
