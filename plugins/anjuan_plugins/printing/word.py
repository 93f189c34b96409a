"""Word files to PDF by Word or WPS, on Windows where LibreOffice is missing. Never tried so far.

`word.ps1` asks them by what Windows offers for that (COM); all around it is as with LibreOffice: a
private folder, batches, patience, the file at which a call stopped tried once more alone.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from anjuan_plugins.printing.libreoffice import Driver

_SCRIPT = Path(__file__).with_suffix(".ps1")
_QUIET = ("-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File")
# Seconds that PowerShell may take to start on a slow machine.
_LONGEST = 60


def find_word() -> Path | None:
    """PowerShell, where it can ask Word or WPS; other systems have none of that name."""
    if not (program := shutil.which("powershell")):
        return None
    try:
        asked = subprocess.run(
            _command(Path(program)), capture_output=True, timeout=_LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if asked.returncode else Path(program)


def _command(program: Path, *words: str) -> list[str]:
    return [str(program), *_QUIET, str(_SCRIPT), *words]


def _converting(program: Path, folder: Path, out: str, names: Sequence[str]) -> list[str]:
    return _command(program, out, *names)


# One at a time: there is one of them on a machine.
WORD = Driver("Word 或 WPS", _converting, most=1)
