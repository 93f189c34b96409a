"""Office packages made reproducible: equal content gives equal bytes (design.md §7, promise 4).

Parts of a document are stored, not deflated: builds of zlib differ in what they make of the
same text, and a document is small. What a template holds already deflated is copied as it is.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from typing import IO

from lxml import etree

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CORE_PROPERTIES = "docProps/core.xml"
BODY = "word/document.xml"
# The namespace of a Word document's parts, as lxml writes it (ISO/IEC 29500-1 §17).
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Libraries stamp the moment of saving here (ISO/IEC 29500-2 §11.1).
_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIXED_MOMENT = rb"\g<1>1980-01-01T00:00:00Z\g<2>"


def reproducible(package: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with fixed times inside and out."""
    out = io.BytesIO()
    copy_reproducibly(io.BytesIO(package), out, compression)
    return out.getvalue()


def copy_reproducibly(
    package: IO[bytes], out: IO[bytes], compression: int = zipfile.ZIP_DEFLATED
) -> None:
    """Copy a package of any size, with fixed times inside and out."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w", compression) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            info.compress_type = compression
            if entry.filename == CORE_PROPERTIES:
                new.writestr(info, without_moment(old.read(entry)))
                continue
            with old.open(entry) as source, new.open(info, "w") as target:
                shutil.copyfileobj(source, target)


def without_moment(core_properties: bytes) -> bytes:
    """Core properties with a fixed moment of saving."""
    return _SAVED_AT.sub(_FIXED_MOMENT, core_properties)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of parts, in their order, with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return out.getvalue()


def parse_xml(content: bytes) -> etree._Element:
    """The root of a part; nothing outside of it is looked at, whatever it refers to.

    Raises:
        etree.XMLSyntaxError: it is not well-formed.
    """
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def xml_bytes(root: etree._Element) -> bytes:
    """A part as Office writes it, declaration and all."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
