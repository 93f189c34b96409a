"""The errors that naive generators make, each provoked and absent.

Those of powers of attorney, lawyer's letters and witness statements are tested with their papers
(test_shipped_kinds.py), and the official form is not generated; what could seep into the four is
tested here.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from support import numeral_reader
from support.great_four import FULL, HARSH, Make, absent, produce
from support.runs import Generate

from anjuan.chinese import chinese_number
from anjuan.testing import case, contact, evidence, incident, institution, write_workbook


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """All four kinds for one case."""
    return partial(produce, tmp_path)


LENDERS = ["商业银行", "消费金融公司", "小额贷款公司", "网络借贷平台", "助贷平台", "其他"]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All texts over all lenders and all standings of the client."""
    clients = (
        case(**FULL),
        case(**FULL, 催收机构="乙催"),
        contact(**FULL),
        contact(**FULL, 债务责任="担保人"),
    )
    make = partial(produce, tmp_path_factory.mktemp("everything"))
    texts = [
        make(who, institution(机构类型=lender)).texts() for lender in LENDERS for who in clients
    ]
    card = case(**{**FULL, "借款产品": "信用卡"})
    texts.append(make(card, institution(机构类型="商业银行")).texts())
    return "\n".join(texts)


def test_02_article_42_is_never_cited_for_acts_since_2026(everything: str) -> None:
    absent(everything, "第四十二条")


def test_03_authorities_bear_their_present_names(everything: str) -> None:
    absent(everything, "银保监", "银监", "证监")
    assert "国家金融监督管理总局浙江监管局" in everything
    for sentence in re.split("[。\n]", everything):
        if "互联网金融协会" in sentence or "银行业协会" in sentence:
            assert "监管部门" not in sentence


def test_04_limitation_is_not_called_a_time_limit_for_reporting(everything: str) -> None:
    absent(everything, "报案期限", "不能报案", "过期")


def test_05_receipts_are_named_as_they_are(make: Make) -> None:
    text = make().text("police-statement")

    assert "出具立案（不予立案）告知书或者受案回执，以及接受证据清单等书面凭证" in text
    absent(text, "立案决定书", "自报案之日起三十日")


def test_06_punishment_is_asked_of_persons_not_of_the_company(make: Make) -> None:
    text = make(case(**FULL, 催收机构="乙催")).text("police-statement")

    assert "处罚直接负责的主管人员和其他直接责任人员" in text
    requests = text.partition("五、请求事项")[2].partition("六、")[0]
    assert "立案调查" in requests
    absent(requests, "拘留", "罚款", "处罚公司")


@pytest.mark.parametrize("lender", LENDERS)
def test_07_credit_card_rules_are_for_credit_cards_only(make: Make, lender: str) -> None:
    text = make(case(**FULL), institution(机构类型=lender)).texts()

    absent(text, "信用卡业务监督管理办法", "至少保存2年", "保存二年")
    assert ("《消费金融公司管理办法》" in text) is (lender == "消费金融公司")


def test_07_credit_cards_keep_recordings_two_years_not_five(make: Make) -> None:
    card = make(case(**{**FULL, "借款产品": "信用卡"}), institution(机构类型="商业银行")).texts()

    assert "《商业银行信用卡业务监督管理办法》第六十八条" in card
    absent(card, "保存5年", "第七十条", "45251")


def test_08_standards_and_guides_are_reasoning_and_not_mixed_up(make: Make) -> None:
    answered = incident(时间="2026-03-07 10:00", 次数=12, 接通次数=4, 行为性质=None)
    done = make(case(**FULL), institution(机构类型="消费金融公司"), incidents=[answered])
    text = done.text("civil-complaint")

    basis = text.partition("综上，依照")[2].partition("的规定")[0]
    absent(basis, "45251", "指引", "管理办法》", "银行业协会")
    assert "虽不是裁判依据" in text
    sentences = re.split("[；\n]", text)
    standard = next(it for it in sentences if "45251" in it)
    guide = next(it for it in sentences if "中国银行业协会" in it)
    assert "有效通话不应超过3次" in standard
    assert "未接通的，当日尝试不宜超过6次" in guide
    absent(standard, "6次", "法律规定")
    absent(guide, "3次", "法律规定")


