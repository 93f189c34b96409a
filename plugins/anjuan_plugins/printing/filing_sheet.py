"""Step `filing-sheet`: a list for each case of what to sign, and where and how to hand it in.

It is a step and no kind: it tells of the papers that stand, the edited ones too, and a kind sees
no other paper.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from lxml import etree

from anjuan import (
    AnjuanError,
    Case,
    Evidence,
    Finished,
    FinishedCase,
    FinishedRun,
    Message,
    Problem,
    Rule,
    Step,
    document_text,
    hookimpl,
    public,
    shipped_template,
    split_list,
)
from anjuan_plugins.printing.pages import digest, key_of

NAME, TITLE = "filing-sheet", "递交清单"
FILE = f"{TITLE}.docx"
FAILED = Rule("filing-sheet-failed", "递交清单没有做成。")
_TEMPLATE = shipped_template(NAME, TITLE)
_NUMBER = re.compile(r"(?:草稿_)?([0-9]+)_")
_CITED = re.compile(r"证据([0-9A-Za-z][-0-9A-Za-z、]*)")
_BY_HAND = "＿" * 17
# Whoever posts a paper needs an address on the envelope; where one hands it over, one knows it.
_POSTED = "寄出"


def work(run: FinishedRun) -> Iterator[Problem]:
    """Make the sheets that are missing or out of date."""
    made = 0
    for case in run.cases:
        if case.documents:
            told = _filed(case)
            yield from told or ()
            made += told is not None
    run.tell(Message("{}：{} 份。", public(TITLE), public(made)))


def _filed(case: FinishedCase) -> Iterable[Problem]:
    # Whoever only loads the plug-ins needs nothing that makes files.
    from anjuan import fill_template

    files = case.files(NAME)
    values = sheet(case)
    key = key_of(digest(_TEMPLATE.read_bytes()), values)
    told = files.standing(FILE, key)
    if told is not None:
        return told
    try:
        content = fill_template(_TEMPLATE, values, f"{TITLE} {case.case.number}")
    except AnjuanError as error:
        reason = Message("没有做成：{}", error.message)
        return (files.problem(FAILED, FILE, reason, "文书不受影响。"),)
    return files.put(FILE, content, key)


def sheet(case: FinishedCase) -> Mapping[str, object]:
    """All that the sheet of a case says, by the names of its template."""
    it = case.case
    return {
        "案件编号": it.number,
        "委托人": it.client.name,
        "律师": lawyer_of(it),
        "文书": [_row(case, document) for document in case.documents],
        "要带": _things_to_bring(case.documents),
        "期限": [_deadline(*end) for end in case.deadlines if not _is_past(case, end[1])],
        "已过": [_deadline(*end) for end in case.deadlines if _is_past(case, end[1])],
        "空行": _BY_HAND,
    }


def lawyer_of(case: Case) -> str:
    """Who acts for the client, with the firm, as lists for the office tell it; empty for nobody."""
    return f"{case.lawyer}　{case.law_firm}".strip("　")


def _deadline(title: str, day: date, basis: str) -> Mapping[str, object]:
    return {"事项": title, "到期日": day, "依据": basis}


def _is_past(case: FinishedCase, day: date) -> bool:
    """Whether a day lies before the papers are signed; no day does where they bear no date."""
    signed = case.case.signing_date
    return signed is not None and day < signed


def _row(case: FinishedCase, document: Finished) -> Mapping[str, object]:
    how, text = document.handing_in, _text(document.path)
    cited = "、".join(cited_exhibits(text, case.case.evidence))
    cites = f"文中引用的证据{cited}" if cited else ""
    return {
        "编号": _number(document.path),
        "题名": document.title,
        "是草稿": document.is_draft,
        "收文单位": document.recipient or how.to,
        "地址": document.address or (_BY_HAND if _POSTED in how.ways else ""),
        "签名": how.signed_by,
        "份数": how.copies,
        "怎样交": how.ways,
        "附": "；".join(filter(None, (_annexed(text) or how.attach, cites))),
        "期限": how.due,
    }


def _number(path: Path) -> str:
    found = _NUMBER.match(path.name)
    return found[1] if found else "—"


def _things_to_bring(documents: Iterable[Finished]) -> list[Mapping[str, object]]:
    """Each paper or seal once, with the numbers of the papers that it is needed for."""
    needed: dict[str, list[str]] = {}
    for document in documents:
        for thing in split_list(document.handing_in.bring):
            needed.setdefault(thing, []).append(_number(document.path))
    return [{"名称": thing, "编号": "、".join(numbers)} for thing, numbers in needed.items()]


def _text(paper: Path) -> str:
    """What stands in a paper, an edited one too; nothing of one that can't be read."""
    try:
        return document_text(paper.read_bytes())
    except (OSError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError):
        return ""


def _annexed(text: str) -> str:
    """What a paper itself says is annexed to it."""
    lines = (line.strip() for line in text.splitlines())
    return next((it.removeprefix("附：").rstrip("。") for it in lines if it.startswith("附：")), "")


def cited_exhibits(text: str, exhibits: Iterable[Evidence]) -> tuple[str, ...]:
    """Numbers of the exhibits that a text cites, in the order of sheet 证据."""
    cited = {number for found in _CITED.findall(text) for number in found.split("、")}
    return tuple(it.number for it in exhibits if it.number in cited)


STEP = Step(
    name=NAME,
    title=TITLE,
    help="每个案件另做一张递交清单：哪些文书由谁签、几份、交到哪里、附什么、带什么、何时之前。",
    work=work,
    rules=(FAILED,),
)


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (STEP,)
