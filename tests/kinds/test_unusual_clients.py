"""Papers of clients that no sample has, read as those read them who get them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import Row, case, contact, evidence, incident, institution, witness
from anjuan.testing import write_workbook as write

LETTER, REPORT, LAWYERS, POLICE, COMPLAINT = (
    "platform-complaint",
    "regulator-report",
    "lawyer-letter",
    "police-statement",
    "civil-complaint",
)
HOTLINE = "12345"
LENDER = institution(名称="虚构丁消费金融有限公司", 简称="丁消", 机构类型="消费金融公司")
COLLECTOR = institution(
    名称="虚构乙催收有限公司", 简称="乙催", 机构类型="催收机构", 统一社会信用代码=None
)
BANK = institution(名称="虚构丙银行股份有限公司", 简称="丙银", 机构类型="商业银行")
FIRM = {"委托律师": "王某", "律师事务所": "虚构律师事务所"}


def produce(
    folder: Path, who: Row, *incidents: Row, lender: Row | None = None, **rows: object
) -> Generated:
    lender = lender or institution()
    book = write(
        folder / "表.xlsx",
        cases=[{**who, "债权人": lender["简称"]}],
        institutions=[lender, COLLECTOR],
        incidents=list(incidents),
        **rows,  # type: ignore[arg-type]
    )
    kinds = (LETTER, REPORT, LAWYERS, POLICE, COMPLAINT)
    return generate_into(folder / f"out{len(list(folder.iterdir()))}", book, kinds=kinds)


@pytest.fixture
def make(tmp_path: Path) -> partial[Generated]:
    return partial(produce, tmp_path)


def test_r01_who_named_himself_in_some_calls_did_not_in_all(make: partial[Generated]) -> None:
    named = incident(次数=2, 对方自称="甲贷法务")
    done = make(case(), named, incident(时间="2026-03-06 09:00", 次数=9))
    assert "共计电话11次。其中2次对方自称“甲贷法务”。" in done.text(REPORT, HOTLINE)
    assert "共计电话2次。对方自称“甲贷法务”。" in make(case(), named).text(REPORT, HOTLINE)


def test_r01_a_collector_who_names_only_himself_is_nobodys_contractor(
    make: partial[Generated],
) -> None:
    calls = incident(次数=8, 行为性质="威胁恐吓", 对方自称="乙催专员")
    who = contact(催收机构="乙催", **FIRM)
    done = make(who, calls, lender=LENDER)
    text = done.text(REPORT, "监管局") + done.text(LETTER) + done.text(LAWYERS, "丁")
    for word in ("受托催收的", "要求虚构乙催收有限公司停止", "第二十一条"):
        assert word not in text
    both = make(who, calls, incident(时间="2026-03-06 09:00", 对方自称="丁消"), lender=LENDER)
    assert "受托催收的虚构乙催收有限公司于" in both.text(REPORT, "监管局")


def test_r01_that_unknown_callers_were_the_defendants_staff_is_what_the_plaintiff_says(
    make: partial[Generated],
) -> None:
    said = "上述联系系其工作人员执行工作任务"
    text = make(case(), incident(次数=8)).text(COMPLAINT)
    assert f"原告主张，催收是被告的经营活动，{said}" in text
    tied = make(case(), incident(次数=8, 对方自称="甲贷客服")).text(COMPLAINT)
    assert said in tied
    assert "原告主张" not in tied


def test_r02_a_message_at_night_is_no_call_in_the_claim_either(make: partial[Generated]) -> None:
    written = incident(
        方式="短信", 时间="2026-03-05 23:00", 次数=3, 行为性质="公开侮辱", 对方自称="甲贷"
    )
    text = make(case(), written).text(COMPLAINT)
    assert "不得再以夜间联系、公开侮辱等方式侵扰原告" in text


def test_r03_the_busiest_of_one_day_is_not_told_again(make: partial[Generated]) -> None:
    assert "单日最多" not in make(case(), incident(次数=8)).text(LETTER)


def test_r04_the_client_has_one_name_in_the_tables_too(make: partial[Generated]) -> None:
    exhibit = evidence(来源="委托人手机", 证明事项="委托人接到的电话", 证据名称="委托人通话详单")
    told = incident(次数=8, 内容="向委托人催款", 行为性质="频繁拨打")
    done = make(contact(), told, evidence=[exhibit])
    for text in (done.text(LETTER), done.text(REPORT, "中国互联网金融协会"), done.text(POLICE)):
        assert "委托人" not in text


def test_r04_a_firm_writes_to_its_reader_from_the_first_sentence(make: partial[Generated]) -> None:
    text = make(case(**FIRM), incident(次数=8)).text(LAWYERS)
    assert "就贵司“甲贷借款”的催收涉嫌侵害委托人合法权益一事" in text


def test_r07_an_excuse_for_telling_a_child_goes_to_the_guardian(make: partial[Generated]) -> None:
    told = incident(受扰人="张小某", 与委托人关系="儿子", 次数=6, 行为性质="威胁恐吓、泄露债务信息")
    child = witness(姓名="张小某", 与委托人关系="儿子", 出生日期="2014-01-02", 作证方式="不作证")
    done = make(case(), told, witnesses=[child])
    letter, report = done.text(LETTER), done.text(REPORT, "中国互联网金融协会")
    assert "向儿子张小某的监护人书面说明不当披露的情况" in letter
    for text in (letter, report):
        assert "张小某不满十四周岁，未取得监护人的同意而把其个人信息用于催收，违反" in text
        assert "第二十八条" in text
        assert "第三十一条" in text
        assert "《中华人民共和国未成年人保护法》第四条" in text


@pytest.mark.parametrize("liability", ["担保人", "配偶", "继承人"])
def test_r09_whoever_answers_for_the_debt_the_employer_does_not(
    liability: str, make: partial[Generated]
) -> None:
    at_work = incident(受扰人="钱主任", 与委托人关系="单位领导", 行为性质="泄露债务信息")
    text = make(contact(债务责任=liability), incident(次数=8), at_work).text(LETTER)
    assert "向本人催收，停止就该笔借款联系本人的单位领导钱主任；" in text


def test_r11_a_card_is_no_loan(make: partial[Generated]) -> None:
    who = case(借款产品="信用卡", 卡号后四位="1234")
    to_others = incident(
        受扰人="李某", 与委托人关系="同事", 行为性质="泄露债务信息", 关联依据="知悉合同信息"
    )
    text = make(who, incident(次数=8), to_others, lender=BANK).text(LETTER)
    assert "停止就该笔信用卡欠款联系本人以外的人" in text
    assert "该笔借款" not in text


def test_r14_what_is_to_be_kept_is_what_was_used(make: partial[Generated]) -> None:
    visit = incident(方式="上门", 对方号码=None, 次数=2, 行为性质="威胁恐吓", 内容="“等着”")
    done = make(case(), visit, lender=LENDER)
    assert "保全有关外访记录和工单" in done.text(REPORT, "监管局")
    assert "录音" not in done.text(REPORT, "监管局")


def test_r14_where_it_happened_and_whence_a_number_came_follow_the_means(
    make: partial[Generated],
) -> None:
    visit = incident(
        方式="上门", 对方号码=None, 受扰人="孙某", 与委托人关系="邻居", 次数=3,
        行为性质="公开侮辱、泄露债务信息", 内容="在门口喊“张三是骗子”",
    )  # fmt: skip
    text = make(case(), visit).text(POLICE)
    assert "报案人住所地为侵害结果发生地，上门地点为行为发生地，依照" in text
    assert "从何处取得" not in text
    written = incident(方式="短信", 次数=8, 行为性质="威胁恐吓")
    assert "报案人住所地、信息接收地为侵害结果发生地，依照" in make(case(), written).text(POLICE)


def test_r14_one_thing_is_not_told_as_one_of_several(make: partial[Generated]) -> None:
    text = make(case(), incident(次数=8)).text(LETTER)
    assert "以频繁拨打的方式催收，超出了合理的限度" in text


def test_r28_exhibits_stand_in_their_order(make: partial[Generated]) -> None:
    exhibits = [evidence(证据编号=number) for number in ("1", "2", "10")]
    text = make(case(), incident(次数=8, 证据编号="10、2、1"), evidence=exhibits).text(LETTER)
    assert "（证据1、2、10）" in text


def test_a_longer_name_that_begins_with_the_clients_is_kept(make: partial[Generated]) -> None:
    told = incident(受扰人="张三丰", 与委托人关系="堂弟", 次数=4, 行为性质="泄露债务信息")
    text = make(case(), incident(次数=8), told).text(REPORT, "中国互联网金融协会")
    assert "本人丰" not in text
    assert "联系张三丰" in text


def test_without_exhibits_nothing_is_said_to_be_attached(make: partial[Generated]) -> None:
    done = make(contact(), incident(次数=8, 证据编号=None), lender=LENDER, evidence=[])
    assert "所附证据" not in done.text(REPORT, "监管局")
