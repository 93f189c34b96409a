"""A Word file that tells nothing of those who made it."""

from __future__ import annotations

import io
import re
import zipfile

# Who wrote and saved a file, in core properties (ISO/IEC 29500-2 §11.1).
_PERSON = re.compile(rb"(<(?:dc:creator|cp:lastModifiedBy)(?:\s[^>]*)?>)[^<]*(</)")
_EMPTY_PROPERTIES = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/%s-properties"/>"""
# A picture of the first page as it was when the file was last saved.
_THUMBNAIL = re.compile(rb"<Relationship\s[^>]*/metadata/thumbnail\"[^>]*/>")


def without_persons(package: bytes) -> bytes:
    """The file without names, firm, times of work and thumbnail.

    A template was written by somebody, often for another client; its papers must not say so.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if not entry.filename.startswith("docProps/thumbnail"):
                new.writestr(entry, _impersonal(entry.filename, old.read(entry)))
    return out.getvalue()


def _impersonal(name: str, content: bytes) -> bytes:
    match name:
        case "docProps/core.xml":
            return _PERSON.sub(rb"\g<1>\g<2>", content)
        case "docProps/app.xml":
            return _EMPTY_PROPERTIES % b"extended"
        case "docProps/custom.xml":
            return _EMPTY_PROPERTIES % b"custom"
        case "_rels/.rels":
            return _THUMBNAIL.sub(b"", content)
        case _:
            return content
