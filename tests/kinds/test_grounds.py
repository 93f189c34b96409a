"""Grounds: a rule is cited only with the limb that rows breach, and with the fact beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from support.matters import matter_of

from anjuan import Matter, Moment, Precision, Span
from anjuan.testing import Row, case, contact, incident, institution, loss, proceeding, witness
from anjuan_plugins.kinds import grounds
from anjuan_plugins.kinds.civil_complaint import sued_in
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.grounds import claims, police
from anjuan_plugins.kinds.grounds.ground import Ground
from anjuan_plugins.kinds.prose import reasoning


class Make(Protocol):
    """A matter from rows by sheet."""

    def __call__(self, filed: date | None = None, **rows: Sequence[Row]) -> Matter: ...


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A matter from rows."""
    return partial(matter_of, tmp_path)


def by_key(matter: Matter) -> dict[str, Ground]:
    """The grounds of a case, the last edition of each."""
    return {ground.key: ground for ground in grounds.grounds_of(matter)}


def call(**changes: object) -> Row:
    """One call about which nothing is said."""
    return incident(**{"次数": 1, "行为性质": None, "内容": None, **changes})


MOTHER = {"受扰人": "张母", "与委托人关系": "母亲"}
COLLEAGUE = {"受扰人": "林某", "与委托人关系": "同事"}
BANK = institution(机构类型="商业银行")
ASKED = {"要求停止日期": "2026-03-06"}


# ---------------------------------------------------------------- R14: limb, rows, fact


def test_r14_the_fact_stands_beside_the_citation_in_one_sentence(make: Make) -> None:
    night = [call(时间="2026-04-01 22:10", 次数=2), call(时间="2026-04-01 23:40")]

    ground = by_key(make(incidents=night))["finance.standard-night"]

    assert ground.fact == "2026年4月1日22时后来电3次"
    assert ground.sentence == (
        "2026年4月1日22时后来电3次，违反GB/T 45251-2025《互联网金融 个人网络消费信贷 "
        "贷后催收风控指引》关于没有约定时22时至次日8时不应催收的要求"
    )
    assert [row.count for row in ground.rows] == [2, 1]


def test_r14_every_ground_has_rows_a_fact_and_the_law_of_their_days(make: Make) -> None:
    rows = [
        incident(时间="2025-12-30 22:10", 行为性质="频繁拨打、冒充公职人员、威胁人身"),
        incident(时间="2026-02-03 09:00", 行为性质="公开侮辱、泄露债务信息", **COLLEAGUE),
        incident(时间="2026-02-10 07:00", 次数=9, 接通次数=5, 行为性质="侵入住宅、冒用他人名义"),
    ]

    found = grounds.grounds_of(make(incidents=rows))

    assert len(found) > 15
    for ground in found:
        assert ground.rows, ground.key
        assert ground.fact
        assert not ground.sentence.endswith("。")
        for row in ground.rows:
            assert row.moment
            assert ground.citation.version.law.covers(row.moment.day), ground.key


def test_r14_one_call_a_day_breaches_no_limit_of_calls(make: Make) -> None:
    polite = [call(时间=f"2026-03-0{day} 10:00", 接通次数=1) for day in range(1, 6)]

    assert not grounds.grounds_of(make(incidents=polite))
    assert not grounds.grounds_of(make(institutions=[BANK], incidents=polite))


@pytest.mark.parametrize(("connected", "cited"), [(None, False), (0, False), (3, False), (4, True)])
def test_r14_effective_calls_are_counted_by_those_that_were_answered(
    make: Make, connected: int | None, cited: bool
) -> None:
    rows = [call(次数=20, 接通次数=connected)]

    found = by_key(make(incidents=rows))

    assert ("finance.standard-daily-calls" in found) is cited


def test_r14_answered_calls_to_others_are_not_calls_to_the_debtor(make: Make) -> None:
    rows = [call(次数=9, 接通次数=9, **MOTHER)]

    assert "finance.standard-daily-calls" not in by_key(make(incidents=rows))


