"""R1: how it is known who called is a fact of its own, and nothing is said beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cases import loaded

from anjuan import Party
from anjuan.testing import Row, case, incident, institution
from anjuan_plugins.kinds.facts.ties import ties_to
from anjuan_plugins.kinds.prose import attribution, wording
from anjuan_plugins.kinds.prose.voices import COURT, LETTER, POLICE, REGULATOR, Voice

NAMED = incident(对方自称="甲贷委托的催收人员", 关联依据="自报名称", 次数=12, 证据编号="1、3")
SIGNED = incident(方式="短信", 内容="【甲贷】您已逾期", 关联依据="短信署名", 次数=1, 证据编号="5")
KNOWING = incident(关联依据="知悉合同信息", 证据编号="2")
COLLECTED = case(催收机构="鼎催")


def told(folder: Path, *rows: Row, who: Row | None = None, voice: Voice = LETTER) -> str:
    it = loaded(folder, cases=[who or case()], incidents=rows)
    return attribution.paragraph(it, voice, "贵司", "贵司")


def test_r01_callers_are_quoted_most_frequent_first_with_counts_and_exhibits(
    tmp_path: Path,
) -> None:
    other = incident(对方自称="自称甲贷法务部", 次数=3, 证据编号=None)

    text = told(tmp_path, other, NAMED, incident(对方自称="甲贷委托的催收人员"), SIGNED, KNOWING)

    assert text == (
        "来电人自称“甲贷委托的催收人员”（17次，证据1、3）；来电人自称“甲贷法务部”（3次）；"
        "短信署名【甲贷】（1条，证据5）；对方能够说出该笔借款的合同信息（证据2）。"
    )


def test_r01_what_was_learnt_by_calling_back_and_by_a_link_is_told(tmp_path: Path) -> None:
    rows = (
        incident(对方自称="甲贷客服", 关联依据="回拨核实", 次数=2),
        incident(方式="短信", 关联依据="还款链接", 证据编号="4"),
        incident(方式="上门", 对方自称="甲贷外访员", 次数=1, 证据编号=None),
    )

    text = told(tmp_path, *rows)

    assert "回拨来电号码，接听人自称“甲贷客服”（2次，证据1）" in text
    assert "信息所附链接指向该笔借款的还款页面（证据4）" in text
    assert "上门人员自称“甲贷外访员”（1次）" in text


@pytest.mark.parametrize(
    ("voice", "asked"),
    [
        (LETTER, "请贵司查明后书面告知"),
        (REGULATOR, "请予核查"),
        (POLICE, "请予查明"),
        (COURT, "原告将申请人民法院责令其提交"),
    ],
)
def test_r01_where_nothing_ties_a_caller_to_the_lender_no_paper_says_so(
    tmp_path: Path, voice: Voice, asked: str
) -> None:
    text = told(tmp_path, incident(), voice=voice)

    assert asked in text
    assert "自称" not in text and "经查" not in text


@pytest.mark.parametrize("row", [NAMED, SIGNED, KNOWING])
def test_r01_who_is_tied_to_the_lender_is_not_asked_for(tmp_path: Path, row: Row) -> None:
    assert "请贵司查明" not in told(tmp_path, row)


@pytest.mark.parametrize(
    ("claimed", "ties", "party"),
    [
        ("虚构甲网络借贷有限公司的员工", None, Party.CREDITOR),
        ("虚构 甲网络借贷有限公司", None, Party.CREDITOR),
        ("甲贷", None, Party.CREDITOR),
        ("甲贷借款的客服", None, Party.CREDITOR),
        ("鼎催公司", None, Party.COLLECTOR),
        (None, "知悉合同信息", Party.CREDITOR),
        ("某某法务", "知悉合同信息", Party.CREDITOR),
    ],
)
def test_r01_a_row_ties_a_caller_to_whom_it_names(
    tmp_path: Path, claimed: str | None, ties: str | None, party: Party
) -> None:
    row = incident(对方自称=claimed, 关联依据=ties)
    it = loaded(tmp_path, cases=[COLLECTED], incidents=[incident(), row])

    found = {of: ties_to(it, of) for of in Party}

    assert found == {of: ((it.incidents[1],) if of is party else ()) for of in Party}


@pytest.mark.parametrize(
    ("claimed", "ties"),
    [(None, None), ("银行工作人员", "自报名称"), ("某某法务", "自报名称"), (None, "短信署名")],
)
def test_r01_a_name_of_nobody_in_the_case_ties_to_nobody(
    tmp_path: Path, claimed: str | None, ties: str | None
) -> None:
    bank = institution(名称="虚构商业银行股份有限公司", 简称="虚商", 机构类型="商业银行")
    row = incident(对方自称=claimed, 关联依据=ties)
    it = loaded(
        tmp_path, cases=[case(债权人="虚商", 借款产品="信用卡")], institutions=[bank],
        incidents=[row],
    )  # fmt: skip

    assert not any(ties_to(it, party) for party in Party)


def test_r01_a_collector_was_found_only_where_it_is_said_how(tmp_path: Path) -> None:
    found = told(tmp_path, KNOWING, who=case(催收机构="鼎催", 催收机构查明依据="贵司客服的答复"))
    named = told(tmp_path, incident(对方自称="鼎催"), who=COLLECTED)
    guessed = told(tmp_path, KNOWING, who=COLLECTED)

    assert "经查，受贵司委托实施催收的是虚构市鼎催信息咨询有限公司，" in found
    assert "查明的依据：贵司客服的答复。" in found
    assert "按照对方的自称，实施催收的是虚构市鼎催信息咨询有限公司。" in named
    assert "可能是虚构市鼎催信息咨询有限公司，有待核实" in guessed
    assert "经查" not in named + guessed


def test_r01_somebody_collects_in_a_name_only_where_he_used_it(tmp_path: Path) -> None:
    named = loaded(tmp_path, incidents=[NAMED])
    silent = loaded(tmp_path, incidents=[KNOWING])

    assert "，有人自称代贵司催收，" in wording.summary(named, LETTER, "贵司")
    assert "，有人以催收“甲贷借款”欠款为由，" in wording.summary(silent, LETTER, "贵司")
    assert attribution.opening(loaded(tmp_path, cases=[case(借款产品=None)]), "") == (
        "有人以催收借款为由"
    )


def test_r01_what_is_missing_is_told_with_its_cell(tmp_path: Path) -> None:
    it = loaded(
        tmp_path,
        cases=[COLLECTED],
        incidents=[incident(), incident(关联依据="自报名称、短信署名")],
    )

    found = {problem.code: problem for problem in attribution.untied(it)}

    assert found["untied-caller"].heading == "对方自称"
    assert found["collector-without-source"].heading == "催收机构查明依据"
    assert found["unnamed-tie"].cell.endswith("3")
    assert not any(problem.is_error for problem in found.values())


def test_r01_where_all_is_told_nothing_is_missing(tmp_path: Path) -> None:
    who = case(催收机构="鼎催", 催收机构查明依据="短信署名")

    assert not list(attribution.untied(loaded(tmp_path, cases=[who], incidents=[NAMED, SIGNED])))
