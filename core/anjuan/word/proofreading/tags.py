"""The tags of one paragraph: where they are, what they are, and what is wrong with each alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from anjuan.chinese import suggestion
from anjuan.frozen import frozen
from anjuan.problems import Rule, Severity
from anjuan.word.marks import (
    BRACKET,
    CLOSERS,
    COMMENT,
    HALF_WIDTH_BRACKETS,
    PRINT,
    STATEMENT,
    UNDERSCORED,
)
from anjuan.word.proofreading.faults import REFUSED, Finding
from anjuan.word.proofreading.paragraphs import CONTENT, EDGE, LOOKS, RANGE, Mark, Paragraph

UNCLOSED_TAG = Rule("unclosed-tag", "标签只有开头的括号，没有结尾的括号。")
STRAY_BRACKET = Rule("stray-bracket", "标签只有结尾的括号，或两端的括号不配对。")
FULL_WIDTH_BRACKET = Rule("full-width-bracket", "标签用了全角的括号。")
FULL_WIDTH_SIGN = Rule("full-width-sign", "标签里面用了全角的标点。")
CURLY_QUOTE = Rule("curly-quote", "标签里面用了中文引号，会被当作英文引号。", Severity.WARNING)
UNKNOWN_TAG = Rule("unknown-tag", "没有这种标签。")
DETACHED_PREFIX = Rule("detached-prefix", "p、tr、tc、r 要紧跟在 {% 后面。")
SIGN_IN_TAG = Rule("sign-in-tag", "独占段落或行的标签里不能有 % 和 }。")
PREFIXED_PRINT = Rule("prefixed-print", "带 p、tr、tc、r 的打印标签印不出文字。")
AMPERSAND = Rule("ampersand", "标签里不能有 &。")
REWRITTEN_SIGN = Rule("rewritten-sign", "夹着下划线的花括号会变成标签的括号。")
SPLIT_LOOKS = Rule("split-looks", "一个标签的前后几个字格式不同。", Severity.WARNING)
SPLIT_CONTENT = Rule("split-content", "标签中间夹着制表符、换行、图形之类，会丢失。")
SPLIT_BOUNDARY = Rule("split-boundary", "标签跨过了超链接、书签之类的边界。")

# docxtpl takes a prefix for one only where it directly follows the bracket.
_PREFIX = re.compile(r"(p|tr|tc|r)(?=\s|$)")
_DETACHED_PREFIX = re.compile(r"\s*(p|tr|tc|r)\s*(?=(?:if|elif|else|endif|for|endfor)\b)")
_SIGNS = re.compile(r"^[-+]|[-+]$")
_WORD = re.compile(r"\s*([^\s=(]+)")
_STRING = re.compile(r"""'[^']*'|"[^"]*\"""")
_CURLY = str.maketrans("“”‘’", "\"\"''")
_SIGN_NAMES = "，：（）＝＞＜！｜．。、；＋－＊／％［］"
_HALF_WIDTH_SIGNS = str.maketrans(_SIGN_NAMES, ",:()=><!|..,;+-*/%[]")
_FULL_WIDTH_SIGN = re.compile(f"[{_SIGN_NAMES}]")
_BLOCKS = ("if", "elif", "else", "endif", "for", "endfor", "set")
# docxtpl's own: they print into what no reader sees, and `vm` keeps the first row's text alone.
_MERGE = "请在 Word 里选中单元格，直接合并。"
_CELL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "colspan": _MERGE, "hm": _MERGE, "cellbg": "请在 Word 里直接给单元格设置底纹。",
        "vm": "各行的内容会各自印出；要合并的，请在生成的文书里合并。",
    }
)  # fmt: skip
# Those of Jinja that are known but not allowed (language.py).
_REFUSED = (
    "include", "import", "from", "extends", "block", "endblock", "macro", "endmacro", "call",
    "endcall", "filter", "endfilter", "with", "endwith", "autoescape", "endautoescape", "raw",
    "endraw", "endset", "do", "print", "break", "continue", "trans", "endtrans",
)  # fmt: skip


@frozen
class Tag:
    """One tag.

    Attributes:
        start: where in the paragraph's text it begins.
        end: where it ends.
        opener: PRINT, STATEMENT or COMMENT.
        prefix: p, tr, tc, r or nothing.
        raw: the tag as it stands.
        word: the first word of a statement, put right where it is misspelt; else empty.
        expression: what follows, as Jinja will get to see it.
        trims: it joins its paragraph with the one before or behind (`{%-`).
    """

    start: int
    end: int
    opener: str
    prefix: str
    raw: str
    word: str = ""
    expression: str = ""
    trims: bool = False

    def finding(self, rule: Rule, message: str, remedy: str) -> Finding:
        """A finding about this tag."""
        return Finding(rule, message, remedy, self.start, self.end)


