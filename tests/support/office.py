"""The office suite that some tests open files with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="no office suite (soffice) on PATH to open files with"
)


def convert(to: str, folder: Path, *files: Path, timeout: int = 120) -> None:
    """Convert files into a folder, with a profile of its own there: profiles can't be shared.

    Args:
        to: the format, as the office suite calls it.
        folder: where the converted files go.
        files: what is converted.
        timeout: seconds after which it has hung.
    """
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", to, "--outdir", str(folder), *map(str, files)),
        ],
        check=True,
        capture_output=True,
        timeout=timeout,
    )