def test_08_rules_of_the_trade_are_not_cited_before_their_day(make: Make) -> None:
    early = incident(时间="2024-03-01 10:00")

    absent(make(incidents=[early]).texts(), "45251", "银行业协会")


def test_09_the_2018_pact_is_never_cited(everything: str) -> None:
    absent(everything, "自律公约")


def test_10_the_article_on_calls_and_messages_is_always_cited(make: Make) -> None:
    done = make()
    for kind, recipient in (("platform-complaint", ""), ("civil-complaint", "")):
        assert "第一千零三十三条第一项" in done.text(kind, recipient)
    absent(done.texts(), "第九百九十九条")


def test_12_nobody_sues_over_what_happened_to_others(make: Make) -> None:
    mother_only = [incident(受扰人="张母", 与委托人关系="母亲")]

    assert "no-own-infringement" in make(incidents=mother_only).codes()
    assert make(incidents=mother_only).states()["civil-complaint"] == ["refused"]
    text = make(incidents=[HARSH, incident(受扰人="张母", 与委托人关系="母亲", 次数=30)]).text(
        "civil-complaint"
    )
    assert "共计电话12次" in text
    absent(text, "张母")


def test_12_a_contact_sues_only_over_their_own_calls(make: Make) -> None:
    rows = [incident(次数=4), incident(受扰人="李四", 次数=50)]

    text = make(contact(**FULL), incidents=rows).text("civil-complaint")

    assert "共计电话4次" in text
    absent(text, "50次", "54次")


def test_13_solatium_needs_serious_harm_stated(make: Make) -> None:
    refused = make(case(精神损害抚慰金=5000, 损害后果=None))
    assert "solatium-without-harm" in refused.codes()
    assert refused.states()["civil-complaint"] == ["refused"]
    assert "严重精神损害" in make().text("civil-complaint")
    absent(make().texts(), "轻微", "精神损失费", "名誉损失费")


def test_14_no_ceiling_is_invented_for_solatium(everything: str) -> None:
    absent(everything, "50万元", "五十万", "500000", "最高赔偿")


def test_15_the_complaint_names_no_fee_figure(make: Make) -> None:
    text = make().text("civil-complaint")

    assert "判令本案诉讼费用由被告负担。" in text
    absent(text, "受理费", "2.5%", "减半")


def test_16_a_civil_court_is_asked_only_for_what_it_can_grant(everything: str, make: Make) -> None:
    claims = make().text("civil-complaint").partition("诉讼请求")[2].partition("事实和理由")[0]

    absent(claims, "刑事", "拘留", "罚款", "吊销", "免除", "减免", "征信", "约谈", "停止一切催收")
    absent(everything, "已构成犯罪", "构成寻衅滋事罪", "免除债务", "停止计息")


def test_17_the_debt_is_neither_denied_nor_admitted_in_figures(everything: str) -> None:
    absent(everything, "23456.78", "23456", "不欠款", "不用还", "无需偿还", "本息")
    assert "该借款事宜由原告与出借人另行依法处理，不属于本案的范围" in everything


def test_18_no_general_power_and_no_judgment_tone(everything: str) -> None:
    absent(everything, "全权代理", "律师函", "依法判令贵", "失信名单")


def test_19_witnesses_are_named_only_by_the_sheet_of_witnesses(make: Make) -> None:
    text = make(evidence=[evidence(证据种类="证人证言")]).text("civil-complaint")

    absent(text, "证人：", "如有，另行提交")


def test_21_jurisdiction_names_both_places_and_mind_the_internet_courts(make: Make) -> None:
    text = make().text("civil-complaint")
    online = make(
        case(**{**FULL, "管辖法院": "杭州市西湖区人民法院"}), incidents=[incident(方式="微信")]
    )

    assert "《中华人民共和国民事诉讼法》第二十九条" in text
    absent(text, "民事诉讼法〉的解释》第二十五条")
    assert "internet-court" in online.codes()


