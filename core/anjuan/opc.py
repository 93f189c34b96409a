"""Office packages: parts, relationships, and equal bytes for equal content.

Parts of a document are stored, not deflated: builds of zlib differ in what they make of the
same text, and a document is small. What a template holds already deflated is copied as it is.
"""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from itertools import chain, count
from typing import IO, Any

from lxml import etree

from anjuan.patterns import seldom

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
CORE_PROPERTIES = "docProps/core.xml"
BODY = "word/document.xml"
# The namespace of a Word document's parts, as lxml writes it (ISO/IEC 29500-1 §17).
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML 1.0 (§2.2) can't hold, hence no part can, and the carriage return, which it would change.
ILLEGAL_SIGNS = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
ILLEGAL = seldom(f"[{ILLEGAL_SIGNS}]")
# Excel takes this many characters a cell.
MOST_CHARACTERS = 32_767
# What reading a part raises where a package is broken or none; the last two: a compression or an
# encryption that Word itself never uses.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_TYPES_PART = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_NO_RELATIONSHIPS = f'<Relationships xmlns="{_RELATIONSHIPS[1:-1]}"/>'.encode()
_OFFICE_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
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
            info = zipfile.ZipInfo(entry.filename, ZIP_TIME)
            info.compress_type = compression
            if entry.filename == CORE_PROPERTIES:
                new.writestr(info, without_moment(old.read(entry)))
                continue
            with old.open(entry) as source, new.open(info, "w") as target:
                shutil.copyfileobj(source, target)


def without_moment(core_properties: bytes) -> bytes:
    """Core properties with a fixed moment of saving."""
    return _SAVED_AT.sub(_FIXED_MOMENT, core_properties)


class Package:
    """An Office package of which some parts are changed and all others stay as they are.

    Args:
        content: the package.

    Raises:
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError: it is none.

    Attributes:
        parts: content by name, in the order of the package; what is put here is packed.
    """

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}

    def tree(self, part: str, empty: bytes = b"") -> etree._Element:
        """The root of a part, or of an empty one where there is none yet.

        Raises:
            etree.XMLSyntaxError: it is not well-formed, or there is none and nothing stands for it.
        """
        return parse_xml(self.parts.get(part, empty))

    def store(self, part: str, root: etree._Element) -> None:
        """Put a changed part back, or a new one in."""
        self.parts[part] = xml_bytes(root)

    def targets(self, part: str) -> dict[str, str]:
        """Part name by relationship id; targets may be relative or absolute (ECMA-376-2 §9.3)."""
        return {
            entry.get("Id", ""): absolute(entry.get("Target", ""), part)
            for entry in self.relationships(part)
        }

    def related(self, part: str, kind: str) -> str:
        """The part that another one is related to in a way (`comments`); empty when none is."""
        for entry in self.relationships(part):
            if entry.get("Type", "").endswith(f"/{kind}"):
                return self.targets(part)[entry.get("Id", "")]
        return ""

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another in a way of Office's own; returns the relationship's id."""
        root = self.relationships(part)
        key = _free("rIdAnjuan{}", {entry.get("Id", "") for entry in root})
        way = {
            "Id": key,
            "Type": f"{_OFFICE_KINDS}/{kind}",
            "Target": posixpath.relpath(target, posixpath.dirname(part)),
        }
        etree.SubElement(root, f"{_RELATIONSHIPS}Relationship", way)
        self.store(relationships_of(part), root)
        return key

    def free_name(self, pattern: str) -> str:
        """A name that no part has yet, after a pattern: `word/comments{}.xml`."""
        return _free(pattern, self.parts)

    def add(self, pattern: str, content_type: str) -> str:
        """A free name for a new part, its type declared."""
        name = self.free_name(pattern)
        types = self.tree(_TYPES_PART)
        entry = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{_TYPES}Override", entry)
        self.store(_TYPES_PART, types)
        return name

    def remove(self, part: str) -> None:
        """Leave a part out, and its type; nothing happens where there is none."""
        if self.parts.pop(part, None) is None:
            return
        self.parts.pop(relationships_of(part), None)
        types = self.tree(_TYPES_PART)
        for entry in types:
            if entry.get("PartName") == f"/{part}":
                types.remove(entry)
        self.store(_TYPES_PART, types)

    def unrelate(self, part: str, target: str) -> None:
        """Take the relationships of a part to another away, and with them the other part."""
        root = self.relationships(part)
        for entry in list(root):
            if absolute(entry.get("Target", ""), part) == target:
                root.remove(entry)
        if len(root):
            self.store(relationships_of(part), root)
        else:
            self.parts.pop(relationships_of(part), None)
        self.remove(target)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what type all parts with an extension are of, unless that is said already."""
        types = self.tree(_TYPES_PART)
        if all(entry.get("Extension", "").lower() != extension for entry in types):
            entry = {"Extension": extension, "ContentType": content_type}
            types.insert(0, etree.Element(f"{_TYPES}Default", entry))
            self.store(_TYPES_PART, types)

    def packed(self) -> bytes:
        """The package, with fixed times."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                info = zipfile.ZipInfo(name, ZIP_TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, content)
        return out.getvalue()

    def relationships(self, part: str) -> etree._Element:
        """The relationships of a part, of the package itself where no part is named."""
        return self.tree(relationships_of(part), _NO_RELATIONSHIPS)


def relationships_of(part: str) -> str:
    """The part that holds the relationships of another; of the package, where none is named."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def absolute(target: str, part: str) -> str:
    """The name of the part that a relationship of another one leads to."""
    return posixpath.normpath(posixpath.join(f"/{posixpath.dirname(part)}", target))[1:]


