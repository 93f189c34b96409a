"""What a Word package holds besides its paragraphs: properties, comments, links, macros."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from anjuan.opc import BODY, CORE_PROPERTIES, W
from anjuan.problems import Rule, Severity
from anjuan.word.marks import MEANT_TAG
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.opening import WordFile, whole_file_fault

UNFILLED_TAG = Rule("unfilled-tag", "标签所在的地方不会被填写。")
AUTHOR = Rule("author", "文档属性里有作者或单位。", Severity.WARNING)
COMMENT_AUTHOR = Rule("comment-author", "批注会留在文书里。", Severity.WARNING)
MACROS = Rule("macros", "带有宏。")
EXTERNAL = Rule("external", "引用了文件以外的内容。")
BROKEN_PART = Rule("broken-part", "里面有一个部件损坏。")
NOT_DOCX = Rule("not-docx", "不是 .docx 格式的内容。")

_TYPES = "[Content_Types].xml"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_APP_PROPERTIES = "docProps/app.xml"
_COMMENTS = "word/comments.xml"
_MACROS = re.compile(r"vbaProject\.bin$|vbaData\.xml$|(?:^|/)activeX/", re.IGNORECASE)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LINKED = {
    "attachedTemplate": "附加的模板",
    "image": "网上或别处的图片",
    "oleObject": "别处的文件",
    "subDocument": "子文档",
    "frame": "网页框架",
}
# docxtpl fills these; the title is the program's own.
_FILLED_PROPERTIES = ("creator", "description", "identifier", "language", "subject", "title")
_PEOPLE = {"creator": "作者", "lastModifiedBy": "上次修改人", "Company": "单位", "Manager": "经理"}
# What programs write there by themselves: nobody's name.
_NOBODY = frozenset(
    {
        "", "anjuan", "python-docx", "docxtpl", "administrator", "admin", "user", "users", "author",
        "microsoft", "microsoft office user", "微软用户", "用户", "windows 用户", "windows user",
        "wps", "wps office", "wps_office", "unknown", "un-named",
    }
)  # fmt: skip
_PLACES = (
    ("word/charts/", "图表"), ("word/diagrams/", "SmartArt 图形"), ("word/comments", "批注"),
    ("word/endnotes", "尾注"), ("docProps/", "文档属性"), ("customXml/", "自定义数据"),
    ("word/styles", "样式"), ("word/settings", "文档设置"), ("word/glossary/", "文档部件"),
    ("word/numbering", "编号"),
)  # fmt: skip
_UNFILLED = "请把它移到正文、表格、页眉、页脚或脚注里。"
_MARKUP = re.compile(rb"<[^>]*>")


def content_faults(file: WordFile, read: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with a package besides its text.

    Args:
        file: the package.
        read: parts whose paragraphs are looked at elsewhere.
    """
    yield from file.faults
    yield from _kind_of_file(file)
    yield from _external(file)
    yield from _properties(file)
    yield from _authors(file)
    for name in read.intersection(file.xml):
        if file.tree(name) is None:
            remedy = "请用 Word 打开后另存一份。"
            yield whole_file_fault(BROKEN_PART, f"部件 {name} 已损坏。", remedy, name)
    for name, content in file.xml.items():
        if name not in read and name != CORE_PROPERTIES:
            yield from _unfilled(name, content)


def _kind_of_file(file: WordFile) -> Iterator[Fault]:
    for name in file.names:
        if _MACROS.search(name):
            remedy = "请另存为不带宏的 .docx。"
            yield whole_file_fault(MACROS, f"文件里带有宏或控件（{name}）。", remedy, name)
    types = file.tree(_TYPES)
    for entry in () if types is None else types:
        if entry.get("PartName") == f"/{BODY}" and entry.get("ContentType") != _DOCX:
            remedy = "请用 Word 或 WPS 另存为 .docx。"
            yield whole_file_fault(NOT_DOCX, "这是 .docm 或 .dotx，不是 .docx。", remedy, BODY)


def _external(file: WordFile) -> Iterator[Fault]:
    for name in file.xml:
        root = file.tree(name) if name.endswith(".rels") else None
        for relation in () if root is None else root.iter(_RELATIONSHIP):
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") == "External" and kind != "hyperlink":
                target = relation.get("Target", "")[:60]
                what = _LINKED.get(kind, "文件以外的内容")
                yield whole_file_fault(
                    EXTERNAL,
                    f"引用了{what}（{target}），打开文书时会去读取。",
                    "请删去这个引用，或把内容嵌入文档。",
                    name,
                )


def _properties(file: WordFile) -> Iterator[Fault]:
    for part in (CORE_PROPERTIES, _APP_PROPERTIES):
        root = file.tree(part)
        for item in () if root is None else root.iter(etree.Element):
            name, text = etree.QName(item).localname, (item.text or "").strip()
            if MEANT_TAG.search(text):
                if part == CORE_PROPERTIES and name not in _FILLED_PROPERTIES:
                    message = "文档属性的这一项不会被填写。"
                    yield Fault(part, "文档属性", text, UNFILLED_TAG, message, _UNFILLED)
            elif name in _PEOPLE and text.lower() not in _NOBODY:
                message = f"{_PEOPLE[name]}是“{text}”，会随文书一起交出去。"
                remedy = "不想留下的，请在“文件 → 信息 → 检查文档”里清除。"
                yield Fault(part, "文档属性", text, AUTHOR, message, remedy)


def _authors(file: WordFile) -> Iterator[Fault]:
    root = file.tree(_COMMENTS)
    names = [] if root is None else [item.get(f"{W}author", "") for item in root]
    for name in dict.fromkeys(names):
        message = f"有“{name}”的批注，会随文书一起交出去。"
        yield Fault(_COMMENTS, "批注", "", COMMENT_AUTHOR, message, "请删去批注。")


def _unfilled(name: str, content: bytes) -> Iterator[Fault]:
    if b"{" not in content and "｛".encode() not in content:
        return
    text = _MARKUP.sub(b"", content).decode("utf-8", "replace")
    found = MEANT_TAG.search(text) or MEANT_TAG.search(content.decode("utf-8", "replace"))
    if found:
        place = next((word for start, word in _PLACES if name.startswith(start)), f"部件 {name}")
        shown = found.string[found.start() : found.start() + 36]
        message = f"{place}里的标签不会被填写。"
        yield Fault(name, place, shown, UNFILLED_TAG, message, _UNFILLED)
