"""A Word file that tells nothing of those who made it, nor of their machine."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anjuan.opc import BODY, CORE_PROPERTIES, Package, W, relationships_of, selecting
from anjuan.word.text import TEXT_PARTS

# Who wrote and saved a file, in core properties (ISO/IEC 29500-2 §11.1).
_PERSON = re.compile(rb"(<(?:dc:creator|cp:lastModifiedBy)(?:\s[^>]*)?>)[^<]*(</)")
# Properties that no tag is filled in, and that a content control may have taken one to.
_TAGGED = re.compile(
    rb"(<cp:(?:category|contentStatus|keywords|version)(?:\s[^>]*)?>)[^<]*\{[{%#][^<]*(</)"
)
_EMPTY_PROPERTIES = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"""
_APP = "docProps/app.xml"
_SETTINGS = "settings"
_bindings = selecting("//*[local-name() = 'dataBinding']")
# What settings say of other files (ECMA-376-1 §17.15.1.6, §17.15.1.55, §17.14.20, §17.15.1.33): the
# template that a file was begun with, whose styles may be fetched anew, the list of a mail merge,
# and what programs have noted of the case that the file was written for.
_ELSEWHERE = tuple(
    f"{W}{name}" for name in ("attachedTemplate", "linkStyles", "mailMerge", "docVars")
)
ATTACHED = "attachedTemplate"
MERGE_LISTS = ("mailMergeSource", "mailMergeHeaderSource", "recipientData")
# A picture of the first page, and properties of an office's own.
_THUMBNAIL, _CUSTOM = "thumbnail", "custom-properties"


def without_persons(source: bytes) -> bytes:
    """The file without names, firm, times of work, thumbnail, and other files that it came from.

    A template was written by somebody, often for another client; its papers must not say so, nor
    make a reader's Word ask for a list of addresses or a template on somebody else's disk.
    """
    package = Package(source)
    before = dict(package.parts)
    _forget_people(package)
    _forget_relations(package, "", (_THUMBNAIL, _CUSTOM))
    _forget_data(package)
    settings = package.related(BODY, _SETTINGS)
    if settings in package.parts:
        _forget_elsewhere(package, settings)
    return source if package.parts == before else package.packed()


def _forget_people(package: Package) -> None:
    parts = package.parts
    if CORE_PROPERTIES in parts:
        parts[CORE_PROPERTIES] = _TAGGED.sub(
            rb"\g<1>\g<2>", _PERSON.sub(rb"\g<1>\g<2>", parts[CORE_PROPERTIES])
        )
    if _APP in parts:
        parts[_APP] = _EMPTY_PROPERTIES


def _forget_data(package: Package) -> None:
    """Let content controls show what stands in them, and not what is stored apart.

    When a file is opened, Word puts into a bound control what the data or the property says: the
    template's own tag, the author that was taken out, or what belongs to another client.
    """
    for part in filter(TEXT_PARTS.fullmatch, package.parts):
        if b"dataBinding" in package.parts[part]:
            root = package.tree(part)
            for binding in _bindings(root):
                binding.getparent().remove(binding)
            package.store(part, root)
    _forget_relations(package, BODY, ("customXml",))


def _forget_elsewhere(package: Package, settings: str) -> None:
    root = package.tree(settings)
    found = list(root.iter(*_ELSEWHERE))
    for element in found:
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    if found:
        package.store(settings, root)
    _forget_relations(package, settings, (ATTACHED, *MERGE_LISTS))


def _forget_relations(package: Package, part: str, kinds: Iterable[str]) -> None:
    """Drop relationships of some kinds, and the parts they lead to."""
    root, targets = package.relationships(part), package.targets(part)
    found = [it for it in root if it.get("Type", "").rpartition("/")[2] in kinds]
    for entry in found:
        root.remove(entry)
        target = targets[entry.get("Id", "")]
        for own in package.targets(target).values():
            package.remove(own)
        package.remove(target)
    if found:
        package.store(relationships_of(part), root)