@pytest.mark.parametrize(
    ("calls", "connected", "cited"),
    [(3, 0, False), (6, 0, False), (7, 0, True), (9, 3, False), (10, None, False)],
)
def test_r14_missed_calls_are_those_known_to_be_missed(
    make: Make, calls: int, connected: int | None, cited: bool
) -> None:
    lender = institution(机构类型="消费金融公司")
    rows = [call(次数=calls, 接通次数=connected)]

    found = by_key(make(institutions=[lender], incidents=rows))

    assert ("finance.guide-missed-calls" in found) is cited


def test_r14_missed_calls_to_two_telephones_are_not_added_up(make: Make) -> None:
    lender = institution(机构类型="消费金融公司")
    rows = [
        call(时间=f"2026-03-05 1{hour}:00", 次数=4, 接通次数=0, 受扰人电话=phone)
        for hour, phone in enumerate(("13800000001", "13800000009"))
    ]

    assert "finance.guide-missed-calls" not in by_key(make(institutions=[lender], incidents=rows))


def roughly(matter: Matter, first: date, last: date, wording: str) -> Matter:
    """The matter as if of its first row no day were known, only a span of them."""
    span = Span(Precision.TEN_DAYS, last, wording)
    row = replace(matter.case.incidents[0], moment=Moment(first, None, span))
    return replace(matter, case=matter.case.with_incidents([row]))


def test_r14_a_rough_date_bears_neither_night_nor_daily_count(make: Make) -> None:
    calls = make(incidents=[call(次数=30, 接通次数=30)])

    found = by_key(roughly(calls, date(2026, 3, 1), date(2026, 3, 10), "2026年3月上旬"))

    assert "finance.standard-daily-calls" in by_key(calls)
    assert not {"finance.standard-night", "finance.standard-daily-calls"} & set(found)
    assert "civil.private-peace" not in found


def test_r14_a_rough_date_is_told_as_it_was_typed(make: Make) -> None:
    insult = make(incidents=[call(次数=30, 行为性质="辱骂")])

    found = by_key(roughly(insult, date(2026, 3, 1), date(2026, 3, 10), "2026年3月上旬"))

    assert found["civil.private-peace"].fact == "2026年3月上旬来电30次"


def test_r14_beside_a_rough_date_an_exact_one_is_told_by_its_day(make: Make) -> None:
    days = ("2026年3月上旬", "2026-03-20 22:15")

    found = by_key(make(incidents=[call(时间=day, 次数=9, 行为性质="辱骂") for day in days]))

    assert found["civil.private-peace"].fact == "2026年3月上旬至2026年3月20日来电18次"


def test_r14_a_date_that_may_be_of_either_edition_cites_neither(make: Make) -> None:
    often = make(incidents=[call(次数=30, 行为性质="频繁拨打")])

    found = by_key(roughly(often, date(2025, 12, 29), date(2026, 1, 3), "2026年1月1日前后"))

    assert "security.harassment" in by_key(often)
    assert "security.harassment" not in found
    assert "civil.private-peace" in found


def test_r14_a_contact_may_be_asked_for_a_debtor_who_is_missing(make: Make) -> None:
    rows = [call(行为性质="泄露债务信息")]
    reachable = by_key(make(cases=[contact()], incidents=rows))
    missing = by_key(make(cases=[contact(债务人状态="失联")], incidents=rows))

    assert "finance.standard-contacts" in reachable
    assert "finance.standard-contacts" not in missing
    # Telling of the debt is never allowed.
    assert "finance.standard-telling" in missing


def test_r14_refusing_to_be_called_counts_from_the_next_day(make: Make) -> None:
    days = [call(时间="2026-03-06 10:00"), call(时间="2026-03-07 10:00", 次数=2)]

    found = by_key(make(cases=[contact(**ASKED)], incidents=days))

    assert found["finance.standard-refusal"].fact == "2026年3月6日要求停止后，仍有来电2次"
    assert found["pipl.right-to-refuse"].rows == found["finance.standard-refusal"].rows


def test_r14_what_protects_third_parties_is_not_for_those_who_owe(make: Make) -> None:
    rows = [call(次数=9, 行为性质="频繁拨打")]
    for liability in ("担保人", "共同借款人", "继承人"):
        found = by_key(make(cases=[contact(债务责任=liability)], incidents=rows))

        assert "finance.standard-contacts" not in found
        assert "pipl.legal-basis" not in found
        assert "civil.private-peace" in found


