"""What an independent validator says of Office files: openxml-audit, which follows Microsoft's."""

from __future__ import annotations

import tempfile
from functools import cache, lru_cache
from pathlib import Path

from openxml_audit import OpenXmlValidator
from openxml_audit.errors import ValidationSeverity

_MOST_KEPT = 1024


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()


@lru_cache(maxsize=_MOST_KEPT)
def audit(content: bytes, suffix: str = ".docx") -> tuple[str, ...]:
    """Its errors; what it only remarks on is left out (it advises workbooks on their style)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        found = _validator().validate(path).errors
    return tuple(
        f"{error.part_uri} {error.path}: {error.description}"
        for error in found
        if error.severity is ValidationSeverity.ERROR
    )