def test_22_the_cause_of_action_is_one_of_the_official_list(make: Make) -> None:
    assert "案由：隐私权、个人信息保护纠纷" in make().text("civil-complaint")
    plain = make(case(**FULL), incidents=[incident()]).text("civil-complaint")
    assert "案由：隐私权纠纷" in plain
    absent(plain, "骚扰纠纷", "侵犯公民个人信息纠纷", "精神损害赔偿纠纷")


def test_23_no_official_form_is_claimed_to_be_required(everything: str) -> None:
    absent(everything, "要素式", "示范文本")


def test_24_only_customers_invoke_the_complaint_period(make: Make) -> None:
    bank = institution(机构类型="商业银行")
    customer = make(case(**FULL), bank).text("platform-complaint")
    outsider = make(contact(**FULL), bank).text("platform-complaint")

    assert "自收到本函之日起十五日内作出处理决定" in customer
    absent(outsider, "消费投诉", "作出处理决定")
    absent(make(case(**FULL), bank).text("regulator-report", "总局"), "十五日", "15日", "必须答复")
    report = make(contact(**FULL), bank).text("regulator-report", "总局")
    assert "监管举报信" in report
    absent(report, "投诉请求")


def test_25_the_spam_centre_gets_one_number_an_entry_and_no_demands(make: Make) -> None:
    rows = [HARSH, incident(对方号码="17000000013"), incident(对方号码="17000000013", 方式="短信")]

    text = make(incidents=rows).text("regulator-report", "12321")

    assert text.count("| 被举报号码 |") == 2
    assert "| 被举报号码 | 0571-00000011 |" in text
    assert "| 被举报号码 | 17000000013 |" in text
    absent(text, "赔偿", "道歉", "合同编号", "每次最多", "公民身份号码")


def test_26_the_government_hotline_is_not_asked_to_punish_banks(make: Make) -> None:
    bank = institution(机构类型="商业银行")
    alone = make(case(**FULL), bank)
    assert not [o for o in alone.report.outcomes if "12345" in o.recipient]

    text = make(case(**FULL, 催收机构="乙催"), bank).text("regulator-report", "12345")
    assert "诉求对象：虚构乙催收公司" in text
    absent(text, "罚款", "吊销", "处罚")


def test_27_defendants_are_legal_persons_with_legal_representatives(make: Make) -> None:
    lender = institution(法定代表人="赵一", 职务="董事长")
    text = make(case(**FULL), lender).text("civil-complaint")

    assert "法定代表人：赵一，董事长。" in text
    absent(text, "负责人：", "App")
    unnamed = make(case(**FULL), institution(住所地=None))
    assert unnamed.states()["civil-complaint"] == ["refused"]
    assert re.search(r"机构![A-Z]+2（住所地）", unnamed.problems())


def test_28_counts_agree_with_the_table_and_borders_of_the_night(make: Make) -> None:
    rows = [
        incident(时间="2026-03-05 21:59", 次数=1),
        incident(时间="2026-03-05 22:00", 次数=2),
        incident(时间="2026-03-06 07:59", 次数=4),
        incident(时间="2026-03-06 08:00", 次数=8),
    ]
    text = make(incidents=rows).text("police-statement")

    assert "共计电话15次" in text
    assert "22时至次日8时之间6次" in text
    listed = re.findall(r"^\| \d+ \|.*?\| (\d+) \| 催款", text, re.MULTILINE)
    assert sum(map(int, listed)) == 15


def test_29_nothing_is_signed_in_advance_and_no_date_precedes_the_facts(make: Make) -> None:
    assert re.search(r"起诉人（签名）：\s*$", make().text("civil-complaint"), re.MULTILINE)
    early = make(case(**{**FULL, "落款日期": "2026-03-01"}))
    assert "date-order" in early.codes()
    assert {state for states in early.states().values() for state in states} == {"refused"}
    undated = make(case(**{**FULL, "落款日期": None})).text("civil-complaint")
    assert "　　　　年　　月　　日" in undated


