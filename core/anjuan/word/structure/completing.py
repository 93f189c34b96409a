"""A rendered document made sound: what branches left out is put back, what they tore is taken away.

Nothing of what was printed is touched. What goes is empty: a table without rows, a row without
cells, a content control without content; or it is one end of a range, or its repetition. What
comes is empty too: a paragraph where one has to stand. Lists and notes that a loop repeats get
entries of their own.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from anjuan.opc import W, parse_xml, xml_bytes
from anjuan.word.structure.elements import (
    APART,
    BLOCKS,
    COMMENT_REFERENCE,
    COPIED_IDS,
    NOTE_REFERENCES,
    RANGES,
    REST,
    SDT,
    SDT_CONTENT,
    STORIES,
    TBL,
    TC,
    TR,
    TURN,
    W14,
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
)
from anjuan.word.structure.lists import NUMBERING
from anjuan.word.text import TEXT_PARTS

# Has Word numbered paragraphs here?
_numbered = etree.XPath("boolean(//@w14:paraId | //@w14:textId)", namespaces={"w14": W14[1:-1]})
_GRAPHIC, _NUM, _ID = f"{WP}docPr", f"{W}numId", f"{W}id"
# Where the notes stand to which references lead, by the kind of note.
_NOTE_PARTS = {kind: f"word/{kind}s.xml" for kind in NOTE_REFERENCES.values()}
# What holds entries that others refer to.
SHARED_PARTS = (NUMBERING, *_NOTE_PARTS.values())


def ended(part: str) -> str | None:
    """A part without its marks, where each stands behind a paragraph; None where one does not.

    So it is in nearly every document, and to see it the part need not be parsed.
    """
    first, *others = part.split(f"<?{REST}")
    pieces = [first, *(piece.partition("?>")[2] for piece in others)]
    return "".join(pieces) if all(it.endswith("</w:p>") for it in pieces[:-1]) else None


def may_be_fragile(part: str) -> bool:
    """True for the names of those parts that `completed` is for."""
    return TEXT_PARTS.fullmatch(part) is not None or part in SHARED_PARTS


def completed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Parts of a document made sound.

    Args:
        parts: by name: those whose branches may have left something out, and those that hold the
            lists and notes which they refer to.

    Returns:
        Those that may have changed.

    Raises:
        etree.XMLSyntaxError: one is not well-formed.
    """
    roots = {name: parse_xml(content) for name, content in parts.items()}
    stories = {name: root for name, root in roots.items() if TEXT_PARTS.fullmatch(name)}
    changed = {*stories, *_separated(list(stories.values()), roots)}
    for root in stories.values():
        _complete(root)
    return {name: xml_bytes(roots[name]) for name in changed}


def _complete(root: etree._Element) -> None:
    _drop_hollow(root)
    _drop_torn(root)
    _drop_repeated(root)
    _part_tables(root)
    _end_stories(root)
    has_merges = next(root.iter(f"{W}vMerge"), None) is not None
    for table in root.iter(TBL):
        _fit_grid(table)
        if has_merges:
            _restart_merges(table)
    for mark in list(root.iter(etree.ProcessingInstruction)):
        _remove(mark)


def _separated(
    stories: Sequence[etree._Element], roots: Mapping[str, etree._Element]
) -> Iterator[str]:
    """Give lists and notes that are repeated entries of their own; tells where."""
    numbering = roots.get(NUMBERING)
    if numbering is not None and _separate_lists(stories, numbering):
        yield NUMBERING
    for kind, part in _NOTE_PARTS.items():
        if part in roots and _separate_notes(stories, kind, roots[part]):
            yield part


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# What branches left out


def _drop_hollow(root: etree._Element) -> None:
    # From the end, so that what an element holds is gone before it is looked at itself.
    for element in reversed(list(root.iter(TBL, TR, SDT))):
        if _is_hollow(element):
            _remove(element)


def _is_hollow(element: etree._Element) -> bool:
    if element.tag == SDT:
        content = element.find(SDT_CONTENT)
        return content is None or all(is_mark(it) or it.tag in RANGES for it in content)
    needed = TR if element.tag == TBL else TC
    return all(child.tag != needed for child in held(element))