def test_r14_a_spouse_signed_nothing_but_is_not_called_unrelated(make: Make) -> None:
    card = {"借款产品": "信用卡", "债务责任": "配偶", "与债务人关系": "妻子"}

    found = by_key(make(cases=[contact(**card)], institutions=[BANK], incidents=[call()]))

    assert "pipl.legal-basis" in found
    assert "finance.credit-card-third-parties" not in found


def test_r14_a_guarantor_called_for_the_debtor_is_no_contact(make: Make) -> None:
    rows = [call(次数=9, 受扰人="钱某", 与委托人关系="担保人")]

    assert "finance.standard-contacts" not in by_key(make(incidents=rows))


def test_r14_no_other_limb_of_a_rule_is_told_than_the_rows_breach(make: Make) -> None:
    rows = [call(时间="2026-03-05 23:00"), call(行为性质="泄露债务信息", **COLLEAGUE)]

    found = by_key(make(incidents=rows))

    limbs = [key.rpartition("-")[2] for key in found if key.startswith("finance.standard-")]
    assert limbs == ["contacts", "telling", "night"]


def test_r14_outsourcing_is_entrusted_processing_not_providing(make: Make) -> None:
    agency = institution(名称="虚构乙催收公司", 简称="乙催", 统一社会信用代码=None)
    told = [call(行为性质="泄露债务信息", **COLLEAGUE)]
    lenders = [institution(), agency]

    outsourced = by_key(
        make(
            cases=[case(催收机构="乙催", 催收机构查明依据="客服的答复")],
            institutions=lenders,
            incidents=told,
        )
    )
    assigned = by_key(make(cases=[case(原出借人="乙催")], institutions=lenders, incidents=told))

    assert "pipl.entrusted" in outsourced
    assert "pipl.providing" not in outsourced
    assert "pipl.providing" in assigned


def test_r14_entrusting_a_collector_is_no_wrong_by_itself(make: Make) -> None:
    agency = institution(名称="虚构乙催收公司", 简称="乙催", 统一社会信用代码=None)
    lenders = [institution(), agency]

    matter = make(cases=[case(催收机构="乙催")], institutions=lenders)

    assert not {key for key in by_key(matter) if key.startswith("pipl.")}
    assert claims.causes(matter) == ("privacy",)


def test_r14_a_platform_provides_data_only_where_its_own_people_call(make: Make) -> None:
    platform = institution(名称="虚构速借科技公司", 简称="速借", 统一社会信用代码=None)
    who, lenders = [case(借款平台="速借")], [institution(), platform]
    told = call(行为性质="泄露债务信息", **COLLEAGUE)

    silent = by_key(make(cases=who, institutions=lenders, incidents=[told]))
    told_by_name = {**told, "对方自称": "速借法务部"}
    named = by_key(make(cases=who, institutions=lenders, incidents=[told_by_name]))

    assert "pipl.providing" not in silent
    assert "pipl.providing" in named


def test_r14_a_cards_partner_is_no_platform(make: Make) -> None:
    partner = institution(名称="虚构联名公司", 简称="联名", 统一社会信用代码=None)
    card = case(借款产品="联名信用卡", 借款平台="联名")

    found = by_key(make(cases=[card], institutions=[BANK, partner], incidents=[incident()]))

    assert "finance.loan-facilitation" not in found
    assert "finance.standard-contacts" not in found


# ---------------------------------------------------------------- R15: graded by nature


@pytest.mark.parametrize(
    ("natures", "content", "key"),
    [
        ("威胁人身", None, "security.threat"),
        ("公开侮辱", None, "security.insult"),
        ("辱骂、张贴喷涂", None, "security.insult"),
        ("侵入住宅", None, "security.intrusion"),
        ("张贴喷涂", "在门上泼漆", "security.damage"),
        ("淫秽或合成图片", "群发裸照", "security.obscene"),
        ("淫秽或合成图片", "把头像合成灵堂照片", "civil.likeness"),
        ("冒充公职人员", "自称法院执行局", "security.impersonation"),
        ("冒充公职人员", "自称派出所民警", "security.impersonation-police"),
        ("冒用他人名义", None, "security.impersonation-name"),
        ("泄露债务信息", None, "security.privacy"),
    ],
)
def test_r15_each_nature_bears_its_own_limb(
    make: Make, natures: str, content: str | None, key: str
) -> None:
    row = call(行为性质=natures, 内容=content, **COLLEAGUE)

    assert key in by_key(make(incidents=[row]))


