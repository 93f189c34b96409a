"""The catalogue: what was in force on a day, against tables made by hand."""

from __future__ import annotations

from datetime import date

import pytest
from support.runs import Cli

from anjuan.law.catalogue import merge_titles
from anjuan.law.loading import shipped_catalogue
from anjuan.law.records import NotInForceError

LAW = shipped_catalogue()
NEW = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("civil.private-peace", "《中华人民共和国民法典》第一千零三十三条第一项"),
        ("civil.privacy", "《中华人民共和国民法典》第一千零三十二条"),
        ("civil.solatium", "《中华人民共和国民法典》第一千一百八十三条"),
        ("pipl.liability", "《中华人民共和国个人信息保护法》第六十九条"),
        ("fees.personality", "《诉讼费用交纳办法》第十三条第一款第二项第2目"),
        ("finance.credit-card-manner", "《商业银行信用卡业务监督管理办法》第六十八条"),
    ],
)
def test_citations_print_full_title_and_chinese_numerals(key: str, text: str) -> None:
    assert LAW.cite(key, NEW).text == text


def test_only_confidence_a_prints_article_numbers() -> None:
    versions = [v for provision in LAW.provisions.values() for v in provision.versions]

    assert {v.law.confidence for v in versions} == {"A", "A-", "B", "C"}
    for version in versions:
        if version.law.confidence in ("B", "C"):
            assert version.place == ""
            assert "条" not in version.law.title.partition("》")[2]
        else:
            assert version.place or version.law.id == "gbt45251"


def test_only_statutes_regulations_and_interpretations_bind_courts() -> None:
    reasoning = {"部门规章", "规范性文件", "推荐性国家标准", "行业自律规则"}

    for provision in LAW.provisions.values():
        for version in provision.versions:
            assert version.law.is_binding is (version.law.rank not in reasoning)
            if provision.id.startswith("finance."):
                assert not version.law.is_binding


# 银监会 until 2018, 银保监会 until May 2023, 金融监管总局 since then.
@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2018, 4, 7), "中国银行业监督管理委员会"),
        (date(2018, 4, 8), "中国银行保险监督管理委员会"),
        (date(2023, 5, 17), "中国银行保险监督管理委员会"),
        (date(2023, 5, 18), "国家金融监督管理总局"),
        (date(2026, 11, 23), "国家金融监督管理总局"),
    ],
)
def test_the_regulator_bears_the_name_of_its_day(day: date, name: str) -> None:
    regulator = LAW.authorities["financial-regulator"]

    assert regulator.name(day) == name
    assert regulator.hotline == "12378"


def test_associations_are_self_regulatory() -> None:
    assert LAW.authorities["internet-finance-association"].self_regulatory
    assert not LAW.authorities["financial-regulator"].self_regulatory


@pytest.mark.parametrize(
    ("key", "day", "name"),
    [
        ("privacy", date(2025, 12, 31), "隐私权纠纷"),
        ("privacy", date(2026, 1, 1), "隐私权纠纷"),
        ("privacy-and-information", date(2026, 6, 1), "隐私权、个人信息保护纠纷"),
    ],
)
def test_causes_of_action_follow_the_day_of_filing(key: str, day: date, name: str) -> None:
    assert LAW.cause(key, day) == name
    with pytest.raises(NotInForceError):
        LAW.cause(key, date(2020, 12, 31))


def test_articles_of_one_law_are_joined_in_order() -> None:
    keys = ("civil.private-information", "civil.privacy", "civil.private-peace", "pipl.minimum")

    assert merge_titles(LAW.cite_in_force(keys, NEW)) == (
        "《中华人民共和国民法典》第一千零三十二条、第一千零三十三条第一项、第五项",
        "《中华人民共和国个人信息保护法》第六条",
    )


def test_the_law_command_shows_versions_and_what_was_in_force(cli: Cli) -> None:
    one = cli("law", "security.penalty", "--on", "2025-12-31").out
    everything = cli("law", "--on", "2025-12-31").out
    authority = cli("law", "12378", "--on", "2026-01-01").out

    assert "五百元" in one
    assert "一千元" in one
    assert "security.no-contact-order" not in everything
    assert "pipl.liability" in everything
    assert "国家金融监督管理总局" in authority
    unknown = cli("law", "security.penalti")
    assert unknown.status == 2
    assert "security.penalty" in unknown.err
    assert cli("law", "--on", "2025-13-01").status == 2