def _part_tables(root: etree._Element) -> None:
    """Keep two tables two, where what stood between them is gone."""
    for mark in _marks(root, APART):
        following = _next_block(mark)
        if following is not None and following.tag == TBL:
            mark.addprevious(_empty_paragraph(mark))


def _next_block(node: etree._Element) -> etree._Element | None:
    after = (block for it in node.itersiblings() for block in _opened(it) if block.tag in BLOCKS)
    found, parent = next(after, None), node.getparent()
    is_inside = found is None and parent is not None and parent.tag in WRAPPERS
    return _next_block(parent) if is_inside and parent is not None else found


def _opened(element: etree._Element) -> Iterable[etree._Element]:
    return held(element) if element.tag in WRAPPERS else (element,)


def _end_stories(root: etree._Element) -> None:
    for story in root.iter(*STORIES):
        last = last_block(story)
        if last is None or last.tag != P:
            mark = next((it for it in story if is_mark(it) and it.target == REST), None)  # type: ignore[attr-defined]
            story.append(_empty_paragraph(mark))


def _marks(root: etree._Element, target: str) -> list[etree._Element]:
    return [it for it in root.iter(etree.ProcessingInstruction) if it.target == target]  # type: ignore[attr-defined]


def _empty_paragraph(mark: etree._Element | None) -> etree._Element:
    """What a mark holds for the place, or a paragraph without looks."""
    inner = "<w:p/>" if mark is None or not mark.text else mark.text
    return parse_xml(f'<w:body xmlns:w="{W[1:-1]}">{inner}</w:body>')[0]


# What they tore or repeated


def _drop_torn(root: etree._Element) -> None:
    """Take away ends of ranges that have no other end, and ranges that stand there already."""
    opened: defaultdict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    taken: set[tuple[str, str]] = set()
    for element in list(shown(root, *RANGES)):
        kind, is_start = RANGES[element.tag]
        key = kind, element.get(_ID, "")
        if is_start:
            opened[key].append(element)
        elif not opened[key]:
            _remove(element)
        else:
            start = opened[key].pop()
            own = {key, (f"name of {kind}", start.get(f"{W}name", key[1]))}
            for it in (start, element) if own & taken else ():
                _remove(it)
            taken |= own
    for element in (it for left in opened.values() for it in left):
        _remove(element)


def _drop_repeated(root: etree._Element) -> None:
    """Let what is single be single: comments are told once, numbers belong to one element."""
    for reference in _repeated(root, _ID, COMMENT_REFERENCE):
        run = nearest(reference, R)
        _remove(reference if run is None else run)
    for identity in _repeated(root, f"{W}val", _ID):
        _remove(identity)
    for key in COPIED_IDS if _numbered(root) else ():
        for element in _repeated(root, key, P, TR):
            element.attrib.pop(key, "")
    graphics = [int(it.get("id", "0")) for it in root.iter(_GRAPHIC)]
    for free, graphic in enumerate(_repeated(root, "id", _GRAPHIC), max(graphics, default=0) + 1):
        graphic.set("id", str(free))


def _repeated(root: etree._Element, key: str, *names: str) -> list[etree._Element]:
    """Elements that have the same under a key as one before them."""
    seen: set[str] = set()
    found = []
    for element in shown(root, *names):
        said = element.get(key, "")
        if said and said in seen:
            found.append(element)
        seen.add(said)
    return found


# Tables


