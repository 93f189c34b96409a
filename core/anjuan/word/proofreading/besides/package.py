"""What a Word package holds besides its paragraphs: properties, comments, links, macros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from anjuan.opc import BODY, CORE_PROPERTIES, W
from anjuan.problems import Rule, Severity
from anjuan.word.marks import MEANT_TAG
from anjuan.word.persons import ATTACHED, MERGE_LISTS
from anjuan.word.proofreading.elsewhere import MOVE, UNFILLED_TAG
from anjuan.word.proofreading.faults import EXTERNAL, Fault
from anjuan.word.proofreading.opening import WordFile, whole_file_fault
from anjuan.word.proofreading.parts import tags_in_parts

AUTHOR = Rule("author", "文档属性里有作者或单位。", Severity.WARNING)
COMMENT_AUTHOR = Rule("comment-author", "批注会留在文书里。", Severity.WARNING)
MACROS = Rule("macros", "带有宏。")
ATTACHED_TEMPLATE = Rule("attached-template", "附有别的电脑上的模板。", Severity.WARNING)
UPDATE_FIELDS = Rule("update-fields", "打开文书时 Word 会问要不要更新域。", Severity.WARNING)
BROKEN_PART = Rule("broken-part", "里面有一个部件损坏。")
NOT_DOCX = Rule("not-docx", "不是 .docx 格式的内容。")

_TYPES = "[Content_Types].xml"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = {
    "macroEnabledTemplate": "带宏的模板（.dotm）", "template.main": "模板（.dotx）",
    "macroEnabled": "带宏的文档（.docm）",
}  # fmt: skip
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_WEB = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)
# \\server\share, also as file://server/share and file:///\\server\share.
_OTHER_COMPUTER = re.compile(
    r"(?:file:)?(?:/{2}|\\{2}|/{3,}[/\\]{2})(?![/\\])(?!localhost/)", re.IGNORECASE
)
_APP_PROPERTIES = "docProps/app.xml"
_SETTINGS = "word/settings.xml"
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


def content_faults(file: WordFile, read: frozenset[str], *, is_bound: bool) -> Iterator[Fault]:
    """What is wrong with a package besides its text.

    Args:
        file: the package.
        read: parts whose paragraphs are looked at elsewhere, with their relationships.
        is_bound: as in `tags_in_parts`.
    """
    yield from file_faults(file)
    yield from _external(file)
    yield from _asking(file)
    yield from _properties(file, is_bound)
    yield from _authors(file)
    for name in read.intersection(file.xml):
        if file.tree(name) is None:
            remedy = "请用 Word 打开后另存一份。"
            yield whole_file_fault(BROKEN_PART, f"部件 {name} 已损坏。", remedy, name)
    yield from tags_in_parts(file, read, is_bound=is_bound)


def file_faults(file: WordFile) -> Iterator[Fault]:
    """What makes a package another thing than a Word document without macros."""
    yield from file.faults
    if file.xml:
        yield from _kind_of_file(file)


def _kind_of_file(file: WordFile) -> Iterator[Fault]:
    for name in file.names:
        if _MACROS.search(name):
            remedy = "请另存为不带宏的 .docx。"
            yield whole_file_fault(MACROS, f"文件里带有宏或控件（{name}）。", remedy, name)
    found = _content_type(file)
    if found != _DOCX:
        what = next((word for kind, word in _OTHER_TYPES.items() if kind in found), "别的格式")
        message = f"里面的内容是{what}，不是 .docx。"
        yield whole_file_fault(NOT_DOCX, message, "请用 Word 或 WPS 另存为 .docx。", BODY)
    root = file.tree(BODY)
    bodies = () if root is None else root.findall(f"{W}body")
    if root is not None and etree.QName(root).namespace == _STRICT:
        message = "保存时选了“严格的 Open XML 文档”，案卷填不了。"
        remedy = "请用 Word 另存为“Word 文档（.docx）”。"
        yield whole_file_fault(NOT_DOCX, message, remedy, BODY)
    elif len(bodies) != 1:
        message = "文件里没有正文。" if not bodies else "文件里不止一个正文，只有第一个会被填写。"
        yield whole_file_fault(BROKEN_PART, message, "请用 Word 打开后另存一份。", BODY)


def _content_type(file: WordFile) -> str:
    """What the package says that its main part is: by the part itself, or by its extension."""
    types = file.tree(_TYPES)
    found = ""
    for entry in () if types is None else types:
        if entry.get("PartName", "").casefold() == f"/{BODY}".casefold():
            return entry.get("ContentType", "")
        if entry.get("Extension", "").casefold() == "xml":
            found = entry.get("ContentType", "")
    return found


def _external(file: WordFile) -> Iterator[Fault]:
    for name in file.xml:
        root = file.tree(name) if name.endswith(".rels") else None
        for relation in () if root is None else root.iter(_RELATIONSHIP):
            if relation.get("TargetMode") == "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                yield from _outside(kind, relation.get("Target", ""), name)


def _asking(file: WordFile) -> Iterator[Fault]:
    """What makes Word ask something when it opens a paper."""
    root = file.tree(_SETTINGS)
    asked = None if root is None else root.find(f"{W}updateFields")
    if asked is not None and asked.get(f"{W}val") not in ("0", "false", "off"):
        message = "设置了打开时更新域，每一份文书打开时 Word 都会先问一次。"
        remedy = "不需要的，请在 Word 里更新域以后另存一份。"
        yield Fault(_SETTINGS, "文档设置", "", UPDATE_FIELDS, message, remedy)


def _outside(kind: str, target: str, rels: str) -> Iterator[Fault]:
    """What a file refers to besides itself; what no paper will refer to is told of the template."""
    if kind in ("hyperlink", *MERGE_LISTS):
        return
    shown = unquote(target)[:60]
    if kind == ATTACHED and not _WEB.match(target):
        if _OTHER_COMPUTER.match(unquote(target)):
            message = f"附有别的电脑上的模板（{shown}），打开这份模板时会去读取；文书里不会有。"
            remedy = "不需要的，请在 Word 的“开发工具 → 文档模板”里换成 Normal.dotm。"
            yield whole_file_fault(ATTACHED_TEMPLATE, message, remedy, rels)
        return
    what = _LINKED.get(kind, "文件以外的内容")
    message = f"引用了{what}（{shown}），打开文书时会去读取。"
    yield whole_file_fault(EXTERNAL, message, "请删去这个引用，或把内容嵌入文档。", rels)


def _properties(file: WordFile, is_bound: bool) -> Iterator[Fault]:
    for part in (CORE_PROPERTIES, _APP_PROPERTIES):
        root = file.tree(part)
        for item in () if root is None else root.iter(etree.Element):
            name, text = etree.QName(item).localname, (item.text or "").strip()
            if MEANT_TAG.search(text):
                if part == CORE_PROPERTIES and not (is_bound or name in _FILLED_PROPERTIES):
                    message = "文档属性的这一项不会被填写。"
                    yield Fault(part, "文档属性", text, UNFILLED_TAG, message, MOVE)
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
