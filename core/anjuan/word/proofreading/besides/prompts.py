"""Prompts that wait for somebody to type: they would be printed as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from anjuan.opc import W
from anjuan.problems import Rule, Severity
from anjuan.word.marks import MEANT_TAG
from anjuan.word.proofreading.faults import Fault, Finding
from anjuan.word.proofreading.stories import Story

PROMPT = Rule("prompt", "还留着填写提示。")
PROMPT_TEXT = Rule("prompt-text", "有像填写提示的文字。", Severity.WARNING)

_OFF = ("0", "false", "off")
_WORDS = re.compile(
    r"[\[［【〔](?:请|在)?(?:单击|点击|双击|键入|此处|在此)[^\]］】〕]{0,30}[\]］】〕]"
    r"|(?:单击|点击)(?:或点击|或点按)?(?:此处|这里|以)(?:输入|添加|键入|填写|选择)\S{0,10}"
    r"|Click (?:or tap )?(?:here )?to (?:enter|add) (?:text|a date)",
)
REPLACE = "请换成变量（如 {{ 委托人.住址 }}）或文字；不需要的请删去。"


def prompt_faults(story: Story) -> Iterator[Fault]:
    """Prompts of content controls, and text that reads like one."""
    told = set()
    for control in story.root.iter(f"{W}sdt"):
        text = _prompt(control)
        if text:
            message = f"还留着填写提示“{text[:30]}”，会印进每一份文书。"
            yield from story.faults_at(control, Finding(PROMPT, message, REPLACE))
            told.add(text)
    for paragraph in story.paragraphs:
        found = None if paragraph.is_ignored else _WORDS.search(paragraph.text)
        if found and not any(found[0] in text for text in told):
            message = f"“{found[0]}”像是填写提示，会原样印出来。"
            finding = Finding(PROMPT_TEXT, message, REPLACE, found.start(), found.end())
            yield paragraph.fault(finding)


def _prompt(control: etree._Element) -> str:
    """What a content control shows as long as nobody has typed; empty where somebody has."""
    shown = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    content = control.find(f"{W}sdtContent")
    if shown is None or shown.get(f"{W}val") in _OFF or content is None:
        return ""
    text = "".join(it.text or "" for it in content.iter(f"{W}t")).strip()
    return "" if MEANT_TAG.search(text) else text
