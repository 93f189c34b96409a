"""R4: the reader's words; 委托人 reaches neither court nor police nor regulator."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import loaded
from support.runs import generate_into

from anjuan.testing import case, evidence, incident, institution, write_workbook
from anjuan_plugins.kinds.filters import anjuan_filters
from anjuan_plugins.kinds.prose import wording
from anjuan_plugins.kinds.prose.voices import (
    COURT,
    LAWYER,
    LETTER,
    POLICE,
    REGULATOR,
    annexes,
    in_letter,
    witness_voice,
)

_CALLED = ("本人", "委托人", "原告")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("委托人手机", "原告手机"),
        ("我方委托人因此失眠", "原告因此失眠"),
        ("本人手机自动录音", "原告手机自动录音"),
        ("录音，本人保存", "录音，原告保存"),
        ("由本人提供", "由原告提供"),
        ("林同事本人出具", "林同事本人出具"),
        ("债务人本人", "债务人本人"),
        ("对方说“委托人是老赖”，委托人未答", "对方说“委托人是老赖”，原告未答"),
        ("对方说「委托人", "对方说「委托人"),
        ("《委托人须知》", "《委托人须知》"),
        ("受委托人员上门", "受委托人员上门"),
        ("委托人民调解委员会", "委托人民调解委员会"),
        ("", ""),
    ],
)
def test_r04_a_cell_is_told_in_the_words_of_the_paper(typed: str, printed: str) -> None:
    assert COURT.cell(typed) == printed


@given(st.text("委托人本原告，。“”「」我方", max_size=30))
def test_r04_no_cell_brings_the_word_outside_of_a_quotation(text: str) -> None:
    bare = "".join(piece.partition("”")[2] for piece in f"”{text}".split("“"))

    for voice in (COURT, LETTER, POLICE, REGULATOR, witness_voice("张三")):
        assert ("委托人" in voice.cell(bare)) <= ("「" in bare)


def test_r04_papers_that_call_the_client_differently_tell_one_case_each_in_its_own_words(
    tmp_path: Path,
) -> None:
    row = incident(
        内容="要求委托人还款", 行为性质="泄露债务信息", 受扰人="王刚", 与委托人关系="同事"
    )
    who = case(要求停止日期="2026-03-04", 要求停止方式="委托人致电客服")
    it = loaded(tmp_path, cases=[who], incidents=[row, incident(内容="委托人是老赖")])

    for voice in (LETTER, LAWYER, COURT, REGULATOR, LETTER):
        for told in (
            wording.quotations(it, voice),
            wording.disclosure(it, voice),
            wording.objection(it, voice),
        ):
            assert [word for word in _CALLED if word in told] == [voice.me]


def test_r04_a_lawyer_s_letter_keeps_its_word() -> None:
    assert LAWYER.cell("委托人失眠，本人就医") == "委托人失眠，委托人就医"


def test_r04_facts_from_cells_are_in_the_words_of_the_paper(tmp_path: Path) -> None:
    who = case(损害后果="委托人失眠", 要求停止日期="2026-03-05", 要求停止方式="委托人电话告知")
    it = loaded(tmp_path, cases=[who], incidents=[incident(内容="称委托人是“委托人”")])

    for voice in (COURT, LETTER, POLICE, REGULATOR):
        text = "".join(str(tell()) for tell in wording.account(it, voice, "甲公司").values())

        assert text.count("委托人") == text.count("“委托人”") == 1
        assert f"{voice.me}失眠" in text


def test_r04_templates_can_have_cells_in_the_words_of_the_paper() -> None:
    filters = anjuan_filters()

    assert filters["称原告"]("委托人手机") == "原告手机"
    assert filters["称本人"]("委托人手机") == "本人手机"


def test_r04_the_addressee_is_you_throughout(tmp_path: Path) -> None:
    rows = [institution(), institution(名称="虚构银行", 简称="银", 机构类型="商业银行")]
    it = loaded(tmp_path, cases=[case(借款平台="银")], institutions=rows)
    assert it.creditor and it.platform

    assert in_letter(it.creditor, it.creditor) == "贵司"
    assert in_letter(it.platform, it.platform) == "贵行"
    assert in_letter(it.platform, it.creditor) == "虚构银行"


def test_r04_one_thing_is_attached_once_several_one_each() -> None:
    assert annexes(["证据清单"]) == "证据清单一份"
    assert annexes(["证据清单", "", "骚扰记录明细"]) == "证据清单、骚扰记录明细各一份"
    assert annexes([]) == ""


def test_r04_tables_of_court_and_police_papers_are_in_their_words(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        incidents=[incident(内容="打到委托人手机，称「委托人欠钱」")],
        evidence=[evidence(来源="委托人手机", 证明事项="委托人被骚扰", 原始载体="本人手机")],
        cases=[case(委托律师="王律师", 律师事务所="虚构律师事务所")],
    )
    kinds = ("civil-complaint", "evidence-list", "police-statement")

    made = generate_into(tmp_path / "out", book, kinds=kinds)

    for kind, me in zip(kinds, ("原告", "原告", "本人"), strict=True):
        text = made.text(kind)
        # The complaint leaves the exhibits to their own list.
        listed = (f"{me}手机", f"{me}被骚扰")[: 1 if kind == "civil-complaint" else 2]
        assert all(it in text for it in listed)
        assert text.count("委托人") == text.count("「委托人")
