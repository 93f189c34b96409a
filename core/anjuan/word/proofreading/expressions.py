"""What stands inside a tag, parsed by Jinja; its complaints in Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from anjuan.frozen import frozen
from anjuan.problems import Rule
from anjuan.word.language import refusals
from anjuan.word.marks import PRINT
from anjuan.word.proofreading.faults import REFUSED, Finding
from anjuan.word.proofreading.tags import Tag
from anjuan.word.sandbox import PLAIN

SYNTAX = Rule("syntax", "标签里面的写法不对。")

# Enough for all different tags of many templates.
_MOST_PARSED = 4096
_UNEXPECTED = re.compile(r"got '(.+)'$|unexpected (?:char )?'(.+?)'")
_END = "end of"


@frozen
class Expression:
    """What a tag holds.

    Attributes:
        tree: as a template of its own.
        refused: what the sandbox does not take of it, and why.
    """

    tree: nodes.Template
    refused: tuple[Finding, ...]


def parse(tag: Tag) -> Expression | Finding | None:
    """The tag's expression, or what is wrong with it; None where the tag has none."""
    source = _source(tag)
    return _parsed(source) if source else None


def _source(tag: Tag) -> str:
    if tag.opener == PRINT:
        return f"{{{{ {tag.expression} }}}}"
    match tag.word:
        case "if" | "elif":
            return f"{{% if {tag.expression} %}}{{% endif %}}"
        case "for":
            return f"{{% for {tag.expression} %}}{{% endfor %}}"
        case "set":
            end = "" if "=" in tag.expression else "{% endset %}"
            return f"{{% set {tag.expression} %}}{end}"
    return ""


@lru_cache(maxsize=_MOST_PARSED)
def _parsed(source: str) -> Expression | Finding:
    try:
        tree = PLAIN.parse(source)
        reasons = dict.fromkeys(refusals(tree))
    except TemplateSyntaxError as error:
        return Finding(SYNTAX, *_in_chinese(error.message or "", source))
    except RecursionError:
        return Finding(SYNTAX, "标签里的括号或条件套得太深。", "请拆成几个简单的标签。")
    return Expression(tree, tuple(Finding(REFUSED, it, "请换一种写法。") for it in reasons))


def _in_chinese(complaint: str, source: str) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    if source.startswith("{% for") and "in" not in source.split():
        return "for 的写法不对。", "请写成 {% for 记录 in 骚扰记录 %} 这样。"
    found = _UNEXPECTED.search(complaint)
    sign = next(filter(None, found.groups()), "") if found else ""
    if _END in sign or _END in complaint.partition(", got ")[2] or not found:
        return "标签里的内容没有写完，或引号、括号不成对。", "请补完整，如 {{ 委托人.姓名 }}。"
    if "unexpected char" in complaint:
        return f"标签里不能有“{sign}”。", "名字只能用汉字、字母、数字和下划线，文字要加引号。"
    return (
        f"标签里“{sign}”前后的写法不对。",
        "请核对：名字中间不能有空格，几项之间要有 and、or、== 之类。",
    )