def _free(pattern: str, taken: Container[str]) -> str:
    names = map(pattern.format, chain(("",), count(1)))
    return next(name for name in names if name not in taken)


def parse_xml(content: bytes | str) -> etree._Element:
    """The root of a part; nothing outside of it is looked at, whatever it refers to.

    Raises:
        etree.XMLSyntaxError: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)  # noqa: TID251  # here alone
    return etree.fromstring(content, parser)  # noqa: TID251


def pulled(pieces: Iterable[bytes], *names: str) -> Iterator[etree._Element]:
    """Elements of a part as they end, however large it is: each is let go of for the next.

    Args:
        pieces: the part, piece by piece.
        names: of the elements, in whatever namespace.

    Raises:
        etree.XMLSyntaxError: it is not well-formed.
    """
    parser = etree.XMLPullParser(
        ("end",), tag=[f"{{*}}{name}" for name in names], resolve_entities=False, no_network=True
    )
    for piece in pieces:
        parser.feed(piece)
        for _, element in parser.read_events():
            assert isinstance(element, etree._Element)
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and parent[0] is not element:
                del parent[0]
    parser.close()


def selecting(path: str) -> Callable[[etree._Element], list[Any]]:
    """What finds elements, or texts that know where they stand, by XPath (`w:`, `r:`)."""
    compiled = etree.XPath(path, namespaces={"w": W[1:-1], "r": _OFFICE_KINDS})

    def found(root: etree._Element) -> list[Any]:
        result: Any = compiled(root)
        return list(result)

    return found


def pulled_html(text: Iterable[str], *names: str) -> Iterator[tuple[str, etree._Element]]:
    """Elements of a page as they begin (`start`) and end (`end`), mended as browsers do.

    Nothing outside of the page is looked at. Whoever is done with an element lets go of it by
    `clear`.

    Args:
        text: the page, piece by piece.
        names: of the elements.
    """
    parser: Any = etree.HTMLPullParser(
        ("start", "end"), tag=names, encoding="utf-8", no_network=True, remove_comments=True
    )
    for piece in text:
        parser.feed(piece.encode())
        yield from parser.read_events()
    with suppress(etree.XMLSyntaxError):
        # Of a page without any element.
        parser.close()
    yield from parser.read_events()


def xml_bytes(root: etree._Element) -> bytes:
    """A part as Office writes it, declaration and all."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def write_text(element: etree._Element, text: str) -> None:
    """Set the text of an element, every blank of it kept."""
    element.set(_SPACE, "preserve")
    element.text = text