@pytest.mark.parametrize(
    ("key", "day", "words"),
    [
        # What an earlier gist left out or said too absolutely.
        ("civil.processing-rules", date(2026, 3, 1), ("监护人", "另有规定的除外")),
        ("civil.access-and-deletion", date(2026, 3, 1), ("违反法律、行政法规规定或者双方约定",)),
        ("pipl.request-mechanism", date(2026, 3, 1), ("被拒绝的", "说明理由")),
        ("pipl.deletion", date(2026, 3, 1), ("停止存储和必要安全保护以外的处理",)),
        ("security.impersonation", date(2025, 3, 1), ("其他虚假身份",)),
        ("evidence.witness-oath", date(2026, 3, 1), ("限制民事行为能力人除外",)),
        ("civil.private-peace", date(2026, 3, 1), ("法律另有规定或者权利人明确同意",)),
        ("pipl.right-to-refuse", date(2026, 3, 1), ("另有规定的除外",)),
        ("civil.contractor", date(2026, 3, 1), ("定作人不承担侵权责任", "选任有过错")),
        ("security.organisation", date(2026, 3, 1), ("行政法规对同一行为",)),
        ("security.remedy", date(2026, 3, 1), ("收缴、追缴", "限制性、禁止性措施")),
        ("security.time-limit", date(2026, 3, 1), ("所属公安机关批准", "鉴定、听证")),
        ("security.investigation", date(2025, 3, 1), ("立即调查", "说明理由")),
        ("evidence.witness-perception", date(2026, 3, 1), ("不得宣读",)),
    ],
)
def test_a_gist_says_what_limits_the_rule(key: str, day: date, words: tuple[str, ...]) -> None:
    citation = shipped_catalogue().cite(key, day)

    for word in words:
        assert word in citation.gist


@pytest.mark.parametrize(
    ("key", "place", "words"),
    [
        ("civil.apology", "第一千条第一款", ("影响范围相当",)),
        ("civil.apology-publication", "第一千条第二款", ("公告", "费用由行为人负担")),
        ("finance.credit-card-third-parties", "第六十八条", ("与债务无关的第三人",)),
        ("finance.credit-card-recordings", "第六十八条", ("2年",)),
        ("finance.consumer-finance-records", "", ("5年",)),
        ("finance.standard-night", "", ("22时至次日8时", "没有约定")),
        ("finance.standard-daily-calls", "", ("有效通话", "3次", "单一债务人")),
        ("finance.guide-missed-calls", "", ("未接通", "6次", "同一联系方式")),
        ("finance.guide-night", "", ("未经同意", "外访")),
        ("finance.consumer-protection-pretence", "", ("行政机关、司法机关",)),
    ],
)
def test_r14_each_limb_is_an_entry_that_says_nothing_of_the_others(
    key: str, place: str, words: tuple[str, ...]
) -> None:
    citation = LAW.cite(key, date(2026, 3, 1))

    assert citation.version.place == place
    for word in words:
        assert word in citation.gist
    others = ("22时", "3次", "6次", "录音", "第三人", "辱骂")
    if key.startswith("finance."):
        limbs = [word for word in others if word in citation.gist]
        assert len(limbs) <= 1, limbs


def test_r13_cities_with_an_office_of_their_own_are_no_provinces() -> None:
    office = LAW.authorities["financial-regulator"]

    assert office.city_branches == ("深圳", "大连", "宁波", "厦门", "青岛")
    assert not set(office.city_branches) & set(office.branches)
    assert len(office.branches) == 31


@pytest.mark.parametrize(
    ("place", "day", "court"),
    [
        ("杭州市西湖区人民法院", date(2025, 11, 1), "杭州互联网法院"),
        ("浙江省杭州市西湖区人民法院", date(2026, 3, 1), "杭州互联网法院"),
        ("北京市海淀区人民法院", date(2026, 3, 1), "北京互联网法院"),
        ("杭州互联网法院", date(2026, 3, 1), "杭州互联网法院"),
        ("杭州市西湖区人民法院", date(2025, 10, 31), ""),
        ("成都市武侯区人民法院", date(2026, 3, 1), ""),
        ("上海市北京路1号", date(2026, 3, 1), ""),
    ],
)
def test_r20_internet_courts_hear_their_own_cities_since_november_2025(
    place: str, day: date, court: str
) -> None:
    assert LAW.courts.internet_courts.court(place, day) == court


def test_impersonation_is_cited_by_its_paragraph_since_2026() -> None:
    law = shipped_catalogue()
    texts = [
        law.cite(key, date(2026, 3, 1)).text
        for key in (
            "security.impersonation",
            "security.impersonation-police",
            "security.impersonation-name",
        )
    ]

    assert [text.rpartition("条")[2] for text in texts] == ["第一款", "第二款", "第三款"]
