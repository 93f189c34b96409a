"""What Word's own fields would do to a paper: another day, another's name, a list of addresses.

A field has a code and the result that was there when the file was saved (ECMA-376-1 §17.16.5). The
result is printed; Word puts another in its place when it likes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from anjuan.opc import W
from anjuan.problems import Rule, Severity
from anjuan.word.marks import MEANT_TAG
from anjuan.word.proofreading.besides.prompts import PROMPT, REPLACE
from anjuan.word.proofreading.elsewhere import FIELD_TAG
from anjuan.word.proofreading.faults import EXTERNAL, Fault, Finding
from anjuan.word.proofreading.stories import Story

MERGE_FIELD = Rule("merge-field", "邮件合并的域，案卷不填。")
ASKING_FIELD = Rule("asking-field", "会弹出提问的域。")
CHANGING_FIELD = Rule("changing-field", "域的内容以后会自己变。", Severity.WARNING)
LOST_BOOKMARK = Rule("lost-bookmark", "交叉引用的书签不存在。", Severity.WARNING)

_SIMPLE, _CHARACTER, _CODE, _TEXT = (
    f"{W}{name}" for name in ("fldSimple", "fldChar", "instrText", "t")
)
_LETTER = "MERGEREC MERGESEQ NEXT NEXTIF SKIPIF ADDRESSBLOCK GREETINGLINE"
_OUTSIDE = "LINK DDE DDEAUTO DATABASE IMPORT INCLUDE INCLUDEPICTURE INCLUDETEXT RD"
_BECOMES: Mapping[str, str] = MappingProxyType(
    {
        "DATE": "打开或打印那一天的日期", "TIME": "打开或打印的时刻",
        "SAVEDATE": "文件保存的日期", "PRINTDATE": "文件上次打印的日期",
        "CREATEDATE": "文件新建的日期", "EDITTIME": "编辑的分钟数",
        "AUTHOR": "文件的作者", "LASTSAVEDBY": "上次保存的人", "USERNAME": "打开文书的人的姓名",
        "USERINITIALS": "打开文书的人的缩写", "USERADDRESS": "打开文书的人的地址",
        "FILENAME": "文件名", "TEMPLATE": "模板的名称", "REVNUM": "保存的次数",
        **dict.fromkeys(
            ("COMMENTS", "DOCPROPERTY", "DOCVARIABLE", "INFO", "KEYWORDS", "SUBJECT", "TITLE"),
            "文件属性里的内容",
        ),
    }
)  # fmt: skip
_MERGED = "有邮件合并的域（{code}），案卷不填它，文书里会印出“{result}”。"
# Rule, message and remedy, by the first word of a code.
_TOLD: Mapping[str, tuple[Rule, str, str]] = MappingProxyType(
    {
        "MERGEFIELD": (MERGE_FIELD, _MERGED, "请删去这个域，改写成 {{{{ {argument} }}}}。"),
        **dict.fromkeys(
            _LETTER.split(), (MERGE_FIELD, _MERGED, "请删去这个域，要印的内容改写成变量。")
        ),
        **dict.fromkeys(
            ("ASK", "FILLIN"),
            (
                ASKING_FIELD,
                "有会弹出提问的域（{code}）。",
                "请删去这个域，改写成案件表里的名字，如 {{{{ 案件.备注 }}}}。",
            ),
        ),
        **dict.fromkeys(
            _OUTSIDE.split(),
            (
                EXTERNAL,
                "有引用别处文件的域（{code}），更新时会去读取。",
                "请选中它，按 Ctrl+Shift+F9 变成普通内容。",
            ),
        ),
        "MACROBUTTON": (PROMPT, "还留着填写提示“{rest}”，会印进每一份文书。", REPLACE),
        **{
            kind: (
                CHANGING_FIELD,
                f"有域（{{code}}），以后会变成{what}。",
                "要固定的，请改成文字或变量，如 {{{{ 案件.落款日期 }}}}。",
            )
            for kind, what in _BECOMES.items()
        },
    }
)
_REFERENCES = ("REF", "PAGEREF", "NOTEREF")
# What a merge field shows, left behind as text.
_CHEVRONS = re.compile("«[^«»\n]{1,40}»")
_LOST = re.compile(
    r"错误[!！]\s*(?:未找到引用源|未定义书签|未知的文档属性名称|文档中没有指定样式的文字)"
    r"|Error! (?:Reference source|Bookmark) not"
)


@dataclass(slots=True)
class Field:
    """One field.

    Attributes:
        element: where it begins.
        code: what it asks for, without those inside of it.
        result: what is printed of it.
        has_result: its code is over.
    """

    element: etree._Element
    code: str = ""
    result: str = ""
    has_result: bool = False

    @property
    def words(self) -> list[str]:
        """Its code taken apart, what is quoted as one word: `MERGEFIELD` comes first."""
        return [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', self.code)]

    @property
    def kind(self) -> str:
        """What sort of field it is: `MERGEFIELD`."""
        return next(iter(self.words), "").upper()

    @property
    def argument(self) -> str:
        """What follows first: the name of a bookmark or of a column; empty = none."""
        return next(iter(self.words[1:]), "")


def fields_of(root: etree._Element) -> Iterator[Field]:
    """The fields of a part, those inside of others first."""
    opened: list[Field] = []
    for element in root.iter(_SIMPLE, _CHARACTER, _CODE, _TEXT):
        if element.tag == _SIMPLE:
            text = "".join(it.text or "" for it in element.iter(_TEXT))
            yield Field(element, element.get(f"{W}instr", ""), text)
        elif element.get(f"{W}fldCharType") == "begin":
            opened.append(Field(element))
        elif opened and element.get(f"{W}fldCharType") == "end":
            yield opened.pop()
        elif opened:
            _take(element, opened)
    yield from opened


def _take(element: etree._Element, opened: list[Field]) -> None:
    """Take in a piece of the innermost field; a result is one of those around it, too."""
    if element.tag == _CHARACTER:
        opened[-1].has_result = True
    elif element.tag == _CODE and not opened[-1].has_result:
        opened[-1].code += element.text or ""
    elif element.tag == _TEXT:
        for it in opened:
            it.result += element.text or ""


def field_faults(stories: Sequence[Story]) -> Iterator[Fault]:
    """What the fields of all stories would do, and what other fields have left behind."""
    fields = [(story, it) for story in stories for it in fields_of(story.root)]
    known = {it.argument.casefold() for _, it in fields if it.kind in ("SET", "ASK")}
    for story in stories:
        known |= {it.get(f"{W}name", "").casefold() for it in story.root.iter(f"{W}bookmarkStart")}
    for story, it in fields:
        for finding in _findings(it, known):
            yield from story.faults_at(it.element, finding)
    merged = {it.result.strip() for _, it in fields if it.kind == "MERGEFIELD"}
    for paragraph in (it for story in stories for it in story.paragraphs if not it.is_ignored):
        yield from map(paragraph.fault, _remains(paragraph.text, merged))


def _findings(it: Field, bookmarks: Container[str]) -> Iterator[Finding]:
    words = {
        "code": " ".join(it.words)[:40], "result": it.result[:20],
        "argument": it.argument or "名字", "rest": " ".join(it.words[2:])[:40],
    }  # fmt: skip
    if it.kind in _BECOMES and MEANT_TAG.search(it.result):
        message = f"标签在域（{words['code']}）里，域更新以后内容就不对了。"
        yield Finding(FIELD_TAG, message, "请删去这个域，直接写标签。")
    elif it.kind in _TOLD:
        rule, message, remedy = _TOLD[it.kind]
        yield Finding(rule, message.format(**words), remedy.format(**words))
    elif it.kind in _REFERENCES and it.argument.casefold() not in bookmarks:
        message = f"交叉引用（{words['code']}）的书签不存在，更新后会印出“错误！未找到引用源”。"
        yield Finding(LOST_BOOKMARK, message, "请重新插入交叉引用，或按 Ctrl+Shift+F9 变成文字。")


def _remains(text: str, merged: Container[str]) -> Iterator[Finding]:
    for found in _CHEVRONS.finditer(text):
        if found[0] not in merged:
            message = f"“{found[0]}”像是邮件合并留下的，会原样印出来。"
            remedy = "请改写成变量，如 {{ 债权人 }}；确实要印的引号请用《》或“”。"
            yield Finding(MERGE_FIELD, message, remedy, found.start(), found.end())
    for found in _LOST.finditer(text):
        message = f"“{found[0]}”是失效的域留下的，会原样印出来。"
        yield Finding(LOST_BOOKMARK, message, "请改成正确的内容。", found.start(), found.end())
