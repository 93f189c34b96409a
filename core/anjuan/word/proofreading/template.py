"""All faults of a Word template at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from anjuan.errors import TemplateError
from anjuan.messages import Message, public
from anjuan.opc import BODY
from anjuan.problems import Rule, Severity
from anjuan.word.marks import MEANT_TAG
from anjuan.word.proofreading.besides.field_codes import field_faults
from anjuan.word.proofreading.besides.foreign import foreign_faults
from anjuan.word.proofreading.besides.leftovers import personal_findings
from anjuan.word.proofreading.besides.numbering import numbering_faults
from anjuan.word.proofreading.besides.package import content_faults, file_faults
from anjuan.word.proofreading.besides.prompts import prompt_faults
from anjuan.word.proofreading.besides.revisions import (
    ACCEPT,
    TRACKED_CHANGE,
    TRACKED_TAG,
    revision_faults,
)
from anjuan.word.proofreading.blocks import Checker
from anjuan.word.proofreading.elsewhere import (
    FIELD_TAG,
    MOVE,
    UNFILLED_TAG,
    has_tag,
    is_bound_to_data,
    tags_elsewhere,
)
from anjuan.word.proofreading.faults import Fault, Finding
from anjuan.word.proofreading.names import UNKNOWN_NAME
from anjuan.word.proofreading.opening import WordFile, open_word_file
from anjuan.word.proofreading.paragraphs import DELETED, FIELD_CODE, Paragraph
from anjuan.word.proofreading.shapes import OPEN, Shape
from anjuan.word.proofreading.stories import Story, stories, story_parts
from anjuan.word.sandbox import PLAIN, Sandbox

BOXED_TAG = Rule("boxed-tag", "标签在文本框里。", Severity.WARNING)
HIDDEN_TEXT = Rule("hidden-text", "有隐藏文字。", Severity.WARNING)

_PARTS_ORDER = ("word/document.xml", "word/header", "word/footer", "word/footnotes")
_NOBODY: Mapping[str, str] = MappingProxyType({})


def find_faults(
    source: bytes,
    vocabulary: Shape | None = None,
    *,
    sandbox: Sandbox = PLAIN,
    clients: Mapping[str, str] = _NOBODY,
) -> tuple[Fault, ...]:
    """Everything that is wrong with a template, in the order in which a reader meets it.

    Args:
        source: the .docx file.
        vocabulary: the names a template of its kind may use; None = names are not judged.
        sandbox: what it will run in, with the filters of plug-ins.
        clients: personal data that must not stand in it → what each is (`委托人姓名`).

    Raises:
        TemplateError: it is no Word document.
    """
    return _faults(_opened(source), vocabulary, sandbox, clients)


def _opened(source: bytes) -> WordFile:
    file = open_word_file(source)
    if BODY in file.xml and file.tree(BODY) is None:
        raise TemplateError(Message("正文已损坏，打不开。请用 Word 打开后另存一份。"))
    return file


def _faults(
    file: WordFile, vocabulary: Shape | None, sandbox: Sandbox, clients: Mapping[str, str]
) -> tuple[Fault, ...]:
    if not file.xml:
        return file.faults
    search = _Search(OPEN if vocabulary is None else vocabulary, sandbox, clients)
    told = list(stories(file))
    is_bound = any(map(is_bound_to_data, told))
    found: list[Fault] = []
    for story in told:
        found += search.faults(story)
        if story.part == BODY:
            found += numbering_faults(story.root, story.paragraphs, file)
        found += (*prompt_faults(story), *foreign_faults(story), *revision_faults(story))
    found += field_faults(told)
    found += content_faults(file, story_parts(file), is_bound=is_bound)
    return tuple(sorted(dict.fromkeys(found), key=_order))


def refuse_faulty(
    name: str, source: bytes, sandbox: Sandbox, vocabulary: Shape | None = None
) -> bytes:
    """Refuse a template that can't be used; no name is unknown: that depends on the workbook.

    Args:
        name: of the template, for the message.
        source: the .docx file.
        sandbox: what it will run in, with the filters of plug-ins.
        vocabulary: the names of which it is known what they are; None = of none.

    Returns:
        The package in its usual form.

    Raises:
        TemplateError: names the template and the first fault, and counts the others.
    """
    try:
        file = _opened(source)
        # Open, for what is like an unknown name takes long to find, and nobody is told.
        known = replace(vocabulary, is_open=True) if vocabulary else None
        faults = _faults(file, known, sandbox, _NOBODY)
        errors = [it for it in faults if it.is_error and it.rule is not UNKNOWN_NAME]
    except TemplateError as error:
        raise TemplateError("模板 {} 打不开：{}", name, error.message) from error
    if errors:
        count = public(len(errors))
        others = Message("（共 {} 处，全部列出用 anjuan template check）", count)
        raise TemplateError("模板 {} {}{}", name, errors[0], others if errors[1:] else "")
    return file.source


def refuse_unfit_file(source: bytes) -> None:
    """Refuse what can't become a template by typing in it: another format, macros, a trap.

    Raises:
        TemplateError: says what it is, and what to do.
    """
    for fault in file_faults(_opened(source)):
        raise TemplateError("{}{}", fault.message, fault.remedy)


def _order(fault: Fault) -> tuple[int, str, int, int]:
    rank = next(
        (at for at, start in enumerate(_PARTS_ORDER) if fault.part.startswith(start)),
        len(_PARTS_ORDER),
    )
    return rank, fault.part, fault.paragraph, fault.offset


class _Search:
    """Looks through all that holds paragraphs."""

    def __init__(self, vocabulary: Shape, sandbox: Sandbox, clients: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._sandbox = sandbox
        self._clients = clients

    def faults(self, story: Story) -> Iterator[Fault]:
        """What is wrong with its text."""
        checker = Checker(self._vocabulary, self._sandbox) if story.is_filled else None
        for paragraph in story.paragraphs:
            if not paragraph.is_ignored:
                found = checker.faults(paragraph) if checker else _never_filled(paragraph)
                yield from found
                yield from self._besides_tags(paragraph)
        if checker is not None:
            yield from checker.rest()
        yield from tags_elsewhere(story)

    def _besides_tags(self, paragraph: Paragraph) -> Iterator[Fault]:
        yield from map(paragraph.fault, _asides(paragraph))
        yield from map(paragraph.fault, _doubtful_places(paragraph))
        yield from map(paragraph.fault, personal_findings(paragraph.text, self._clients))


def _never_filled(paragraph: Paragraph) -> Iterator[Fault]:
    found = MEANT_TAG.search(paragraph.text)
    if found:
        yield paragraph.fault(
            Finding(
                UNFILLED_TAG,
                f"{paragraph.place[:2]}里的标签不会被填写。",
                MOVE,
                start=found.start(),
                end=found.end(),
            )
        )


def _asides(paragraph: Paragraph) -> Iterator[Finding]:
    """Tags in text that is not printed; its pieces may be split like any other text."""
    codes = "".join(text for kind, text in paragraph.asides if kind == FIELD_CODE)
    if has_tag(codes):
        message = f"域代码（{codes.strip()[:30]}）里有标签，域更新以后内容就不对了。"
        yield Finding(FIELD_TAG, message, "请删去这个域，直接写标签。")
    deleted = "".join(text for kind, text in paragraph.asides if kind == DELETED)
    if MEANT_TAG.search(deleted):
        message = f"标签在修订删除的文字里（{deleted[:30]}）。"
        yield Finding(TRACKED_TAG, message, ACCEPT)
    elif deleted:
        yield _tracked(f"有修订删除的文字“{deleted[:20]}”，会随文书一起交出去。")


def _doubtful_places(paragraph: Paragraph) -> Iterator[Finding]:
    tracked = "".join(paragraph.text[start:end] for start, end in paragraph.tracked)
    if any(_has_tag(paragraph, start, end) for start, end in paragraph.tracked):
        message = "标签在修订插入的文字里，文书里会留下修订标记。"
        yield Finding(TRACKED_TAG, message, ACCEPT)
    elif tracked:
        yield _tracked(f"有修订插入的文字“{tracked[:20]}”，修订标记会留在文书里。")
    if paragraph.is_boxed and MEANT_TAG.search(paragraph.text):
        yield Finding(
            BOXED_TAG,
            "标签在文本框里。文本框在文件里存着两份，改过以后可能只有一份是新的。",
            "建议改用普通段落或表格。",
        )
    if paragraph.is_hidden:
        message = "有隐藏文字，别人打开文书就能看到。"
        yield Finding(HIDDEN_TEXT, message, "请删去，或取消隐藏。")


def _has_tag(paragraph: Paragraph, start: int, end: int) -> bool:
    """True where a tag lies in a stretch of text, or reaches into it."""
    text = paragraph.text
    opened = max(text.rfind("{{", 0, start), text.rfind("{%", 0, start))
    closed = max(text.rfind("}}", 0, start), text.rfind("%}", 0, start))
    return opened > closed or MEANT_TAG.search(text, max(0, start - 1), end) is not None


def _tracked(message: str) -> Finding:
    return Finding(TRACKED_CHANGE, message, ACCEPT)