def test_30_letters_to_platforms_tell_no_identity_number_address_or_card(make: Make) -> None:
    card = "6222020000000000000"
    full = {**FULL, "合同编号": "6222021001116245702"}
    text = make(case(**full)).text("platform-complaint")

    absent(text, "000000199001010018", "虚构市甲路1号", card, "6222021001116245702")
    assert "尾号5702" in text


def test_31_no_judgment_or_fine_is_cited(everything: str) -> None:
    assert not re.search(r"[（(]20\d\d[）)].{0,8}(民初|民终|刑初|罚决)", everything)
    absent(everything, "判例", "案例")


def test_32_no_crime_of_illegal_collection_and_no_trade_talk(everything: str) -> None:
    absent(everything, "催收非法债务罪", "二百九十三条", "反催收联盟", "退费", "代理退")


def test_33_every_article_number_is_written_as_statutes_write_it(everything: str) -> None:
    found = set(re.findall(r"第([一二三四五六七八九十百千零]+)[条款项]", everything))

    assert len(found) > 20
    for numeral in found:
        assert chinese_number(numeral_reader.read_number(numeral)) == numeral
    assert not re.search(r"第\d+条", everything)


def test_34_freedom_of_correspondence_is_no_cause(everything: str) -> None:
    absent(everything, "通信自由", "通讯自由")


def test_35_no_draft_is_cited(everything: str) -> None:
    absent(everything, "征求意见", "草案", "修订稿")


def test_guarantors_and_co_borrowers_are_no_unrelated_third_parties(make: Make) -> None:
    for liability in ("担保人", "共同借款人"):
        text = make(contact(**FULL, 债务责任=liability)).texts()

        assert f"是虚构甲网络借贷有限公司“甲贷借款”的{liability}" in text
        absent(
            text,
            "与该笔债务无关",
            "与案涉债务无关",
            "无关的第三人",
            "立即停止以电话、短信、即时通讯等任何方式",
        )


def test_a_contact_says_that_they_did_not_borrow_or_guarantee(make: Make) -> None:
    text = make(contact(**FULL)).text("civil-complaint")

    assert "不是被告“甲贷借款”的借款人、共同借款人或者担保人，与该笔债务无关" in text


def test_a_public_apology_needs_a_scope(make: Make) -> None:
    assert "apology-without-scope" in make(case(**FULL, 道歉方式="公开")).codes()
    text = make(case(**FULL, 道歉方式="公开", 道歉范围="业主微信群")).text("civil-complaint")
    assert "在业主微信群内向原告公开赔礼道歉" in text


def test_channels_follow_the_lenders_type(make: Make) -> None:
    channels = {}
    for lender in LENDERS:
        done = make(case(**FULL), institution(机构类型=lender))
        channels[lender] = [
            outcome.channel
            for outcome in done.report.outcomes
            if outcome.kind == "regulator-report"
        ]

    spam, nifa, hotline = "spam-report-centre", "internet-finance-association", "government-hotline"
    assert channels == {
        "商业银行": ["financial-regulator", spam],
        "消费金融公司": ["financial-regulator", nifa, spam],
        "小额贷款公司": ["local-financial-regulator", nifa, spam, hotline],
        "网络借贷平台": [nifa, spam, hotline],
        "助贷平台": [nifa, spam, hotline],
        "其他": ["local-financial-regulator", spam, hotline],
    }


def test_the_platform_gets_its_own_letter_where_it_is_another_company(make: Make) -> None:
    done = make(case(**FULL, 借款平台="乙催"))

    letters = [o for o in done.report.outcomes if o.kind == "platform-complaint"]
    assert len(letters) == 2
    assert "抄送：虚构甲网络借贷有限公司" in done.text("platform-complaint", "乙催收")
    same = make(case(**FULL, 借款平台="甲贷"))
    assert len(same.states()["platform-complaint"]) == 1


def test_r25_no_penalty_is_printed_for_impersonation_either(make: Make) -> None:
    row = incident(次数=1, 行为性质="冒充公职人员")

    text = make(case(**FULL), incidents=[row]).text("police-statement")

    assert "第六十二条第一款（冒充国家机关工作人员招摇撞骗）" in text
    absent(text, "罚则", "予以处罚", "第五十条第一款第五项")


