"""Which template a template began as: a property that Word keeps, and papers never have."""

from __future__ import annotations

import zipfile
import zlib

from lxml import etree

from anjuan.opc import Package

# Custom properties of a file (ISO/IEC 29500-1 §22.3; the fmtid is that of all of them).
_PART = "docProps/custom.xml"
_WAY = "custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_VALUES = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_EMPTY = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"/>'
)
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_ID = 2
_NAME = "anjuan-template"


def began_as(template: bytes) -> str:
    """The digest of the template that this one began as; empty where it does not tell."""
    try:
        package = Package(template)
        part = package.related("", _WAY)
        entries = package.tree(part) if part in package.parts else ()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        # Whoever uses the template says what is wrong with it.
        return ""
    except etree.XMLSyntaxError:
        return ""
    return next((_text(it) for it in entries if it.get("name") == _NAME), "")


def _text(entry: etree._Element) -> str:
    return "".join(map(str, entry.itertext())).strip()


def beginning_as(template: bytes, digest: str) -> bytes:
    """The same template, which now tells what it began as.

    Args:
        template: a Word file.
        digest: of the template that it is a copy of, or was last compared with.

    Raises:
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError: it is no package.
        etree.XMLSyntaxError: its properties are broken.
    """
    package = Package(template)
    part = package.related("", _WAY)
    if not part:
        part = package.add(_PART, _TYPE)
        package.relate("", _WAY, part)
    root = package.tree(part, _EMPTY)
    for entry in [it for it in root if it.get("name") == _NAME]:
        root.remove(entry)
    taken = [int(it.get("pid", "0")) for it in root if it.get("pid", "").isdecimal()]
    number = max([_FIRST_ID - 1, *taken]) + 1
    about = {"fmtid": _FORMAT, "pid": str(number), "name": _NAME}
    entry = etree.SubElement(root, f"{_SPACE}property", about)
    etree.SubElement(entry, f"{_VALUES}lpwstr").text = digest
    package.store(part, root)
    return package.packed()
