"""The catalogue: what was in force on a day, against the tables of law-facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.runs import Cli

from anjuan import Kind, hookimpl
from anjuan.errors import CatalogueError
from anjuan.law.catalogue import merge_titles
from anjuan.law.fees import court_fee
from anjuan.law.loading import build_catalogue, shipped_catalogue
from anjuan.law.records import NotInForceError
from anjuan.plugin.host import Plugins

LAW = shipped_catalogue()
OLD, NEW = date(2025, 12, 31), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("civil.private-peace", "《中华人民共和国民法典》第一千零三十三条第一项"),
        ("civil.privacy", "《中华人民共和国民法典》第一千零三十二条"),
        ("civil.solatium", "《中华人民共和国民法典》第一千一百八十三条"),
        ("pipl.liability", "《中华人民共和国个人信息保护法》第六十九条"),
        ("fees.personality", "《诉讼费用交纳办法》第十三条第一款第二项第2目"),
        ("finance.credit-card-collection", "《商业银行信用卡业务监督管理办法》第六十八条"),
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


# law-facts §8.1.
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


# law-facts §6: examples and borders; ordinary procedure, base 100 and 500.
@pytest.mark.parametrize(
    ("claimed", "low", "high"),
    [
        (0, 100, 500),
        (30000, 100, 500),
        (50000, 100, 500),
        (80000, 400, 800),
        (100000, 600, 1000),
        (260000, 1400, 1800),
    ],
)
def test_court_fee_range(claimed: int, low: int, high: int) -> None:
    fee = court_fee(Decimal(claimed), LAW)

    assert fee.low == low
    assert fee.high == high
    assert fee.halved().low * 2 == low
    assert fee.halved().high * 2 == high


@given(st.decimals(0, 10**7, places=2), st.decimals(0, 10**5, places=2))
def test_the_fee_is_monotone_and_never_rises_faster_than_one_percent(
    claimed: Decimal, more: Decimal
) -> None:
    before, after = court_fee(claimed, LAW), court_fee(claimed + more, LAW)

    assert before.low <= after.low <= before.low + more / 100
    assert after.high - after.low == 400


def test_a_negative_claim_is_no_claim() -> None:
    with pytest.raises(ValueError, match="negative"):
        court_fee(Decimal(-1), LAW)


def test_catalogue_files_that_contradict_are_refused(tmp_path: Path) -> None:
    overlap = tmp_path / "重叠.toml"
    overlap.write_text(
        """
[[law]]
id = "a"
name = "甲法"
rank = "法律"
from = 2020-01-01
to = 2021-12-31
confidence = "A"
[[law]]
id = "b"
name = "甲法"
rank = "法律"
from = 2021-06-01
confidence = "A"
[[provision]]
id = "x"
topic = "某事"
version = [{law = "a", article = 1, gist = "甲"}, {law = "b", article = 2, gist = "乙"}]
""",
        encoding="utf-8",
    )
    unknown = tmp_path / "未知.toml"
    unknown.write_text(
        '[[provision]]\nid = "y"\ntopic = "某事"\nversion = [{law = "z", gist = "甲"}]\n',
        encoding="utf-8",
    )
    broken = tmp_path / "坏.toml"
    broken.write_text("[[law", encoding="utf-8")
    twice = tmp_path / "两次.toml"
    twice.write_text(
        '[[provision]]\nid = "civil.privacy"\ntopic = "某事"\n'
        'version = [{law = "minfadian", gist = "甲"}]\n',
        encoding="utf-8",
    )

    for path, words in (
        (overlap, "首尾相接"),
        (unknown, "目录里没有的法律"),
        (broken, "写法不对"),
        (twice, "出现了两次"),
    ):
        with pytest.raises(CatalogueError, match=words):
            build_catalogue([path], LAW)


class Labour:
    """A labour lawyer's plug-in: no kinds of its own, but statutes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @hookimpl
    def anjuan_kinds(self) -> tuple[Kind, ...]:
        return ()

    @hookimpl
    def anjuan_catalogue_files(self) -> tuple[Path, ...]:
        return (self._path,)


def test_a_plugin_brings_its_own_statutes(tmp_path: Path) -> None:
    path = tmp_path / "劳动.toml"
    path.write_text(
        """
[[law]]
id = "laodong-hetong"
name = "中华人民共和国劳动合同法"
edition = "2012年修正"
rank = "法律"
from = 2013-07-01
confidence = "A"
[[provision]]
id = "labour.dismissal"
topic = "违法解除的赔偿金"
[[provision.version]]
law = "laodong-hetong"
article = 87
gist = "违法解除或者终止劳动合同的，按经济补偿标准的二倍支付赔偿金"
""",
        encoding="utf-8",
    )

    law = Plugins.load(outside=False, extra=[("labour", Labour(path))]).law

    assert law.cite("labour.dismissal", NEW).text == "《中华人民共和国劳动合同法》第八十七条"
    assert law.cite("civil.privacy", NEW)
    assert "labour.dismissal" not in shipped_catalogue().provisions


def test_a_plugin_with_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    plugins = Plugins.load(outside=False, extra=[("labour", Labour(tmp_path / "无.toml"))])

    assert "插件 labour" in plugins.infos["labour"].reason
    assert plugins.law.provisions == Plugins.load(outside=False).law.provisions


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