@pytest.mark.parametrize(
    ("natures", "content", "key"),
    [
        ("威胁恐吓", "「去单位闹」", "security.threat"),
        ("辱骂", "「老赖」", "security.insult"),
        ("张贴喷涂", "张贴告示", "security.damage"),
        ("淫秽或合成图片", "合成灵堂照片", "security.obscene"),
        ("淫秽或合成图片", "发淫秽短信", "civil.likeness"),
        ("冒充公职人员", "警告将起诉，自称法院", "security.impersonation-police"),
        ("冒充公职人员", "自称公安局", "security.impersonation"),
        ("威胁恐吓", None, "security.intrusion"),
    ],
)
def test_r15_a_milder_nature_bears_no_graver_limb(
    make: Make, natures: str, content: str | None, key: str
) -> None:
    rows = [call(行为性质=natures, 内容=content, 次数=5, **MOTHER)]

    assert key not in by_key(make(incidents=rows))


def test_r15_pretences_before_2026_are_of_the_older_article(make: Make) -> None:
    rows = [
        call(时间="2025-12-05", 行为性质="冒充公职人员", 内容="自称派出所民警"),
        call(时间="2025-12-06", 行为性质="冒用他人名义"),
        call(时间="2026-01-05", 行为性质="冒用他人名义"),
    ]

    texts = {it.citation.text for it in police.limbs(make(incidents=rows))}

    assert texts == {
        "《中华人民共和国治安管理处罚法》第五十一条",
        "《中华人民共和国治安管理处罚法》第六十二条第三款",
    }


def test_r15_where_numbers_came_from_is_a_lead_and_no_reproach(make: Make) -> None:
    lead = by_key(make(cases=[contact()], incidents=[call()]))["security.personal-information"]

    assert lead.is_lead
    assert "是否涉及《中华人民共和国治安管理处罚法》第五十六条" in lead.sentence
    assert not police.limbs(make(cases=[contact()], incidents=[call()]))


def test_r15_each_edition_has_its_own_rows(make: Make) -> None:
    rows = [call(时间="2025-12-31 10:00", 次数=9), call(时间="2026-01-01 10:00", 次数=8)]

    found = [it for it in police.limbs(make(incidents=rows)) if it.key == police.HARASSMENT]

    assert [(it.citation.version.article, it.rows[0].count) for it in found] == [
        ("第四十二条", 9),
        ("第五十条", 8),
    ]


# ---------------------------------------------------------------- reputation, children


def test_r18_kin_are_no_public_before_whom_a_reputation_is_lost(make: Make) -> None:
    before = {"行为性质": "辱骂", "内容": "「骗子」"}

    assert "civil.reputation" not in by_key(make(incidents=[call(**before, **MOTHER)]))
    assert "civil.reputation" in by_key(make(incidents=[call(**before, **COLLEAGUE)]))
    public = call(行为性质="公开侮辱", **MOTHER)
    assert "civil.reputation" in by_key(make(incidents=[public]))


@pytest.mark.parametrize(("born", "cited"), [("2012-03-06", True), ("2012-03-05", False)])
def test_r7_data_of_a_child_under_fourteen_are_sensitive(
    make: Make, born: str, cited: bool
) -> None:
    child = witness(姓名="张小", 与委托人关系="女儿", 出生日期=born)
    rows = [call(时间="2026-03-05 10:00", 受扰人="张小", 与委托人关系="女儿")]

    found = by_key(make(incidents=rows, witnesses=[child]))

    for key in ("pipl.sensitive", "pipl.children", "minors.principle"):
        assert (key in found) is cited


# ---------------------------------------------------------------- R12, R17: who answers

AGENCY = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构", 统一社会信用代码=None)
PLATFORM = institution(
    名称="虚构丙科技公司", 简称="丙贷", 机构类型="助贷平台", 统一社会信用代码=None
)
ALL = [institution(), AGENCY, PLATFORM]


def sued(matter: Matter) -> list[str]:
    return [it.short_name for it in defendants(matter.case)]