def test_several_is_counted_over_the_whole_course_across_the_line(make: Make) -> None:
    rows = [incident(时间="2025-12-31 10:00", 次数=2), incident(时间="2026-01-01 10:00", 次数=2)]

    text = make(incidents=rows).text("police-statement")

    assert "第四十二条第五项" in text
    assert "第五十条第一款第五项" in text


def test_visits_before_2026_are_not_harassment_by_messages(make: Make) -> None:
    visit = {"方式": "上门", "对方号码": None, "行为性质": None, "次数": 5}

    old = make(incidents=[incident(**visit, 时间="2025-12-01 10:00")])
    new = make(incidents=[incident(**visit, 时间="2026-01-02 10:00")])

    assert old.states()["police-statement"] == ["refused"]
    assert "no-limb" in old.codes()
    assert "第五十条第一款第五项" in new.text("police-statement")


def test_no_contact_is_asked_only_for_repeated_calls_to_the_reporter(make: Make) -> None:
    others = incident(受扰人="张母", 与委托人关系="母亲", 次数=9)

    own = make(incidents=[incident(次数=3)]).text("police-statement")
    fewer = make(incidents=[incident(次数=2), others]).text("police-statement")

    assert "禁止接触报案人" in own
    assert "经公安机关负责人批准" in own
    absent(fewer, "禁止接触报案人")


def test_reputation_is_claimed_only_where_others_heard_an_insult(make: Make) -> None:
    told = incident(受扰人="林某", 与委托人关系="同事", 行为性质="泄露债务信息")
    insulted = {**told, "行为性质": "泄露债务信息、辱骂"}

    without = make(incidents=[HARSH, told]).text("civil-complaint")
    heard = make(incidents=[HARSH, insulted]).text("civil-complaint")

    absent(without, "名誉", "第一千零二十四条")
    assert "案由：隐私权、个人信息保护纠纷、名誉权纠纷" in heard
    assert "第一千零二十四条" in heard
    assert "向原告的同事林某作出书面说明，为原告消除影响、恢复名誉" in heard


def test_joint_liability_is_claimed_with_its_articles_and_only_of_two(make: Make) -> None:
    alone = make().text("civil-complaint")
    both = make(case(**FULL, 催收机构="乙催")).text("civil-complaint")

    absent(alone, "连带", "第一千一百六十八条", "第一千一百九十三条")
    assert "第一千一百九十一条" in alone
    assert "被告一、被告二共同实施上述催收，依照《民法典》第一千一百六十八条" in both
    assert "即使不能认定共同侵权，被告一将催收交由他人实施" in both
    absent(both, "第一千一百九十一条", "构成共同侵权的")


def test_a_request_is_no_wider_than_the_conduct_shown(make: Make) -> None:
    done = make(case(**FULL), incidents=[incident(次数=6)])
    letter, complaint = done.text("platform-complaint"), done.text("civil-complaint")

    absent(letter + complaint, "辱骂", "恐吓", "夜间拨打", "第三人披露")
    assert "停止以频繁拨打的方式催收" in letter
    assert "不得再以频繁拨打的方式侵扰原告" in complaint


def test_a_platform_may_not_be_called_the_lender(make: Make) -> None:
    text = make(case(**FULL), institution(机构类型="助贷平台")).text("police-statement")

    assert "借款平台（出借人以合同为准）为虚构甲网络借贷有限公司" in text
    absent(text, "出借人为")


def test_a_form_that_cannot_list_every_call_says_so_and_brings_them_in_a_table(
    generate: Generate, tmp_path: Path
) -> None:
    calls = [incident(时间=f"2026-03-05 10:{minute:02d}", 内容="") for minute in range(25)]
    book = tmp_path / "表.xlsx"
    few = generate(write_workbook(book, incidents=calls[:5])).text("regulator-report", "12321")
    told = generate(write_workbook(book, incidents=calls)).text("regulator-report", "12321")

    assert "骚扰记录明细" not in few
    assert "10时04分；其余20条见所附骚扰记录明细" in told
    assert "| 25 | 2026年3月5日10时24分 |" in told
