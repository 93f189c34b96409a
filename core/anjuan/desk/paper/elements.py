"""Elements of a Word document by name: what holds others, what is silent, what is unknown."""

from __future__ import annotations

from lxml import etree

# Parts of a paragraph that hold runs of their own.
HOLDS_RUNS = frozenset({"hyperlink", "smartTag", "ins", "sdt", "sdtContent", "fldSimple", "dir"})
HOLDS_BLOCKS = frozenset({"sdt", "sdtContent", "customXml"})
# Nothing of these is to be seen.
SILENT = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "lastRenderedPageBreak",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "instrText",
        "fldChar",
        "noBreakHyphen",
        "softHyphen",
    ]
)
# What else there may be, as a lawyer calls it.
CALLED = {
    "numPr": "自动编号",
    "txbxContent": "文本框",
    "AlternateContent": "图形或文本框",
    "pict": "旧式图形",
    "object": "嵌入的对象",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "commentReference": "批注",
    "del": "修订（删去的内容）",
    "ins": "修订（加入的内容）",
    "moveFrom": "修订（移走的内容）",
    "moveTo": "修订（移来的内容）",
    "oMath": "公式",
    "oMathPara": "公式",
    "sym": "符号",
    "ruby": "注音",
    "vanish": "隐藏的文字",
    "cols": "分栏",
    "continuous": "连续的分节",
    "anchor": "浮动的图片（位置可能不同）",
    "picture": "一种浏览器不认识的图片",
    "framePr": "图文框",
}


def local_name(element: etree._Element) -> str:
    """The local name; empty for a comment."""
    tag: object = element.tag
    return etree.QName(element).localname if isinstance(tag, str) else ""
