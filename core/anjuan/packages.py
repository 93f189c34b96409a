"""Office packages made reproducible: equal content gives equal bytes (design.md §7, promise 4)."""

from __future__ import annotations

import io
import re
import zipfile

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE_PROPERTIES = "docProps/core.xml"
# Libraries stamp the moment of saving here (ISO/IEC 29500-2 §11.1).
_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIXED_MOMENT = rb"\g<1>1980-01-01T00:00:00Z\g<2>"


def reproducible(package: bytes) -> bytes:
    """The same package with fixed times inside and out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == _CORE_PROPERTIES:
                content = _SAVED_AT.sub(_FIXED_MOMENT, content)
            info = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()
