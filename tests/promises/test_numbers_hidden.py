"""Rule R26: numbers of cards and of other people leave the office in part only, in every paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.own_paper import make_own, text
from support.runs import generate_into

from anjuan.testing import (
    IDENTITY,
    case,
    evidence,
    incident,
    institution,
    loss,
    write_workbook,
)

CARD, TYPED = "6222021001116245702", "6222 0210 0111 6245 702"
OTHER = "000000198812080373"
FULL = {
    "委托律师": "王律师",
    "律师事务所": "虚构律师事务所",
    "愿意协商还款": "是",
    "精神损害抚慰金": 5000,
}
SECRET = f"卡号{TYPED}，身份证{OTHER}"
EVERYWHERE = {
    "cases": [
        case(**FULL, 合同编号=CARD, 损害后果=SECRET, 要求停止日期="2026-03-06", 要求停止方式=SECRET)
    ],
    "institutions": [institution()],
    "incidents": [
        incident(内容=SECRET),
        incident(
            受扰人="李母",
            与委托人关系="母亲",
            内容=SECRET,
            行为性质="辱骂、泄露债务信息",
        ),
    ],
    "evidence": [evidence(证据名称=SECRET, 来源=SECRET, 证明事项=SECRET, 原始载体=SECRET)],
    "losses": [loss(说明=SECRET)],
}
# A caller's number that a card could have, and what is in a cell of its own.
CALLER = "1069000000000006"
OWN_TEMPLATE = (
    "{{ 委托人.身份证号 }}={{ 案件.退费账户 }}={{ 案件.合同编号 }}",
    "{% for 记录 in 骚扰记录 %}{{ 记录.对方号码 }}={{ 记录.内容 }}{% endfor %}",
    "{{ 说明 }}={% for 项 in 各项 %}{{ 项.账户 }}{% endfor %}",
)


@pytest.mark.parametrize("secret", [CARD, TYPED, OTHER])
def test_r26_no_shipped_paper_prints_a_card_or_anothers_identity_number(
    tmp_path_factory: pytest.TempPathFactory, secret: str
) -> None:
    folder = tmp_path_factory.mktemp("papers")
    book = write_workbook(folder / "表.xlsx", **EVERYWHERE)

    made = generate_into(folder / "out", book)

    assert len(made.report.documents) > 10
    assert {it.state.value for it in made.report.documents} == {"written"}, made.report.problems
    assert secret not in made.texts()
    assert "尾号5702" in made.texts() and "000000********0373" in made.texts()


def test_r26_an_office_s_own_kind_can_not_forget_it(tmp_path: Path) -> None:
    done = make_own(
        tmp_path,
        *OWN_TEMPLATE,
        context=lambda brief: {"说明": f"转到{TYPED}", "各项": [{"账户": CARD}]},
        cases=[case(退费账户=CARD, 合同编号=TYPED)],
        incidents=[incident(对方号码=CALLER, 内容=SECRET)],
    )

    assert f"{IDENTITY}=尾号5702=尾号5702" in text(done)
    assert f"{CALLER}=卡号尾号5702，身份证000000********0373" in text(done)
    assert "转到尾号5702=尾号5702" in text(done)


def test_r26_texts_of_a_list_are_hidden_each_for_itself(tmp_path: Path) -> None:
    lists = {"其一": ["转到", TYPED, "完"], "各半": [TYPED[:11], TYPED[12:]], "无": ("甲", "乙")}
    done = make_own(
        tmp_path,
        "{{ 其一|join('，') }}={{ 各半|join('，') }}={{ 无|join('，') }}",
        context=lambda brief: lists,
        cases=[case()],
    )

    assert f"转到，尾号5702，完={TYPED[:11]}，{TYPED[12:]}=甲，乙" in text(done)


def test_r26_numbers_of_lawyers_stay_though_a_card_could_have_them(tmp_path: Path) -> None:
    licenses = ("13301201910123457", "13301201910123465")
    done = make_own(
        tmp_path,
        "{{ 案件.律师执业证号 }}={{ 说明 }}",
        context=lambda brief: {"说明": f"执业证号{licenses[0]}"},
        cases=[case(律师执业证号="、".join(licenses))],
    )

    assert f"{licenses[0]}、{licenses[1]}=执业证号{licenses[0]}" in text(done)


def test_r26_a_callers_number_is_told_in_full_in_sentences(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", incidents=[incident(对方号码=CALLER)])

    made = generate_into(tmp_path / "out", book, kinds=("platform-complaint",))

    assert f"号码{CALLER}" in made.texts()
