r"""Which parts of an Excel package are its sheets, texts and styles, whatever they are called.

Names mean nothing in a package, relationships do (ECMA-376-1 §12, ECMA-376-2 §6.5): Word Online
calls the main part workbook2.xml, others write `xl\worksheets\sheet1.xml`, and Strict packages
have namespaces of their own. The reader of spreadsheets goes by names; where a package is laid out
in another way, it is given a copy that is laid out as usual.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Container, Iterable, Iterator
from typing import IO

from lxml import etree

from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.opc import parse_xml
from anjuan.workbook.formats.bounds import Archive, part_name
from anjuan.workbook.formats.source import UnsoundError, broken

_USUAL_MAIN = "xl/workbook.xml"
# Parts that are parsed as a whole.
_LARGEST_TREE = 16 << 20
_DECLARED = (
    *(b"<!DOCTYPE", b"<!ENTITY"),
    *("<!DOCTYPE".encode(encoding) for encoding in ("utf-16-le", "utf-16-be")),
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_USUAL_PLACES = {
    "worksheet": "worksheets/sheet{}.xml",
    "sharedStrings": "sharedStrings.xml",
    "styles": "styles.xml",
}
# How XML says that something is not so.
OFF = ("0", "false", "off")
_OTHER_PLACE = "others/part{}.xml"


@frozen
class Relation:
    """One relationship of the main part, to another part of the package.

    Attributes:
        key: its id.
        kind: the last word of its type: `worksheet`, `sharedStrings`, `styles`.
        target: as written.
        part: normal name of the part.
    """

    key: str
    kind: str
    target: str
    part: str


@frozen
class SheetPart:
    """A sheet: its name, its part (empty where none is there), whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


@frozen
class Layout:
    """Where things are in an Excel package.

    Attributes:
        main: normal name of the part that lists the sheets.
        relations: of the main part.
        sheets: in the order of the workbook.
        counts_from_1904: whether its days are counted as on old Macs.
    """

    main: str
    relations: tuple[Relation, ...]
    sheets: tuple[SheetPart, ...]
    counts_from_1904: bool

    def related(self, kind: str) -> str:
        """The part that the main part is related to in a way; empty when there is none."""
        return next((it.part for it in self.relations if it.kind == kind), "")

    @property
    def is_usual(self) -> bool:
        """Whether the reader of spreadsheets finds everything where it looks."""
        needed = [it for it in self.relations if it.part and it.kind in _USUAL_PLACES]
        return self.main == _USUAL_MAIN and all(map(_is_in_its_place, needed))


def laid_out(archive: Archive) -> Layout:
    """The layout of an Excel package.

    Raises:
        UnsoundError: it has no part that lists sheets, or that one is broken.
    """
    main = main_part(archive)
    if not main:
        raise broken(Message("里面没有工作簿"))
    relations = tuple(_relations(archive, main))
    by_key = {it.key: it.part for it in relations}
    root = _tree(archive, main)
    sheets = tuple(_sheet(it, by_key) for it in _local(root, "sheet"))
    days = (it.get("date1904", "0") for it in _local(root, "workbookPr"))
    return Layout(main, relations, sheets, any(it not in OFF for it in days))


def main_part(archive: Archive) -> str:
    """The part that the package is about; empty where none is said or there."""
    known = [it.part for it in _relations(archive, "") if it.kind == "officeDocument"]
    return next((it for it in (*known, _USUAL_MAIN) if it in archive.names), "")


def usual_copy(archive: Archive, layout: Layout) -> IO[bytes]:
    """The sheets, texts and styles of a package, laid out as nearly every writer does."""
    out = io.BytesIO()
    places: list[tuple[Relation, str]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for number, relation in enumerate(layout.relations, 1):
            place = _USUAL_PLACES.get(relation.kind, _OTHER_PLACE).format(number)
            places.append((relation, place))
            if relation.part and relation.kind in _USUAL_PLACES:
                _copy(archive, relation.part, package, f"xl/{place}")
        _copy(archive, layout.main, package, _USUAL_MAIN)
        package.writestr(_relationships_of(_USUAL_MAIN), _related(places))
        main = Relation("rId1", "officeDocument", "", layout.main)
        package.writestr(_relationships_of(""), _related([(main, _USUAL_MAIN)]))
    out.seek(0)
    return out


def _related(places: Iterable[tuple[Relation, str]]) -> bytes:
    """Relationships, with other targets."""
    root = parse_xml(f'<Relationships xmlns="{_RELATIONSHIPS}"/>')
    for relation, place in places:
        kind = f"{_KINDS}/{relation.kind}"
        attributes = {"Id": relation.key, "Type": kind, "Target": place}
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", attributes)
    return etree.tostring(root)


def refuse_declarations(name: str, text: bytes) -> None:
    """Refuse a part that declares entities, which can be made to grow without end.

    Raises:
        UnsoundError: it does; names the part.
    """
    if any(mark in text for mark in _DECLARED):
        raise UnsoundError(
            "里面的 {} 有 DOCTYPE 或 ENTITY，像是实体炸弹；"
            "Excel 和 WPS 从不写这些。来历不明的文件请不要使用。",
            name,
        )


def _copy(archive: Archive, part: str, package: zipfile.ZipFile, name: str) -> None:
    with package.open(name, "w") as target:
        for piece in archive.pieces(part):
            target.write(piece)


def _relations(archive: Archive, part: str) -> Iterator[Relation]:
    """What a part is related to inside of the package; the package itself for no part."""
    name = _relationships_of(part)
    for item in _tree(archive, name) if name in archive.names else ():
        target = item.get("Target", "")
        if item.get("TargetMode") != "External" and target:
            kind = item.get("Type", "").rpartition("/")[2]
            found = _resolved(target, part, archive.names)
            yield Relation(item.get("Id", ""), kind, target, found)


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(target: str, part: str, names: Container[str]) -> str:
    """The part that is meant; some writers give relative what counts from the root."""
    plain = target.replace("\\", "/")
    folder = f"/{posixpath.dirname(part)}"
    found = part_name(posixpath.normpath(posixpath.join(folder, plain)))
    from_root = part_name(posixpath.normpath(f"/{plain}"))
    return next((it for it in (found, from_root) if it in names), "")


def _is_in_its_place(relation: Relation) -> bool:
    """Whether the reader finds it: sheets by their targets, all else by its usual name."""
    target = _USUAL_PLACES[relation.kind]
    if relation.kind == "worksheet":
        target = relation.target
    rooted = target.startswith(("/xl/", "xl/"))
    return part_name(target if rooted else f"xl/{target}") == relation.part


def _sheet(sheet: etree._Element, parts: dict[str, str]) -> SheetPart:
    """Name, part, and whether it is hidden (ECMA-376-1 §18.2.19)."""
    key = next((str(value) for name, value in sheet.items() if str(name).endswith("}id")), "")
    state = sheet.get("state", "visible")
    return SheetPart(sheet.get("name", ""), parts.get(key, ""), state != "visible")


def _local(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements by their name in any namespace: Strict packages have their own."""
    return root.iter(f"{{*}}{name}")


def _tree(archive: Archive, part: str) -> etree._Element:
    content = archive.content(part, _LARGEST_TREE)
    refuse_declarations(part, content)
    try:
        return parse_xml(content)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken(Message("{}：{}", part, error)) from error