def scan(paragraph: Paragraph) -> Iterator[Tag | Finding]:
    """The tags of a paragraph in order, and what is wrong with them, looked at one by one."""
    text = paragraph.text.translate(HALF_WIDTH_BRACKETS)
    if "{" not in text and "}" not in text:
        return
    for piece in _pieces(text):
        if isinstance(piece, Finding):
            yield piece
            continue
        start, end = piece
        raw = paragraph.text[start:end]
        tag, findings = _tag(start, end, raw, text[start:end])
        yield from findings
        yield from _splits(tag, paragraph.marks)
        if tag.opener != COMMENT:
            yield tag
    for found in UNDERSCORED.finditer(text):
        message = f"“{found[0]}”会变成“{found[0].replace('_', '')}”。"
        finding = Finding(REWRITTEN_SIGN, message, "请删去下划线，或换成别的括号。")
        yield replace(finding, start=found.start(), end=found.end())


def _pieces(text: str) -> Iterator[tuple[int, int] | Finding]:
    """Stretches of text that are tags, and brackets that stand alone."""
    opened: re.Match[str] | None = None
    for bracket in BRACKET.finditer(text):
        sign = bracket[0]
        if opened is None:
            if sign in CLOSERS:
                opened = bracket
            else:
                yield _stray(bracket)
        elif sign in CLOSERS:
            yield _unclosed(opened, bracket.start())
            opened = bracket
        else:
            if sign == CLOSERS[opened[0]]:
                yield opened.start(), bracket.end()
            else:
                yield _mismatched(opened, bracket)
            opened = None
    if opened is not None:
        yield _unclosed(opened, len(text))


def _unclosed(opened: re.Match[str], end: int) -> Finding:
    closer = CLOSERS[opened[0]]
    return Finding(
        UNCLOSED_TAG,
        f"标签以 {opened[0]} 开头，却没有结尾的 {closer}。",
        f"请在标签末尾补上 {closer}；一个标签要写在同一段里。",
        start=opened.start(),
        end=end,
    )


def _stray(bracket: re.Match[str]) -> Finding:
    opener = next(opener for opener, closer in CLOSERS.items() if closer == bracket[0])
    return Finding(
        STRAY_BRACKET,
        f"{bracket[0]} 前面没有开头的 {opener}。",
        f"请在标签开头补上 {opener}，或删去多余的 {bracket[0]}。",
        start=bracket.start(),
        end=bracket.end(),
    )


def _mismatched(opened: re.Match[str], bracket: re.Match[str]) -> Finding:
    closer = CLOSERS[opened[0]]
    return Finding(
        STRAY_BRACKET,
        f"标签以 {opened[0]} 开头，却以 {bracket[0]} 结尾。",
        f"请把结尾改成 {closer}。",
        start=opened.start(),
        end=bracket.end(),
    )


def _tag(start: int, end: int, raw: str, text: str) -> tuple[Tag, list[Finding]]:
    opener, inner = text[:2], text[2:-2]
    prefix = _PREFIX.match(inner)
    detached = None if prefix or opener != STATEMENT else _DETACHED_PREFIX.match(inner)
    found = prefix or detached
    inner = inner[found.end() :] if found else inner
    trims = inner.startswith("-") or inner.endswith("-")
    inner = _SIGNS.sub("", inner.strip()) if trims or inner.startswith("+") else inner
    tag = Tag(start, end, opener, found[1] if found else "", raw, trims=trims)
    findings = [*_bracket_findings(tag, text), *_prefix_findings(tag, inner, detached is not None)]
    if opener == COMMENT:
        return tag, findings
    mended, quotes = _mended(tag, inner)
    word, rest, words = _statement(tag, mended) if opener == STATEMENT else ("", mended, [])
    return replace(tag, word=word, expression=rest.strip()), [*findings, *quotes, *words]


def _bracket_findings(tag: Tag, text: str) -> Iterator[Finding]:
    if tag.raw[:2] + tag.raw[-2:] != text[:2] + text[-2:]:
        yield tag.finding(
            FULL_WIDTH_BRACKET,
            "标签用了全角的括号，会原样印出来。",
            f"请改成半角的 {text[:2]} {text[-2:]}。",
        )


def _prefix_findings(tag: Tag, inner: str, is_detached: bool) -> Iterator[Finding]:
    prefix = tag.prefix
    if is_detached:
        message = f"{prefix} 要紧跟在 {{% 后面，它后面要有空格。"
        remedy = f"请写成 {{%{prefix} {inner.strip()} %}}。"
        yield tag.finding(DETACHED_PREFIX, message, remedy)
    if prefix and tag.opener == PRINT:
        message = f"{{{{{prefix} …}}}} 印不出文字，内容会丢失。"
        yield tag.finding(PREFIXED_PRINT, message, "请去掉这个前缀，写成 {{ … }}。")
    elif prefix and tag.opener == STATEMENT and re.search(r"[%}]", inner):
        message = f"{{%{prefix} …%}} 里面不能出现 % 或 }}。"
        yield tag.finding(SIGN_IN_TAG, message, "请先用 {% set %} 算出来，或换一种写法。")


