"""Tracked changes that are no text: formats, ends of paragraphs, rows and cells of tables."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from anjuan.opc import W
from anjuan.problems import Rule, Severity
from anjuan.word.marks import MEANT_TAG
from anjuan.word.proofreading.faults import Fault, Finding
from anjuan.word.proofreading.stories import Story

TRACKED_TAG = Rule("tracked-tag", "标签在修订标记里。")
TRACKED_CHANGE = Rule("tracked-change", "修订会留在文书里。", Severity.WARNING)
ACCEPT = "请先接受或拒绝全部修订。"

_INSERTED_OR_DELETED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
# ECMA-376-1 §17.13.5: what was before is kept in these.
_CHANGES = tuple(
    f"{W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "numberingChange", "tblPrChange"),
        *("tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange"),
        *("cellIns", "cellDel", "cellMerge"),
    )
)
_ROW = f"{W}trPr"
# Here they speak of the end of a paragraph or of a whole row, and hold no text.
_HOLDERS = (f"{W}rPr", _ROW)


def revision_faults(story: Story) -> Iterator[Fault]:
    """Changes that nobody has accepted or rejected."""
    for element in story.root.iter(*_CHANGES, *_INSERTED_OR_DELETED):
        parent = element.getparent()
        if parent is None or (element.tag in _INSERTED_OR_DELETED and parent.tag not in _HOLDERS):
            continue
        yield from story.faults_at(_owner(parent), _finding(element, parent))


def _owner(properties: etree._Element) -> etree._Element:
    """What the properties are those of: a row, a table, a run."""
    owner = properties.getparent()
    return properties if owner is None else owner


def _finding(element: etree._Element, parent: etree._Element) -> Finding:
    if parent.tag == _ROW and element.tag == f"{W}del":
        text = "".join(it.text or "" for it in _owner(parent).iter(f"{W}t", f"{W}delText"))
        if MEANT_TAG.search(text):
            return Finding(TRACKED_TAG, "标签在修订删除的表格行里。", ACCEPT)
    message = "有修订（格式、段落或表格的改动），修订标记会留在文书里。"
    return Finding(TRACKED_CHANGE, message, ACCEPT)