@pytest.mark.parametrize(
    ("who", "row", "expected"),
    [
        ({}, {}, ["甲贷"]),
        ({"催收机构": "乙催"}, {}, ["甲贷", "乙催"]),
        ({"借款平台": "丙贷"}, {}, ["甲贷"]),
        ({"借款平台": "丙贷"}, {"对方自称": "丙贷客服"}, ["丙贷"]),
        (
            {"借款平台": "丙贷"},
            {"方式": "短信", "内容": "【丙贷】请还款", "关联依据": "短信署名"},
            ["丙贷"],
        ),
        ({"催收机构": "乙催"}, {"对方自称": "虚构乙催收公司法务"}, ["甲贷", "乙催"]),
        ({"催收机构": "乙催", "催收机构查明依据": "短信落款"}, {}, ["甲贷", "乙催"]),
        ({"催收机构": "乙催"}, {"关联依据": "知悉合同信息"}, ["甲贷"]),
        ({"催收机构": "乙催", "被告": "催收机构"}, {}, ["乙催"]),
        ({"借款平台": "丙贷", "被告": "借款平台、债权人"}, {}, ["甲贷", "丙贷"]),
    ],
)
def test_r12_defendants_are_those_named_or_tied(
    make: Make, who: Row, row: Row, expected: list[str]
) -> None:
    matter = make(cases=[case(**who)], institutions=ALL, incidents=[incident(**row)])

    assert sued(matter) == expected


def test_r8_for_a_department_its_bank_is_sued(make: Make) -> None:
    desk = institution(
        名称="虚构银行信用卡部", 简称="卡部", 主体性质="内设部门", 所属法人="甲贷",
        统一社会信用代码=None,
    )  # fmt: skip

    matter = make(cases=[case(债权人="卡部")], institutions=[institution(), desk])

    assert sued(matter) == ["甲贷"]


@pytest.mark.parametrize(
    ("who", "primary", "alternative", "joint"),
    [
        ({}, ("civil.employer",), (), False),
        (
            {"催收机构": "乙催"},
            ("civil.joint-tort",),
            ("civil.contractor", "tort.contractor-and-principal"),
            True,
        ),
        (
            {"催收机构": "乙催", "被告": "债权人"},
            ("civil.contractor", "tort.contractor-and-principal"),
            (),
            False,
        ),
        ({"催收机构": "乙催", "被告": "催收机构"}, ("civil.employer",), (), False),
        (
            {"借款平台": "丙贷", "被告": "债权人、借款平台"},
            ("civil.joint-tort", "pipl.joint-processors"),
            (),
            True,
        ),
    ],
)
def test_r17_one_ground_and_one_alternative(
    make: Make, who: Row, primary: tuple[str, ...], alternative: tuple[str, ...], joint: bool
) -> None:
    rows = [call(行为性质="泄露债务信息", **COLLEAGUE)]
    matter = make(cases=[case(**who)], institutions=ALL, incidents=rows)

    answer = claims.responsibility(matter.case, defendants(matter.case))

    assert (answer.primary, answer.alternative, answer.is_joint) == (primary, alternative, joint)


def test_r14_travel_is_a_cost_of_injury_only_where_somebody_was_treated(make: Make) -> None:
    to_court, treated = loss(项目="交通费"), loss(项目="医疗费")

    def bases(*losses: Row) -> dict[str, str]:
        return dict(claims.property_bases(make(losses=[*losses]).case))

    assert bases(to_court) == {"交通费": "civil.property-damages"}
    assert bases(to_court, treated) == {"交通费、医疗费": "civil.injury-costs"}


def test_r19_deletion_is_cited_only_after_a_refused_request(make: Make) -> None:
    asked = proceeding(日期="2026-03-10", 事项="要求删除", 结果="拒绝删除")
    keys = {"第四十七条", "第五十条"}

    def places(matter: Matter) -> set[str]:
        found = reasoning.reasons(matter, sued_in(matter.case))
        cited = (it for reason in found for it in reason.cited)
        return {it.version.place for it in cited if "个人信息保护法" in it.text}

    assert not keys & places(make(cases=[contact()]))
    assert keys <= places(make(cases=[contact()], proceedings=[asked]))
