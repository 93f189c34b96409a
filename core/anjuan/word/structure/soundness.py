"""Would Word open this document without repair? Read from its bytes, whoever made them.

No validator of all that ECMA-376 says: it looks at what templates are made of, and finds there
what Word repairs, refuses, or silently takes for something else. Each rule is a function from a
part, or from the whole file, to the flaws it finds.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from lxml import etree

from anjuan.frozen import frozen
from anjuan.opc import UNREADABLE, W, parse_xml
from anjuan.word.structure.elements import (
    BODY_ELEMENT,
    BOOKMARK,
    BOX,
    COMMENT_REFERENCE,
    COPIED_IDS,
    FALLBACK,
    FIRST,
    MC,
    NOTE_REFERENCES,
    RANGES,
    SDT,
    SDT_CONTENT,
    SEQUENCES,
    STORIES,
    TBL,
    TC,
    TR,
    WP,
    WRAPPERS,
    P,
    R,
    cells,
    held,
    is_mark,
    last_block,
    nearest,
    shown,
    span,
    value,
    width,
)  # fmt: skip

_TYPES_PART = "[Content_Types].xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELS = re.compile(r"(.*/)?_rels/([^/]*)\.rels")
# The parts that hold what a reader sees, by their roots: their names are free.
_STORY_ROOTS = frozenset(
    f"{W}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")
)
_BLOCK_HOLDERS = frozenset(
    {BODY_ELEMENT, *STORIES, *WRAPPERS, f"{MC}Choice", FALLBACK, f"{W}docPartBody"}
)
# Where each may stand; what stands elsewhere is lost, or keeps the file from being opened.
_PARENTS: Mapping[str, frozenset[str]] = {
    P: _BLOCK_HOLDERS,
    TBL: _BLOCK_HOLDERS,
    TR: WRAPPERS | {TBL},
    TC: WRAPPERS | {TR},
}
# Elements whose number, or whose attribute, no other element of the part may have.
_NUMBERED: Mapping[str, tuple[str, ...]] = {
    f"{WP}docPr": ("id",),
    f"{W}id": (f"{W}val",),
    P: COPIED_IDS[:1],
    TR: COPIED_IDS[:1],
}
# No field reaches out of one of these; out of a cell it may.
_FIELD_HOLDERS = tuple(story for story in STORIES if story != TC)
_FIELD_TYPE = f"{W}fldCharType"


class Unsound(StrEnum):
    """What can be wrong, in the words of a lawyer."""

    PACKAGE = "文件包损坏，或有重名的部件"
    BROKEN_PART = "部件不是完好的 XML"
    UNTYPED_PART = "部件没有说明是哪种内容"
    LOST_PART = "引用的部件不在文件里"
    LOST_RELATION = "引用了没有登记的关系"
    REPEATED_RELATION = "两个关系用了同一个编号"
    MISPLACED = "段落、表格、行或单元格放在了不能放的地方"
    ORDER = "属性的次序不对"
    NO_PARAGRAPH = "单元格、页眉页脚、脚注、批注或文本框不以段落结尾"
    NO_ROWS = "表格里没有行"
    NO_CELLS = "表格的行里没有单元格"
    GRID = "表格的行比各列合起来还宽"
    UNMERGED = "纵向合并的单元格上面没有同它合并的单元格"
    EMPTY_CONTROL = "内容控件里什么也没有"
    RANGE = "书签、批注之类的开头和结尾不配对"
    REPEATED_ID = "书签、批注、图形之类的编号重复"
    NOTE = "脚注或尾注不在文件里，或被引用了两次"
    COMMENT = "引用的批注不在文件里，或被引用了两次"
    LIST = "引用的编号列表不在文件里"
    FIELD = "域的开头和结尾不配对"


@frozen
class Flaw:
    """One thing that is not as it has to be.

    Attributes:
        kind: what is wrong.
        part: name of the part; empty for the package.
        where: path of the element in it, or the name that is missing.
    """

    kind: Unsound
    part: str = ""
    where: str = ""

    def __str__(self) -> str:
        return f"{self.kind}（{self.part} {self.where}）"


def flaws(document: bytes) -> tuple[Flaw, ...]:
    """All that keeps a Word document from being opened as it is; nothing for a sound one."""
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as package:
            names = package.namelist()
            parts = {name: package.read(name) for name in names if not name.endswith("/")}
    except UNREADABLE:
        return (Flaw(Unsound.PACKAGE),)
    repeated = [Flaw(Unsound.PACKAGE)] if len(set(names)) < len(names) else []
    trees: dict[str, etree._Element] = {}
    broken = list(_parsed(parts, trees))
    return (*repeated, *broken, *_package_flaws(trees, parts), *_story_flaws(trees))


def _parsed(parts: Mapping[str, bytes], trees: dict[str, etree._Element]) -> Iterator[Flaw]:
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = parse_xml(content)
            except (etree.XMLSyntaxError, ValueError):
                yield Flaw(Unsound.BROKEN_PART, name)


# The package


def _package_flaws(trees: Mapping[str, etree._Element], parts: Iterable[str]) -> Iterator[Flaw]:
    names = frozenset(parts)
    yield from _types(trees, names)
    for rels, root in trees.items():
        found = _RELS.fullmatch(rels)
        if found:
            folder, owner = found[1] or "", found[2]
            yield from _relations(rels, root, folder, names)
            if owner and f"{folder}{owner}" in trees:
                yield from _references(f"{folder}{owner}", trees[f"{folder}{owner}"], root)


def _types(trees: Mapping[str, etree._Element], names: frozenset[str]) -> Iterator[Flaw]:
    """Every part is of a declared type (ECMA-376-2 §10.1.2)."""
    entries = list(trees.get(_TYPES_PART, ()))
    typed = {entry.get("PartName", "").lower() for entry in entries}
    extensions = {entry.get("Extension", "").lower() for entry in entries}
    for name in sorted(names - {_TYPES_PART}):
        extension = name.rpartition(".")[2].lower()
        if f"/{name}".lower() not in typed and extension not in extensions:
            yield Flaw(Unsound.UNTYPED_PART, name)


def _relations(
    rels: str, root: etree._Element, folder: str, names: frozenset[str]
) -> Iterator[Flaw]:
    """Relationships lead to parts, each by an id of its own (ECMA-376-2 §9.3)."""
    seen: set[str] = set()
    for relation in root:
        key, target = relation.get("Id", ""), relation.get("Target", "")
        if key in seen:
            yield Flaw(Unsound.REPEATED_RELATION, rels, key)
        seen.add(key)
        path = posixpath.normpath(posixpath.join(f"/{folder}", target.partition("#")[0]))[1:]
        if relation.get("TargetMode") != "External" and path not in names and path.strip("."):
            yield Flaw(Unsound.LOST_PART, rels, target)


def _references(part: str, root: etree._Element, rels: etree._Element) -> Iterator[Flaw]:
    known = {relation.get("Id", "") for relation in rels}
    for element in root.iter(etree.Element):
        for name, key in element.items():
            if str(name).startswith(_RELATION) and key and key not in known:
                yield Flaw(Unsound.LOST_RELATION, part, str(key))


# What a reader sees


def _story_flaws(trees: Mapping[str, etree._Element]) -> Iterator[Flaw]:
    stories = {name: root for name, root in trees.items() if root.tag in _STORY_ROOTS}
    for part, root in stories.items():
        for kind, element in (found for rule in _RULES for found in rule(root)):
            path = element.getroottree().getpath(element)
            yield Flaw(kind, part, path.replace("w:", ""))
    yield from _shared_flaws(stories, trees)


_Found = tuple[Unsound, etree._Element]
_Rule = Callable[[etree._Element], Iterator[_Found]]


def _places(root: etree._Element) -> Iterator[_Found]:
    """Blocks, rows, cells and runs stand where they may."""
    for element in root.iter(*_PARENTS):
        parent = element.getparent()
        if parent is not None and parent.tag not in _PARENTS[element.tag]:
            yield Unsound.MISPLACED, element
    for block in root.iter(P, TBL):
        around = nearest(block, P, BOX)
        if around is not None and around.tag == P:
            yield Unsound.MISPLACED, block
    for run in root.iter(R):
        parent = run.getparent()
        if parent is not None and (parent.tag in (TBL, TR) or nearest(run, P) is None):
            yield Unsound.MISPLACED, run


def _order(root: etree._Element) -> Iterator[_Found]:
    """Properties come first, and in the sequence of the schema."""
    for parent in root.iter(*SEQUENCES):
        ranks = [SEQUENCES[parent.tag].get(child.tag, -1) for child in parent]
        named = [rank for rank in ranks if rank >= 0]
        if named != sorted(named):
            yield Unsound.ORDER, parent
    for parent in root.iter(*FIRST):
        before = [child for child in parent if child.tag not in RANGES]
        if any(child.tag == FIRST[parent.tag] for child in before[1:]):
            yield Unsound.ORDER, parent


def _endings(root: etree._Element) -> Iterator[_Found]:
    """What holds blocks ends with a paragraph."""
    for story in root.iter(*STORIES):
        last = last_block(story)
        if last is None or last.tag != P:
            yield Unsound.NO_PARAGRAPH, story


def _hollows(root: etree._Element) -> Iterator[_Found]:
    """Tables have rows, rows have cells, content controls have content."""
    for table in root.iter(TBL):
        if all(child.tag != TR for child in held(table)):
            yield Unsound.NO_ROWS, table
    for row in root.iter(TR):
        if all(child.tag != TC for child in held(row)):
            yield Unsound.NO_CELLS, row
    for control in root.iter(SDT):
        content = control.find(SDT_CONTENT)
        if content is None or all(map(is_mark, content)):
            yield Unsound.EMPTY_CONTROL, control


def _grids(root: etree._Element) -> Iterator[_Found]:
    """Rows fit their grid, and merged cells have something to be merged with."""
    for table in root.iter(TBL):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        above: dict[int, int] = {}
        for row in (child for child in held(table) if child.tag == TR):
            merged: dict[int, int] = {}
            for at, cell in cells(row):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    merged[at] = span(cell)
                    if value(merge) != "restart" and above.get(at) != span(cell):
                        yield Unsound.UNMERGED, cell
            above = merged
            if width(row) > columns:
                yield Unsound.GRID, row


def _ranges(root: etree._Element) -> Iterator[_Found]:
    """What is opened is closed afterwards, once; no two bookmarks share a name (§17.13.6.2)."""
    opened: dict[tuple[str, str], etree._Element] = {}
    closed: set[tuple[str, str]] = set()
    names: set[str] = set()
    for element in shown(root, *RANGES):
        kind, is_start = RANGES[element.tag]
        key = kind, element.get(f"{W}id", "")
        if is_start and (key in opened or key in closed or _is_taken(element, names)):
            yield Unsound.REPEATED_ID, element
        if is_start:
            opened[key] = element
        elif opened.pop(key, None) is None:
            yield Unsound.RANGE, element
        else:
            closed.add(key)
    for element in opened.values():
        yield Unsound.RANGE, element


def _is_taken(bookmark: etree._Element, names: set[str]) -> bool:
    """True where another bookmark has its name; takes the name."""
    name = bookmark.get(f"{W}name", "") if RANGES[bookmark.tag][0] == BOOKMARK else ""
    taken = name in names
    names.update(filter(None, [name]))
    return taken


def _ids(root: etree._Element) -> Iterator[_Found]:
    """Graphics, content controls and paragraphs have numbers of their own, if any."""
    seen: set[tuple[str, str]] = set()
    for element in shown(root, *_NUMBERED):
        for name in _NUMBERED[element.tag]:
            key = name, element.get(name, "")
            if key[1] and key in seen:
                yield Unsound.REPEATED_ID, element
            seen.add(key)


def _fields(root: etree._Element) -> Iterator[_Found]:
    """Fields begin, may turn to their result, and end, one inside of another (§17.16.18)."""
    opened: dict[etree._Element, list[str]] = {}
    for character in root.iter(f"{W}fldChar"):
        story = nearest(character, *_FIELD_HOLDERS)
        state = opened.setdefault(root if story is None else story, [])
        match character.get(_FIELD_TYPE):
            case "begin":
                state.append("begin")
            case "separate" if state and state[-1] == "begin":
                state[-1] = "separate"
            case "end" if state:
                state.pop()
            case _:
                yield Unsound.FIELD, character
    for story, state in opened.items():
        if state:
            yield Unsound.FIELD, story


_RULES: tuple[_Rule, ...] = (
    _places, _order, _endings, _hollows, _grids, _ranges, _ids, _fields
)  # fmt: skip


# What one part says of another


def _shared_flaws(
    stories: Mapping[str, etree._Element], trees: Mapping[str, etree._Element]
) -> Iterator[Flaw]:
    held_by = {str(root.tag): root for root in trees.values()}
    yield from _note_flaws(stories, held_by)
    yield from _comment_flaws(stories, held_by)
    yield from _list_flaws(stories, held_by.get(f"{W}numbering"))


def _note_flaws(
    stories: Mapping[str, etree._Element], held_by: Mapping[str, etree._Element]
) -> Iterator[Flaw]:
    """Each reference has a note of its own (§17.11.14, §17.11.7)."""
    for reference, kind in NOTE_REFERENCES.items():
        notes = _ids_in(held_by.get(f"{W}{kind}s"))
        yield from _referring(stories, reference, notes, Unsound.NOTE)


def _comment_flaws(
    stories: Mapping[str, etree._Element], held_by: Mapping[str, etree._Element]
) -> Iterator[Flaw]:
    comments = _ids_in(held_by.get(f"{W}comments"))
    yield from _referring(stories, COMMENT_REFERENCE, comments, Unsound.COMMENT)


def _ids_in(root: etree._Element | None) -> frozenset[str]:
    return frozenset(() if root is None else (entry.get(f"{W}id", "") for entry in root))


def _referring(
    stories: Mapping[str, etree._Element], name: str, known: frozenset[str], kind: Unsound
) -> Iterator[Flaw]:
    used: set[str] = set()
    for part, root in stories.items():
        for reference in shown(root, name):
            key = reference.get(f"{W}id", "")
            if key in used or key not in known:
                yield Flaw(kind, part, key)
            used.add(key)


def _list_flaws(
    stories: Mapping[str, etree._Element], numbering: etree._Element | None
) -> Iterator[Flaw]:
    """Lists that paragraphs use are there, and stand on a definition (§17.9.15, §17.9.1)."""
    nums = [] if numbering is None else numbering.findall(f"{W}num")
    abstract = [] if numbering is None else numbering.findall(f"{W}abstractNum")
    known = {num.get(f"{W}numId", "") for num in nums}
    defined = {it.get(f"{W}abstractNumId", "") for it in abstract}
    if len(known) < len(nums) or len(defined) < len(abstract):
        yield Flaw(Unsound.REPEATED_ID, "numbering")
    for num in nums:
        if value(num.find(f"{W}abstractNumId")) not in defined:
            yield Flaw(Unsound.LIST, "numbering", num.get(f"{W}numId", ""))
    for part, root in stories.items():
        for used in {value(it) for it in root.iter(f"{W}numId")} - known - {"0"}:
            yield Flaw(Unsound.LIST, part, used)