def _fit_grid(table: etree._Element) -> None:
    """Let the grid have as many columns as the widest row takes, the table as wide as before.

    docxtpl counts the rows of inner tables too, and no columns that a row leaves free.
    """
    grid = table.find(f"{W}tblGrid")
    rows = [width(row) for row in held(table) if row.tag == TR]
    columns = [] if grid is None else grid.findall(f"{W}gridCol")
    wanted = max(rows, default=len(columns))
    if grid is None or len(columns) == wanted:
        return
    every = [int(float(column.get(f"{W}w", "0"))) for column in columns]
    widths, total = every[:wanted], sum(every)
    widths += [sum(widths) // max(1, len(widths))] * (wanted - len(widths))
    for column in columns:
        grid.remove(column)
    for at, own in enumerate(widths):
        column = etree.Element(f"{W}gridCol")
        column.set(f"{W}w", str(own * total // (sum(widths) or 1)))
        grid.insert(at, column)


def _restart_merges(table: etree._Element) -> None:
    """Let a cell that continues one which is gone be the first of its column (§17.4.84)."""
    above: dict[int, int] = {}
    for row in (child for child in held(table) if child.tag == TR):
        merged: dict[int, int] = {}
        for at, cell in cells(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                merged[at] = span(cell)
                if above.get(at) != span(cell):
                    merge.set(f"{W}val", "restart")
        above = merged


# Lists and notes


def _separate_lists(stories: Iterable[etree._Element], numbering: etree._Element) -> bool:
    """Give the lists of each turn but the first numbers of their own; true if there were any."""
    begun: set[str] = set()
    now: dict[str, str] = {}
    for node in (it for root in stories for it in root.iter(etree.ProcessingInstruction, _NUM)):
        if is_mark(node) and node.target == TURN:  # type: ignore[attr-defined]
            nums = (node.text or "").split()
            if nums[0] in begun:
                now |= dict.fromkeys(nums, _copied_list(numbering, nums[0]))
            begun.add(nums[0])
        elif node.tag == _NUM:
            node.set(f"{W}val", now.get(value(node), value(node)))
    return bool(now)


def _copied_list(numbering: etree._Element, num: str) -> str:
    """A list like another one that begins anew (§17.9.8); returns its number."""
    nums = {it.get(f"{W}numId", ""): it for it in numbering.iterchildren(f"{W}num")}
    made = etree.Element(f"{W}num")
    made.extend(copy.deepcopy(child) for child in nums[num])
    free = str(max(map(int, nums)) + 1)
    made.set(f"{W}numId", free)
    definition = value(made.find(f"{W}abstractNumId"))
    for holder in numbering.iterchildren(f"{W}abstractNum"):
        if holder.get(f"{W}abstractNumId") == definition:
            for level in holder.iterchildren(f"{W}lvl"):
                _restart(made, level)
    list(nums.values())[-1].addnext(made)
    return free


def _restart(num: etree._Element, level: etree._Element) -> None:
    at = level.get(f"{W}ilvl", "0")
    override = next((it for it in num if it.get(f"{W}ilvl") == at), None)
    if override is None:
        override = etree.SubElement(num, f"{W}lvlOverride", {f"{W}ilvl": at})
    if override.find(f"{W}startOverride") is None:
        own = override.find(f"{W}lvl/{W}start")
        start = level.find(f"{W}start") if own is None else own
        # Where nothing is said, a list begins at zero (§17.9.25).
        begun = etree.Element(f"{W}startOverride", {f"{W}val": value(start) or "0"})
        override.insert(0, begun)


def _separate_notes(stories: Iterable[etree._Element], kind: str, notes: etree._Element) -> bool:
    """Give each reference a note of its own, in the order of the references.

    Word goes by numbers; LibreOffice takes the first note for the first reference, whatever it
    says. Notes to which nothing refers come last.

    Returns:
        False where all was so already.
    """
    own = {it.get(_ID, ""): it for it in notes if it.get(f"{W}type", "normal") == "normal"}
    every = (it for root in stories for it in shown(root, f"{W}{kind}Reference"))
    references = [it for it in every if it.get(_ID) in own]
    left = dict(own)
    wanted = [
        left.pop(key) if key in left else copy.deepcopy(own[key])
        for key in (reference.get(_ID, "") for reference in references)
    ]
    ordered = [*wanted, *left.values()]
    if ordered == list(own.values()):
        return False
    numbers = sorted(map(int, own))
    numbers += range(numbers[-1] + 1, numbers[-1] + 1 + len(ordered) - len(numbers))
    for at, note in enumerate(ordered):
        note.set(_ID, str(numbers[at]))
        notes.append(note)
    for at, reference in enumerate(references):
        reference.set(_ID, str(numbers[at]))
    return True
