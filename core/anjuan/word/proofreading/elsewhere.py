"""Tags in a part that is filled, but not in the text of its paragraphs.

docxtpl would put a value into an attribute or a formula as it does into a paragraph. Nobody looks
at it there, neither a reader nor the proof, and what is split or misspelt there would break the
whole part. So a tag is filled in the text of a paragraph, and told wherever else it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from lxml import etree

from anjuan.opc import W, selecting
from anjuan.problems import Rule
from anjuan.word.marks import MEANT_TAG
from anjuan.word.proofreading.faults import Fault, Finding
from anjuan.word.proofreading.paragraphs import INSTRUCTION
from anjuan.word.proofreading.stories import Story

UNFILLED_TAG = Rule("unfilled-tag", "标签所在的地方不会被填写。")
FIELD_TAG = Rule("field-tag", "标签在域代码里。")
MOVE = "请把它移到正文、表格、页眉、页脚或脚注里。"

_P = f"{W}p"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_braced = selecting("//text()[contains(., '{') or contains(., '｛')]")
_texts = selecting(".//text()")
_braced_values = selecting("//@*[contains(., '{') or contains(., '｛')]")
_bindings = selecting("//*[local-name() = 'dataBinding']")
_references = selecting("//@r:*")
# By element or attribute, in the words of a lawyer.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        f"{_M}t": "公式", f"{W}rt": "拼音", f"{W}rubyBase": "拼音", f"{_A}t": "图形",
        "descr": "图片的替代文字", "title": "图片的替代文字", "alt": "图片的替代文字",
        "string": "水印或艺术字", f"{W}alias": "内容控件的标题", f"{W}tag": "内容控件的标记",
        f"{W}default": "窗体域", f"{W}helpText": "窗体域", f"{W}statusText": "窗体域",
        f"{W}listEntry": "窗体域", f"{W}listItem": "下拉列表", f"{W}tooltip": "超链接的提示",
        f"{W}anchor": "超链接", f"{W}name": "书签或窗体域的名称",
    }
)  # fmt: skip
_OTHER = "图形一类的东西"


def tags_elsewhere(story: Story) -> Iterator[Fault]:
    """Tags that do not stand in the text of a paragraph."""
    read = {source for it in story.paragraphs for source in it.sources}
    root = story.root
    for element, word, tag in (*_in_texts(root, read), *_in_values(root), *_in_links(story)):
        message = f"{word}里的标签“{tag[:36]}”不会被填写。"
        yield from story.faults_at(element, Finding(UNFILLED_TAG, message, MOVE))


# Where it stands, what that is called, and the tag.
_Found = tuple[etree._Element, str, str]


def _in_texts(root: etree._Element, read: set[etree._Element]) -> Iterator[_Found]:
    """In text that is not that of a paragraph, be it in one piece or in several."""
    unread = [it for it in _braced(root) if not it.is_text or it.getparent() not in read]
    for holder in dict.fromkeys(map(_holder, unread)):
        own = [it for it in _texts(holder) if _holder(it) is holder]
        text = "".join(it for it in own if not it.is_text or it.getparent() not in read)
        found = MEANT_TAG.search(text)
        if found:
            first = next(it for it in unread if _holder(it) is holder).getparent()
            yield first, _word(first), text[found.start() :]


def _holder(text: Any) -> etree._Element:
    """The paragraph around a text, or the element that it stands in by itself."""
    element: etree._Element = text.getparent()
    return next((it for it in _around(element) if it.tag == _P), element)


def _in_values(root: etree._Element) -> Iterator[_Found]:
    for value in _braced_values(root):
        found = MEANT_TAG.search(value)
        if found and value.attrname != INSTRUCTION:
            element = value.getparent()
            yield element, _WORDS.get(value.attrname) or _word(element), value[found.start() :]


def _in_links(story: Story) -> Iterator[_Found]:
    """In what an element refers to: the address of a hyperlink, as a browser writes it."""
    tagged = {key: unquote(it) for key, it in story.targets.items() if has_tag(it)}
    for reference in _references(story.root) if tagged else ():
        if reference in tagged:
            yield reference.getparent(), "链接的地址", tagged[reference]


def is_bound_to_data(story: Story) -> bool:
    """True where a content control that holds a tag shows what is stored somewhere else."""
    return any(
        MEANT_TAG.search("".join(control.itertext()))
        for binding in _bindings(story.root)
        for control in binding.iterancestors(f"{W}sdt")
    )


def has_tag(target: str) -> bool:
    """True where a tag stands in an address, `%7B` for a brace or not."""
    return MEANT_TAG.search(unquote(target)) is not None


def _word(element: etree._Element) -> str:
    return next((_WORDS[it.tag] for it in _around(element) if it.tag in _WORDS), _OTHER)


def _around(element: etree._Element) -> Iterable[etree._Element]:
    return element, *element.iterancestors()
