"""The parts of a Word file that hold paragraphs: body, headers, footers, notes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from anjuan.frozen import frozen
from anjuan.opc import BODY, W, relationships_of
from anjuan.word.proofreading.faults import SIGNATURE, Fault, Finding
from anjuan.word.proofreading.opening import WordFile
from anjuan.word.proofreading.paragraphs import Paragraph, paragraphs

_PAGE_PART = re.compile(r"word/(header|footer)[^/]*\.xml")
_PAGE_WORDS = {"header": "页眉", "footer": "页脚"}
_PAGE_KINDS = {"first": "首页", "even": "偶数页"}
_NOTES = (("word/footnotes.xml", "footnote", "脚注"), ("word/endnotes.xml", "endnote", "尾注"),
          ("word/comments.xml", "comment", "批注"))  # fmt: skip
# docxtpl leaves these as they are.
_UNFILLED = ("word/endnotes.xml", "word/comments.xml")
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@frozen
class Story:
    """A part that holds paragraphs.

    Attributes:
        part: its name.
        label: what a reader calls it: `页眉`.
        root: its root element.
        paragraphs: all that a reader sees of it.
        targets: what its relationships lead to, by id.
    """

    part: str
    label: str
    root: etree._Element
    paragraphs: tuple[Paragraph, ...]
    targets: Mapping[str, str]

    @property
    def is_filled(self) -> bool:
        """True where tags are filled."""
        return self.part not in _UNFILLED

    def faults_at(self, element: etree._Element, finding: Finding) -> Iterator[Fault]:
        """A finding at an element: in its paragraph, or in the first one that it holds.

        There is none in what is not looked at (`Paragraph.is_ignored`).
        """
        known = {it.element: it for it in self.paragraphs}
        around = (element, *element.iterancestors(), *element.iter(f"{W}p"))
        paragraph = next((known[it] for it in around if it in known), None)
        if paragraph is None:
            yield Fault(self.part, self.label, "", finding.rule, finding.message, finding.remedy)
        elif not paragraph.is_ignored:
            yield paragraph.fault(finding)


def story_parts(file: WordFile) -> frozenset[str]:
    """The names of all that may be stories, broken or missing ones included."""
    pages = [name for name in file.xml if _PAGE_PART.fullmatch(name)]
    return frozenset({BODY, *pages, *(part for part, _, _ in _NOTES)})


def stories(file: WordFile) -> Iterator[Story]:
    """The stories of a file, the body first."""
    root = file.tree(BODY)
    body = None if root is None else root.find(f"{W}body")
    if root is not None and body is not None:
        yield _story(file, BODY, "正文", root, paragraphs(body, BODY, ""))
    labels = _page_labels(file)
    for part in sorted(story_parts(file)):
        page, root = _PAGE_PART.fullmatch(part), file.tree(part)
        if page and root is not None:
            label = labels.get(part, _PAGE_WORDS[page[1]])
            yield _story(file, part, label, root, paragraphs(root, part, label))
    for part, name, word in _NOTES:
        root = file.tree(part)
        if root is not None:
            yield _story(file, part, word, root, _notes(root, part, name, word))


def _story(
    file: WordFile, part: str, label: str, root: etree._Element, read: Iterator[Paragraph]
) -> Story:
    rels = file.tree(relationships_of(part))
    entries = () if rels is None else rels
    targets = {entry.get("Id", ""): entry.get("Target", "") for entry in entries}
    return Story(part, label, root, tuple(read), targets)


def _notes(root: etree._Element, part: str, name: str, word: str) -> Iterator[Paragraph]:
    """The paragraphs of notes; separators are no notes (ECMA-376-1 §17.11.14)."""
    notes = root.iterchildren(f"{W}{name}")
    shown = [note for note in notes if note.get(f"{W}type", "normal") == "normal"]
    for number, note in enumerate(shown, start=1):
        # Our own comments in a marked copy speak of tags.
        is_ours = note.get(f"{W}author") == SIGNATURE
        for paragraph in paragraphs(note, part, f"{word} {number} "):
            yield replace(paragraph, is_ignored=is_ours)


def _page_labels(file: WordFile) -> dict[str, str]:
    """`首页页眉` and the like, by part, from the sections that use them."""
    relations, root = file.tree(relationships_of(BODY)), file.tree(BODY)
    if relations is None or root is None:
        return {}
    targets = {item.get("Id"): f"word/{item.get('Target', '')}" for item in relations}
    sections = list(root.iter(f"{W}sectPr"))
    labels: dict[str, str] = {}
    for number, section in enumerate(sections, start=1):
        which = f"（第 {number} 节）" if len(sections) > 1 else ""
        for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
            word = _PAGE_WORDS[etree.QName(reference).localname.removesuffix("Reference")]
            kind = _PAGE_KINDS.get(reference.get(f"{W}type", ""), "")
            target = targets.get(reference.get(f"{_R}id"), "")
            labels.setdefault(target, f"{kind}{word}{which}")
    return labels
