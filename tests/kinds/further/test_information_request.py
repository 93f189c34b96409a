"""个人信息权利请求函: what 个人信息保护法 arts. 15, 44, 45, 47 and 50 let a person ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import Row, case, contact, incident, institution, write_workbook
from anjuan_plugins.kinds.facts.kinship import is_near_kin

COLLECTOR = institution(
    名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构", 统一社会信用代码=None
)
CHILD = {"证件种类": "护照", "身份证号": "E00000001"}
CLIENTS: dict[str, Row] = {
    "contact": contact(案件编号="contact", 催收机构="乙催", 要求停止日期="2026-03-04"),
    "debtor": case(案件编号="debtor", 委托律师="王律师", 律师事务所="虚构律师事务所"),
    "child": contact(
        **CHILD, 案件编号="child", 出生日期="2014-01-01", 法定代理人="张母", 法定代理人关系="母亲"
    ),
    "alone": contact(**CHILD, 案件编号="alone", 出生日期="2010-01-01"),
    "kin": contact(案件编号="kin", 与债务人关系="外孙女", 债务人状态="已死亡"),
    "friend": contact(案件编号="friend", 与债务人关系="朋友", 债务人状态="已死亡"),
}


ASKED = ("查阅、复制", "说明来源", "说明去向", "撤回同意", "删除", "不能删除时停止其他处理")
ARTICLES = ("第十五", "第四十四", "第四十五", "第四十七", "第五十", "第一千零三十七")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Generated]:
    """The requests of each client, by case; asked for by name."""
    folder: Path = tmp_path_factory.mktemp("requests")
    book = write_workbook(
        folder / "表.xlsx",
        cases=list(CLIENTS.values()),
        institutions=[institution(), COLLECTOR],
        evidence=[],
        incidents=[incident(案件编号=it, 证据编号=None) for it in CLIENTS],
    )
    kinds = ("information-request",)
    return {it: generate_into(folder / it, book, kinds=kinds, cases=(it,)) for it in CLIENTS}


def test_a_contact_asks_for_everything_that_comes_before_a_claim_to_delete(
    made: dict[str, Generated],
) -> None:
    text = made["contact"].text("information-request", "甲网络")

    for number, asked in enumerate(ASKED, start=1):
        assert f"{number}．{asked}" in text
    for article in ARTICLES:
        assert f"{article}条" in text
    assert "停止除存储和采取必要的安全保护措施之外的处理" in text
    assert "拒绝请求的应当说明理由" in text
    assert "十五日内书面答复" in text
    assert "本人已于2026年3月4日明确要求停止。" in text


def test_each_institution_gets_its_own_and_sees_the_number_in_part(
    made: dict[str, Generated],
) -> None:
    done = made["contact"]

    assert [it.recipient for it in done.report.outcomes] == [
        "虚构甲网络借贷有限公司",
        "虚构乙催收公司",
    ]
    assert "公民身份号码：000000********0018，本函所涉电话号码：13800000001" in done.texts()
    assert "000000199001010018" not in done.texts()
    assert "虚构市甲路1号" not in done.texts()


def test_a_debtor_withdraws_what_concerns_others_and_keeps_the_contract(
    made: dict[str, Generated],
) -> None:
    text = made["debtor"].text("information-request")

    assert "撤回曾经作出的读取和使用通讯录、联系人信息的同意" in text
    assert "履行借款合同所必需的本人信息不在此列" in text
    assert "第一千零三十七条" not in text
    assert "答复寄至：本人的委托代理人王律师（虚构律师事务所）" in text
    assert "、授权委托书各一份" in text


def test_a_child_under_fourteen_is_said_to_be_one_and_its_guardian_signs(
    made: dict[str, Generated],
) -> None:
    text = made["child"].text("information-request")

    assert "法定代理人：张母，请求人的母亲" in text
    assert "第三十一条" in text
    assert "法定代理人（签名）：" in text
    assert "第三十一条" not in made["contact"].texts()


def test_a_minor_for_whom_nobody_acts_asks_for_nothing(made: dict[str, Generated]) -> None:
    assert made["alone"].states()["information-request"] == ["refused"]
    assert "法定代理人" in made["alone"].problems()


def test_close_kin_of_the_dead_ask_for_their_information_too(made: dict[str, Generated]) -> None:
    assert "第四十九条" in made["kin"].text("information-request")
    assert "近亲属关系的证明" in made["kin"].text("information-request")
    assert "本人系其外孙女" in made["kin"].text("information-request")
    for other in ("contact", "friend"):
        assert "第四十九条" not in made[other].texts()


@pytest.mark.parametrize(
    ("word", "is_near"),
    [
        *((it, True) for it in ("妻", "爸", "小女儿", "亲弟弟", "胞兄", "姐", "外孙")),
        *((it, False) for it in ("前妻", "儿媳", "堂兄", "妹夫", "大哥", "岳父", "表姐", "同事")),
    ],
)
def test_who_is_close_kin_is_told_by_the_everyday_word_too(word: str, is_near: bool) -> None:
    assert is_near_kin(word) is is_near
