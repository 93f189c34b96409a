"""A Word package in its usual form: parts by the names Word gives them, elements with `w:`.

Word Online calls the body `document2.xml`, other programs call a header what they like, write
`ns0:` for `w:`, or a backslash in the name of a part. Word goes by relationships and namespaces;
docxtpl and all that reads a template here go by names, so a package is brought to these once.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from itertools import chain, count
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from lxml import etree

from anjuan.opc import BODY, Package, W, absolute, parse_xml, relationships_of, xml_bytes

# By kind of relationship (ECMA-376-1 §11.3): what the part is usually called.
_USUAL: Mapping[str, str] = MappingProxyType(
    {
        **{kind: f"word/{kind}{{}}.xml" for kind in ("header", "footer")},
        **{
            kind: f"word/{kind}.xml"
            for kind in ("footnotes", "endnotes", "comments", "styles", "numbering", "settings")
        },
    }
)
_TYPES = "[Content_Types].xml"
_URI = W[1:-1]
_DECLARED = re.compile(rb"xmlns(?::([^\s=]+))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# docxtpl reads these as text.
_READ_AS_TEXT = re.compile(r"word/(document|(header|footer)\d*|footnotes)\.xml")


def standard_form(source: bytes) -> bytes:
    """The package in its usual form; the same bytes where it has that form already.

    Raises:
        KeyError: it has no main part.
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError: it is no package.
        etree.XMLSyntaxError: what tells its parts is not well-formed.
    """
    package = Package(source)
    before = dict(package.parts)
    package.parts = _spelled(before)
    names = _usual_names(package)
    if names or package.parts.keys() != before.keys():
        _rename(package, names)
    for part in filter(_READ_AS_TEXT.fullmatch, package.parts):
        package.parts[part] = _prefixed(package.parts[part])
    return source if package.parts == before else package.packed()


def main_part(package: Package) -> str:
    """The name of the part that the package is about; empty where there is none."""
    return _actual(package.related("", "officeDocument"), package)


def _spelled(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """With slashes, and what tells the relationships of a part spelled as the part itself.

    The same letters, capital or not, are the same name (ECMA-376-2 §9.1.1.2).
    """
    slashed = {name.replace("\\", "/").lstrip("/"): it for name, it in parts.items()}
    rels = {relationships_of(name).casefold(): relationships_of(name) for name in ("", *slashed)}
    return {rels.get(name.casefold(), name): it for name, it in slashed.items()}


def _actual(name: str, package: Package) -> str:
    """A part by the name that refers to it, which may be written otherwise; empty = none."""
    if name in package.parts:
        return name
    folded = {part.casefold(): part for part in package.parts}
    return folded.get(name.casefold()) or folded.get(unquote(name).casefold(), "")


def _usual_names(package: Package) -> dict[str, str]:
    """New name by old name, of parts that are looked for by name and are called otherwise."""
    main = main_part(package)
    if not main:
        raise KeyError("officeDocument")
    names: dict[str, str] = {}
    for part, pattern in ((main, BODY), *_related(main, package)):
        if part and part not in names and not _is_usual(part, pattern):
            new = _free(pattern, {*package.parts, *names.values()})
            names |= {part: new} if new not in names.values() else {}
    # Whatever stood in their way, and is not what its name says.
    for taken in set(names.values()).intersection(package.parts).difference(names):
        names[taken] = _free("word/other{}.xml", {*package.parts, *names.values()})
    return names


def _related(main: str, package: Package) -> Iterator[tuple[str, str]]:
    for entry in package.relationships(main):
        kind = entry.get("Type", "").rpartition("/")[2]
        if kind in _USUAL and entry.get("TargetMode") != "External":
            yield _actual(absolute(entry.get("Target", ""), main), package), _USUAL[kind]


def _is_usual(part: str, pattern: str) -> bool:
    start, _, end = pattern.partition("{}")
    number = part.removeprefix(start).removesuffix(end)
    return part == pattern.format(number) and (not number or number.isdecimal())


def _free(pattern: str, taken: Container[str]) -> str:
    """The name where there can be but one such part, else the first that is free."""
    if "{}" not in pattern:
        return pattern
    numbered = map(pattern.format, chain(("",), count(1)))
    return next(name for name in numbered if name not in taken)


def _rename(package: Package, names: Mapping[str, str]) -> None:
    """Give parts other names, and let all that refers to them say so."""
    for rels in [part for part in package.parts if part.endswith(".rels")]:
        _retarget(package, rels, names)
    types = package.tree(_TYPES)
    for entry in types:
        part = _actual(entry.get("PartName", "")[1:], package)
        if part in names:
            entry.set("PartName", f"/{names[part]}")
    package.store(_TYPES, types)
    moved = {relationships_of(old): relationships_of(new) for old, new in names.items()}
    moved.update(names)
    package.parts = {moved.get(name, name): it for name, it in package.parts.items()}


def _retarget(package: Package, rels: str, names: Mapping[str, str]) -> None:
    folder, name = posixpath.split(rels)
    owner = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
    root = package.tree(rels)
    for entry in root:
        target = entry.get("Target", "")
        if entry.get("TargetMode") != "External" and not target.startswith("#"):
            part = _actual(absolute(target.replace("\\", "/"), owner), package)
            entry.set("Target", f"/{names.get(part, part)}" if part else target)
    package.store(rels, root)


def _prefixed(content: bytes) -> bytes:
    """A part in UTF-8 in which `w`, and nothing else, stands for the namespace."""
    declared = {(it[1] or b"", it[2] or it[3]) for it in _DECLARED.finditer(content)}
    prefixes = {prefix for prefix, uri in declared if uri == _URI.encode()}
    if prefixes == {b"w"} and all(uri == _URI.encode() for it, uri in declared if it == b"w"):
        return content
    try:
        root = parse_xml(content)
    except (etree.XMLSyntaxError, ValueError):
        return content
    return xml_bytes(_copied(root, None)) if root.tag.startswith(W) else content


def _copied(element: etree._Element, parent: etree._Element | None) -> etree._Element:
    """The same under another parent, with the usual prefix; all other prefixes stay."""
    around = {} if parent is None else parent.nsmap
    # A default namespace has no prefix, of which the type hints of lxml know nothing.
    own: dict[Any, str] = {
        prefix: uri
        for prefix, uri in element.nsmap.items()
        if prefix != "w" and uri != _URI and around.get(prefix) != uri
    }
    if parent is None:
        new = etree.Element(element.tag, nsmap={**own, "w": _URI})
    else:
        new = etree.SubElement(parent, element.tag, nsmap=own)
    new.text, new.tail = element.text, element.tail
    for name, value in element.items():
        new.set(name, value)
    for child in element:
        if isinstance(child.tag, str):
            _copied(child, new)
        else:
            new.append(copy.copy(child))
    return new