def _mended(tag: Tag, inner: str) -> tuple[str, list[Finding]]:
    """The inside as it was meant, and what had to be put right outside of quoted text."""
    # docxtpl makes straight quotes of these, wherever they stand in a tag.
    straight = inner.translate(_CURLY)
    findings = []
    if "&" in inner:
        # docxtpl leaves it as XML writes it: it would be printed, and compared, as `&amp;`.
        message = "标签里的 & 会变成 &amp;。"
        findings.append(tag.finding(AMPERSAND, message, "请写在标签外面；“并且”请写 and。"))
    if straight != inner:
        message = "标签里的中文引号会被当作英文引号。"
        remedy = "请改成英文的引号；要印出来的引号请写在标签外面。"
        findings.append(tag.finding(CURLY_QUOTE, message, remedy))
    sign = _FULL_WIDTH_SIGN.search(_STRING.sub("", straight))
    if sign is None:
        return straight, findings
    remedy = f"请改成半角的 {sign[0].translate(_HALF_WIDTH_SIGNS)} 。"
    findings.append(tag.finding(FULL_WIDTH_SIGN, f"标签里有全角的“{sign[0]}”。", remedy))
    return _half_width(straight), findings


def _half_width(text: str) -> str:
    kept = _STRING.findall(text)
    pieces = [piece.translate(_HALF_WIDTH_SIGNS) for piece in _STRING.split(text)]
    return pieces[0] + "".join(a + b for a, b in zip(kept, pieces[1:], strict=True))


def _statement(tag: Tag, inner: str) -> tuple[str, str, list[Finding]]:
    """First word, the rest, and what is wrong with the word."""
    found = _WORD.match(inner)
    word = found[1] if found else ""
    rest = inner[found.end() :] if found else ""
    if word in _BLOCKS:
        return word, rest, []
    if word in _REFUSED or word in _CELL_WORDS:
        remedy = _CELL_WORDS.get(word, "请换一种写法。")
        return "", "", [tag.finding(REFUSED, f"模板里不能用 {word}。", remedy)]
    return _unknown_word(tag, word, rest)


def _unknown_word(tag: Tag, word: str, rest: str) -> tuple[str, str, list[Finding]]:
    near = suggestion(word, _BLOCKS)
    meant = next((known for known in _BLOCKS if near and f"“{known}”" in near), "")
    if not word:
        return "", "", [tag.finding(UNKNOWN_TAG, "标签是空的。", "请删去它，或写上内容。")]
    remedy = f"{near}可以用的有 if、elif、else、endif、for、endfor、set。"
    if meant or not rest.strip():
        message = f"没有“{word}”这种标签。"
    else:
        message = f"{{% %}} 里面要以 if、for 之类开头，不能是“{word}”。"
    if not meant:
        remedy += "要印出内容请写 {{ … }}。"
    return meant, rest, [tag.finding(UNKNOWN_TAG, message, remedy)]


def _splits(tag: Tag, marks: Iterable[Mark]) -> Iterator[Finding]:
    """What stands between the pieces of a tag, and gets lost with it."""
    inside = [mark for mark in marks if tag.start < mark.offset < tag.end]
    contents = _words(mark for mark in inside if mark.kind == CONTENT)
    if contents:
        message = f"标签中间夹着{contents}，会丢失。"
        yield tag.finding(SPLIT_CONTENT, message, "请删去这个标签，一口气重新输入。")
    edges = _words(_cut(inside))
    if edges:
        message = f"标签跨过了{edges}的边界，后面的文字可能丢失。"
        yield tag.finding(SPLIT_BOUNDARY, message, f"请把标签整个放在{edges}的里面或外面。")
    if any(mark.kind == LOOKS for mark in inside):
        message = "标签里前后几个字的格式不同，印出来用的是第一个字的格式。"
        yield tag.finding(SPLIT_LOOKS, message, "请选中整个标签，设成同一种格式。")


def _words(marks: Iterable[Mark]) -> str:
    return "、".join(dict.fromkeys(mark.word for mark in marks))


def _cut(inside: list[Mark]) -> Iterator[Mark]:
    """Edges that docxtpl would drop, or of which it would drop one end only."""
    for mark in inside:
        ends = sum(other.key == mark.key for other in inside)
        if mark.kind == EDGE or (mark.kind == RANGE and ends == 1):
            yield mark
