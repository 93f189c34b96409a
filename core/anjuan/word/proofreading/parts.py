"""Tags in the parts of a package that nothing fills: charts, properties, embedded files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from anjuan.opc import CORE_PROPERTIES, UNREADABLE, relationships_of, selecting
from anjuan.word.proofreading.elsewhere import MOVE, UNFILLED_TAG, has_tag
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.opening import LARGEST_PACKAGE, MOST_ENTRIES, WordFile

# Only what is closed is a tag here: `{%1}` is a list numbered {1}, {2}, {3}.
_TAG = re.compile(r"[{｛]([{｛]|[%％]|[#＃]).{1,400}?([}｝]|[%％]|[#＃])[}｝]", re.DOTALL)
# Between all kinds of bytes, a pair of braces is mere chance.
_PLAIN_TAG = re.compile(
    r"\{\{ ?[\w.'|\[\]]{1,60} ?\}\}|\{%(?:p|tr|tc|r)? ?(?:if|for) [^{}%]{1,60}%\}"
)
_texts = selecting("//text()")
_values = selecting("//@*[contains(., '{') or contains(., '｛')]")
_targets = selecting("//@Target[contains(., '{') or contains(., '%7B') or contains(., '%7b')]")
_PLACES = (
    ("word/charts/", "图表"), ("word/diagrams/", "SmartArt 图形"), ("word/comments", "批注"),
    ("word/endnotes", "尾注"), ("docProps/", "文档属性"), ("customXml/", "自定义数据"),
    ("word/styles", "样式"), ("word/settings", "文档设置"), ("word/glossary/", "文档部件"),
    ("word/numbering", "编号"), ("word/embeddings/", "嵌入的文件"),
)  # fmt: skip
_MARKUP = re.compile("<[^>]*>")


def tags_in_parts(file: WordFile, read: frozenset[str], *, is_bound: bool) -> Iterator[Fault]:
    """Tags in parts that nothing fills.

    Args:
        file: the package.
        read: parts that are looked at elsewhere, with their relationships.
        is_bound: a content control holds a tag and is bound to data or a property, which says the
            same; papers do without (persons.py).
    """
    known = {CORE_PROPERTIES, *read, *map(relationships_of, read)}
    for name in file.xml:
        is_mirror = is_bound and name.startswith(("customXml/", "docProps/"))
        if name not in known and not is_mirror:
            yield from _told(name, _in_xml(file, name))
    for name, content in file.embedded():
        yield from _told(name, next(filter(None, _in_binary(content)), ""))


def _told(name: str, tag: str) -> Iterator[Fault]:
    if tag:
        place = next((word for start, word in _PLACES if name.startswith(start)), f"部件 {name}")
        message = f"{place}里的标签不会被填写。"
        yield Fault(name, place, tag[:36], UNFILLED_TAG, message, MOVE)


def _in_xml(file: WordFile, name: str) -> str:
    """The first tag of a part, in its text or in an attribute; empty = none."""
    root = file.tree(name)
    if root is None:
        return _first(_MARKUP.sub("", file.xml[name].decode("utf-8", "replace")))
    if name.endswith(".rels"):
        return next((str(it) for it in _targets(root) if has_tag(it)), "")
    return _first("".join(_texts(root))) or next(filter(None, map(_first, _values(root))), "")


def _first(text: str) -> str:
    found = _TAG.search(text)
    return found[0] if found else ""


def _in_binary(content: bytes) -> Iterator[str]:
    """Tags of an embedded file: a package, a file of old Office, or text."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        yield from _in_package(content)
        return
    found = _PLAIN_TAG.search(content.decode("utf-8", "ignore"))
    yield found[0] if found else ""
    yield from map(_first, _in_utf_16(content))


def _in_utf_16(content: bytes) -> Iterator[str]:
    for start in (0, 1):
        yield content[start:].decode("utf-16-le", "ignore")


def _in_package(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MOST_ENTRIES or size > LARGEST_PACKAGE:
                return
            for entry in entries:
                if entry.filename.endswith(".xml"):
                    yield _first(_MARKUP.sub("", package.read(entry).decode("utf-8", "replace")))
    except UNREADABLE:
        return
