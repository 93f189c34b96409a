"""Plug-ins as pip leaves them behind."""

from __future__ import annotations

import sys
from importlib import invalidate_caches
from pathlib import Path
from unittest.mock import patch

from support.runs import Cli, Finished


def installed(site: Path, name: str, source: str) -> Path:
    """A distribution with one module and its entry point; returns the module's file."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    module = site / f"{name}_plugin.py"
    module.write_text(source, encoding="utf-8")
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n", encoding="utf-8")
    entry = f"[anjuan.plugins]\n{name} = {name}_plugin\n"
    (info / "entry_points.txt").write_text(entry, encoding="utf-8")
    return module


def with_site(cli: Cli, folder: Path, *arguments: str, **environment: str) -> Finished:
    """Run a command with a folder of installed distributions."""
    with patch.object(sys, "path", [str(folder / "site"), *sys.path]):
        invalidate_caches()
        return cli(*arguments, **environment)
