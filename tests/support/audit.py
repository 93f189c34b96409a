"""What an independent validator says of Office files: openxml-audit, which follows Microsoft's."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from openxml_audit import OpenXmlValidator
from openxml_audit.errors import ValidationSeverity

_MOST_KEPT = 1024
# A list number of zero takes a paragraph out of the list of its style (ECMA-376-1 §17.9.18).
_NO_LIST = "Numbering definition '0' referenced but not found"


@lru_cache(maxsize=_MOST_KEPT)
def audit(content: bytes, suffix: str = ".docx") -> tuple[str, ...]:
    """Its errors; what it only remarks on is left out (it advises workbooks on their style)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        # A new one for each file: it keeps what it read by the address of the file's object.
        found = OpenXmlValidator().validate(path).errors
    return tuple(
        f"{error.part_uri} {error.path}: {error.description}"
        for error in found
        if error.severity is ValidationSeverity.ERROR and error.description != _NO_LIST
    )
