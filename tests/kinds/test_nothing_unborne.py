"""Promise 9: no citation, no word of frequency, no count and no attribution without its rows.

Every paper of every sample case is read, as it was made and as it would be had the rows told less.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.borne import own_words, unborne
from support.borne_citations import LAW, cited
from support.matters import matter_of
from support.runs import Generate, Generated

from anjuan import Case, Matter, load_cases
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import TODAY, incident

Cells = dict[str, Any]
Change = Callable[[Cells, int], Cells | None]


# ---------------------------------------------------------------- samples that tell less


def _without(*headings: str) -> Change:
    return lambda cells, place: {**cells, **dict.fromkeys(headings)}


def _one_call(cells: Cells, place: int) -> Cells | None:
    """The first row of a case only, as a single call."""
    return {**cells, "次数": 1, "接通次数": None} if place == 0 else None


def _one_a_day(cells: Cells, place: int) -> Cells:
    return {**cells, "次数": 1, "接通次数": None}


def _unnamed_at_noon(cells: Cells, place: int) -> Cells:
    """Nobody said who he was, and nobody called at night."""
    moment = cells["时间"]
    noon = moment.replace(hour=12, minute=0) if isinstance(moment, datetime) else moment
    return {**cells, "时间": noon, "对方自称": None, "关联依据": None, "内容": None}


# What of 骚扰记录, and which columns of 案件, are taken away; and words that must then be gone.
MUTANTS: Mapping[str, tuple[Change, tuple[str, ...], tuple[str, ...]]] = {
    "natures": (_without("行为性质"), (), ()),
    "ties and nights": (
        _unnamed_at_noon,
        ("催收机构查明依据",),
        ("自称代", "短信署名", "经查，", "来电人自称", "22时至次日8时之间"),
    ),
    "course": (_one_call, (), ("频繁", "反复")),
    "frequency and refusal": (
        _one_a_day,
        ("要求停止日期", "要求停止方式", "要求停止证据编号"),
        ("频繁", "此后仍有"),
    ),
}


def _mutated(folder: Path, change: Change, of_case: tuple[str, ...]) -> Path:
    book = load_workbook(SAMPLE_WORKBOOK)
    _rewrite(book["骚扰记录"], change)
    _rewrite(book["案件"], _without(*of_case))
    path = folder / "示例.xlsx"
    book.save(path)
    return path


def _rewrite(sheet: Worksheet, change: Change) -> None:
    """Every row after a change that is handed its place among those of its case."""
    names = {str(cell.value).rstrip("（必填）*"): cell.column for cell in sheet[1] if cell.value}
    known: dict[object, list[int]] = {}
    gone: list[int] = []
    for number in range(2, sheet.max_row + 1):
        cells = {name: sheet.cell(number, column).value for name, column in names.items()}
        if not cells["案件编号"]:
            continue
        place = known.setdefault(cells["案件编号"], [])
        changed = change(cells, len(place))
        place.append(number)
        if changed is None:
            gone.append(number)
        for name, value in (changed or {}).items():
            sheet.cell(number, names[name]).value = value
    for number in reversed(gone):
        sheet.delete_rows(number)


def _audit(done: Generated, cases: Mapping[str, Case]) -> dict[str, list[str]]:
    """What each paper says without rows."""
    found = {
        outcome.path: unborne(done.read(done.folder / outcome.path), _matter(cases[outcome.case]))
        for outcome in done.report.documents
        if outcome.path
    }
    return {path: faults for path, faults in found.items() if faults}


def _matter(case: Case) -> Matter:
    return Matter(case, LAW, case.signing_date or TODAY)


def _cases(path: Path) -> Mapping[str, Case]:
    return {case.number: case for case in load_cases(path, today=TODAY)}


# ---------------------------------------------------------------- tests


def test_p9_every_word_count_and_citation_of_the_samples_has_its_rows(generate: Generate) -> None:
    done = generate(SAMPLE_WORKBOOK)

    assert len({outcome.kind for outcome in done.report.documents}) > 8
    assert _audit(done, _cases(SAMPLE_WORKBOOK)) == {}


@pytest.mark.parametrize("name", MUTANTS)
def test_p9_what_rows_no_longer_tell_is_gone_from_every_paper(
    generate: Generate, tmp_path: Path, name: str
) -> None:
    change, of_case, gone = MUTANTS[name]
    book = _mutated(tmp_path, change, of_case)

    done = generate(book)

    assert [it for it in done.report.documents if it.path]
    cases = _cases(book)
    assert _audit(done, cases) == {}
    for outcome in done.report.documents:
        if outcome.path:
            words = own_words(done.read(done.folder / outcome.path), cases[outcome.case])
            assert not [word for word in gone if word in words]


@pytest.mark.parametrize(
    "sentence",
    [
        "对方长期来电。",
        "对方频繁联系本人。",
        "对方反复联系本人。",
        "上述联系明显超出合理限度。",
        "对方多次来电。",
        "对方辱骂本人。",
        "共计电话7次。",
        "短信1条。",
        "22时至次日8时之间1次。",
        "本人要求停止以后仍有电话1次。",
        "来电人自称“甲贷”。",
        "有人自称代甲贷催收。",
        "经查，实施催收的是乙公司。",
        "违反《中华人民共和国民法典》第一千零二十四条。",
        "违反《中华人民共和国民法典》第九千条。",
        "依照《中华人民共和国民法典》第一千一百八十三条请求赔偿。",
    ],
)
def test_p9_a_sentence_that_no_row_bears_is_found(tmp_path: Path, sentence: str) -> None:
    matter = matter_of(tmp_path, incidents=[incident(次数=1, 行为性质=None)])

    assert unborne(sentence, matter)


@pytest.mark.parametrize(
    "sentence",
    [
        "对方频繁联系本人，共计电话41次。",
        "来电人自称“甲贷的人”（41次）。",
        "22时至次日8时之间41次。",
        "侵扰了安宁，违反《中华人民共和国民法典》第一千零三十三条第一项。",
        # What a lawyer wrote is his own.
        "后果：长期失眠。",
    ],
)
def test_p9_a_sentence_that_rows_bear_is_not(tmp_path: Path, sentence: str) -> None:
    from anjuan.testing import case

    row = incident(次数=41, 时间="2026-03-05 22:10", 对方自称="甲贷的人")
    matter = matter_of(tmp_path, cases=[case(损害后果="长期失眠")], incidents=[row])

    assert unborne(sentence, matter) == []


def test_p9_an_article_without_its_law_is_of_the_law_named_last() -> None:
    text = "依照《中华人民共和国治安管理处罚法》第九十条立案，查明是否涉及该法第五十六条所列行为"

    law = "《中华人民共和国治安管理处罚法》"
    assert list(cited(text)) == [(law, "第九十条"), (law, "第五十六条")]


def test_p9_a_short_name_is_that_of_its_law() -> None:
    code, other = "《中华人民共和国民法典》", "《中华人民共和国个人信息保护法》"

    text = f"依照{code}（以下简称《民法典》）第一千条，{other}第六条；《民法典》第一千零三十二条"

    places = [(code, "第一千条"), (other, "第六条"), (code, "第一千零三十二条")]
    assert list(cited(text)) == places
