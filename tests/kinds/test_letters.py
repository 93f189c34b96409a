"""Letters to lenders and reports to regulators: what each says, how long it is, what it cites."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from support.great_four import absent
from support.runs import ROOT, Generated, generate_into

from anjuan.testing import (
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    proceeding,
    write_workbook,
)

COLLECTOR = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
LETTER, REPORT, LAWYERS = "platform-complaint", "regulator-report", "lawyer-letter"
KINDS = (LETTER, REPORT, LAWYERS, "repayment-proposal")
FIRM = {"委托律师": "王某", "律师事务所": "虚构律师事务所"}
MOTHER = incident(
    受扰人="张母", 与委托人关系="母亲", 时间="2026-03-06 23:10", 内容="“你儿子是老赖”",
    行为性质="辱骂、泄露债务信息",
)  # fmt: skip
ARTICLE = re.compile("《[^》]+》(?:第[一二三四五六七八九十百千零]+条)?")


def produce(folder: Path, who: Row, *, lender: Row | None = None, **rows: object) -> Generated:
    rows.setdefault("incidents", [incident(), MOTHER])
    book = write_workbook(
        folder / "表.xlsx",
        cases=[who],
        institutions=[lender or institution(), COLLECTOR],
        **rows,  # type: ignore[arg-type]
    )
    return generate_into(folder / f"out{len(list(folder.iterdir()))}", book, kinds=KINDS)


@pytest.fixture
def make(tmp_path: Path) -> partial[Generated]:
    return partial(produce, tmp_path)


def body(text: str) -> str:
    """From the first heading to the annexes, without the names of styles."""
    letter = "一、" + text.partition("一、")[2].partition("[正文缩进] 附：")[0]
    return re.sub(r"^\[[^]]*\] |\n", "", letter, flags=re.MULTILINE)


def samples(words: str) -> list[str]:
    found = [
        path.read_text("utf-8") for path in (ROOT / "tests/golden").rglob("*.txt")
        if words in path.name
    ]  # fmt: skip
    assert len(found) > 2, words
    return found


def test_r01_every_letter_says_how_it_is_known_who_called_or_asks(make: partial[Generated]) -> None:
    silent = make(contact()).text(LETTER)
    named = incident(对方自称="甲贷客服", 关联依据="自报名称")
    told = make(contact(), incidents=[named]).text(LETTER)

    assert "本人目前无法确认，请贵司查明后书面告知" in silent
    assert "来电人自称“甲贷客服”（5次，证据1）" in told
    absent(told, "无法确认")


def test_r01_a_collector_nobody_found_is_not_said_to_have_called(
    make: partial[Generated],
) -> None:
    lender = institution(机构类型="小额贷款公司")
    guessed = make(case(催收机构="乙催"), lender=lender).texts()
    found = make(case(催收机构="乙催", 催收机构查明依据="客服答复"), lender=lender).texts()

    absent(guessed, "受托催收的虚构乙催收公司", "要求虚构乙催收公司停止")
    assert "核实上述联系是否由虚构乙催收公司实施" in guessed
    assert "受托催收的虚构乙催收公司" in found


def test_r01_a_collector_who_was_found_out_is_not_asked_for_again(
    make: partial[Generated],
) -> None:
    text = make(case(催收机构="乙催", 催收机构查明依据="客服答复")).text(LETTER)

    assert "经查，受贵司委托实施催收的是虚构乙催收公司，查明的依据：客服答复。" in text
    absent(text, "无法确认")


def test_r03_the_one_contact_that_there_was_is_told_once(make: partial[Generated]) -> None:
    once = incident(次数=1, 内容="“叫他还钱”", 行为性质="威胁恐吓")

    text = body(make(contact(**FIRM), incidents=[once]).text(LAWYERS))

    assert "该次联系的情况：“叫他还钱”（证据1）。" in text
    absent(text, "电话1次", "逐次情况")


def test_r09_a_guarantee_told_to_others_is_the_guarantors_own(make: partial[Generated]) -> None:
    told = incident(受扰人="某公司", 与委托人关系="同事", 行为性质="泄露债务信息")
    done = make(contact(债务责任="担保人"), incidents=[incident(), told])

    assert "向他人透露本人的担保信息，既不是催收所必需" in done.text(LETTER)
    assert "向他人透露本人的担保信息" in done.text(REPORT, "12345")


def test_r02_one_polite_call_is_no_disturbance(make: partial[Generated]) -> None:
    once = incident(次数=1, 行为性质=None, 内容="请转告还款")

    text = body(make(contact(), incidents=[once]).text(LETTER))

    assert "向本人来电一次" in text
    absent(text, "频繁", "多次", "侵扰了", "骚扰本人")


def test_r06_letters_reports_and_hotline_keep_to_their_length() -> None:
    for text in samples("平台投诉函"):
        assert len(body(text)) <= 1500
    for text in samples("监管局"):
        assert len(body(text)) <= 1500
    for text in samples("12345"):
        told = text.partition("诉求内容：")[2].partition("\n")[0]
        assert 200 <= len(told) <= 400
        absent(text, "《", "| ")
    for text in samples("12321"):
        for line in re.findall(r"\| (?:内容|短信上报用语) \| (.*) \|", text):
            assert len(line.partition("*")[2] or line) <= 200


def test_r06_the_hotline_hears_no_more_than_it_takes_down(make: partial[Generated]) -> None:
    long = "超" * 60
    rows = [
        incident(受扰人=f"某{number}{long}", 与委托人关系="同事", 对方号码=f"0571-000000{number}",
                 行为性质="辱骂、威胁恐吓、泄露债务信息", 时间=f"2026-03-{number} 23:00")
        for number in range(10, 14)
    ]  # fmt: skip
    steps = [proceeding(日期="2026-03-20", 结果=long)]

    text = make(case(要求停止日期="2026-03-11"), incidents=rows, proceedings=steps).text(
        REPORT, "12345"
    )

    told = text.partition("诉求内容：")[2].partition("\n")[0]
    assert "诉求：请转" in told
    assert "本人已于2026年3月20日向该机构投诉，结果：超" in told
    assert len(told) <= 400


def test_r13_a_report_says_whether_the_institution_was_asked_first(
    make: partial[Generated],
) -> None:
    bank = institution(机构类型="商业银行")
    steps = [
        proceeding(日期="2026-03-20", 方式="客服热线", 文号="TS001"),
        proceeding(日期="2026-03-28", 事项="收到答复", 结果="称已提醒催收人员"),
    ]

    first = make(case(), lender=bank, proceedings=steps).text(REPORT, "监管局")
    never = make(case(要求停止日期="2026-03-05"), lender=bank).text(REPORT, "监管局")

    assert "是。2026年3月20日投诉（编号：TS001），方式：客服热线。" in first
    assert "该机构的答复：2026年3月28日答复：称已提醒催收人员。" in first
    assert "| 是否已向该机构投诉 | 否。本人已于2026年3月5日要求对方停止。 |" in never
    # Before the requests: who receives it looks there first.
    assert first.index("是否已向该机构投诉") < first.index("一、投诉请求")


def test_r14_a_letter_weaves_three_to_five_articles_into_sentences() -> None:
    for text in samples("平台投诉函"):
        cited = set(ARTICLE.findall(body(text).partition("四、违反的规定")[2]))
        assert 1 <= len(cited) <= 6
        absent(text, "有关规定如下", "可以佐证")


def test_r16_a_lawyers_letter_quotes_the_worst_and_cites_what_it_needs() -> None:
    for text in samples("律师函"):
        opinion = text.partition("二、法律意见")[2].partition("三、要求")[0]
        assert 1 <= len(set(ARTICLE.findall(opinion))) <= 7
        assert text.count("，称：“") + text.count("内容为：“") <= 3
        assert "如属实" in opinion
        assert len(body(text)) <= 1700
        absent(text, "案涉", "有的含有", "贵方")


def test_r04_the_annexes_are_counted_as_they_are(make: partial[Generated]) -> None:
    alone = make(contact(), evidence=[], incidents=[incident(证据编号=None)]).text(LETTER)
    several = make(contact(**FIRM)).text(LAWYERS)

    assert "附：骚扰记录明细一份。" in alone
    assert "附：骚扰记录明细、证据清单、授权委托书各一份。" in several


def test_r21_a_lawyers_letter_asks_for_the_clients_own_loss_only(make: partial[Generated]) -> None:
    losses = [loss(金额=100), loss(金额=900, 权利人="张母")]

    text = make(case(**FIRM), losses=losses).text(LAWYERS)

    assert "现计100元" in text
    absent(text, "1000元")


def test_r19_others_data_are_deleted_as_a_withdrawal_and_what_must_be_kept_is_kept(
    make: partial[Generated],
) -> None:
    debtor, stranger = make(case()).text(LETTER), make(contact()).text(LETTER)
    guarantor = make(contact(债务责任="担保人")).text(LETTER)

    assert "本人撤回曾经作出的使用通讯录、联系人信息的同意" in debtor
    assert "删除本人的姓名、电话号码等个人信息" in stranger
    for text in (debtor, stranger):
        assert "依法须保存的，停止存储和必要安全保护以外的处理" in text
    absent(guarantor, "删除", "无关")


@pytest.mark.parametrize(
    ("liability", "said", "never"),
    [
        ("担保人", "停止以频繁拨打", "无关"),
        ("配偶", "没有提供担保", "与该笔债务无关"),
        ("继承人", "所得遗产实际价值", "与该笔债务无关"),
        ("被冒名", "系他人冒名", "借款人提供该号码"),
        ("号码错误", "把号码13800000001从借款人的联系方式中删除", "借款人提供该号码"),
    ],
)
def test_r09_each_standing_is_told_as_it_is(
    make: partial[Generated], liability: str, said: str, never: str
) -> None:
    text = body(make(contact(债务责任=liability)).text(LETTER))

    assert said in text
    absent(text, never, "。。", "、。", "，。", "：。", "；；", "None")


def test_r07_a_minor_writes_through_the_guardian(make: partial[Generated]) -> None:
    minor = contact(
        身份证号="000000201201010012", 法定代理人="王某", 法定代理人关系="母亲",
        法定代理人电话="13800000009",
    )  # fmt: skip

    text = make(minor, evidence=[evidence()]).text(LETTER)

    assert "法定代理人：王某，系投诉人的母亲，联系电话：13800000009。" in text
    assert "法定代理人（签名）：" in text


def test_r10_an_assignee_is_asked_for_contract_and_consent(make: partial[Generated]) -> None:
    lender = institution(机构类型="资产管理公司")

    text = make(case(原出借人="乙催"), lender=lender).text(LETTER)

    assert "该笔债权原由虚构乙催收公司享有，贵司称系受让人" in text
    assert "提供债权转让合同和转让通知" in text
    assert "（《中华人民共和国民法典》第五百四十六条、" in text
