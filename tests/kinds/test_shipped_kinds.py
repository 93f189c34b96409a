"""The papers beside the four great ones: one rule of what each may say a test."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.runs import Generated, generate_into, shipped_plugins
from tools.docx_text import docx_text

from anjuan.law.loading import shipped_catalogue
from anjuan.testing import (
    TODAY,
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    witness,
    write_workbook,
)

Make = Callable[..., Generated]

KINDS = (
    "evidence-list",
    "witness-statement",
    "witness-application",
    "unit-certificate",
    "power-of-attorney",
    "out-of-court-power",
    "lawyer-letter",
    "repayment-proposal",
)
FIRM = {"委托律师": "王律师", "律师事务所": "虚构律师事务所", "律师电话": "0571-00000088"}
FULL = {**FIRM, "愿意协商还款": "是", "借款金额": 23456.78, "损害后果": "失眠并就医"}
OWN = incident(行为性质="频繁拨打、辱骂", 内容="「还钱」")
MOTHER = incident(
    受扰人="张母", 与委托人关系="母亲", 时间="2026-03-06 23:10", 次数=3, 内容="「你儿子是老赖」",
    行为性质="辱骂、泄露债务信息",
)  # fmt: skip
COLLEAGUE = incident(
    受扰人="林同事", 与委托人关系="同事", 时间="2026-03-07", 次数=2, 内容="「叫他还钱」",
    行为性质="泄露债务信息", 方式="短信",
)  # fmt: skip
MOTHERS = {
    "姓名": "张母", "与委托人关系": "母亲", "性别": "女", "住址": "虚构市甲路2号",
    "待证事实": "委托人的母亲2026年3月6日接到的电话",
}  # fmt: skip
COLLECTOR = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
BANK = institution(机构类型="商业银行")
# What each has to be filled in by hand: nothing in the workbook tells it.
BY_HAND = "　　　　年　　月　　日"


def produce(
    folder: Path, who: Row | None = None, lender: Row | None = None, **rows: object
) -> Generated:
    """The papers of one case, in a folder of its own."""
    rows.setdefault("incidents", [OWN, MOTHER, COLLEAGUE])
    rows.setdefault("witnesses", [witness(**MOTHERS), witness(姓名="林同事", 作证方式="书面证言")])
    book = write_workbook(
        folder / "表.xlsx",
        cases=[who or case(**FULL)],
        institutions=[lender or institution(), COLLECTOR],
        **rows,  # type: ignore[arg-type]
    )
    return generate_into(folder / f"out{len(list(folder.iterdir()))}", book, kinds=KINDS)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The papers of one case."""
    return partial(produce, tmp_path)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All texts over lenders and standings of the client."""
    make = partial(produce, tmp_path_factory.mktemp("everything"))
    clients = (
        case(**FULL, 催收机构="乙催", 精神损害抚慰金=5000),
        contact(**FULL),
        contact(**FULL, 债务责任="担保人"),
        case(**{**FULL, "借款产品": "信用卡"}),
    )
    lenders = ("商业银行", "消费金融公司", "网络借贷平台")
    return "\n".join(
        make(who, institution(机构类型=lender), losses=[loss()]).texts()
        for who in clients
        for lender in lenders
    )


def absent(text: str, *words: str) -> None:
    for word in words:
        assert word not in text


# ---------------------------------------------------------------- evidence list


def test_exhibits_are_listed_with_all_that_the_evidence_rules_ask(make: Make) -> None:
    exhibit = evidence(来源="营业厅", 页数=6, 原始载体="运营商系统", 形成时间="2026-03-31")

    text = make(evidence=[exhibit]).text("evidence-list")

    assert (
        "| 1 | 通话详单 | 电子数据 | 营业厅（2026年3月31日形成） | 6页2份 "
        "| 来电时间和次数 | □原件□复制件 | 运营商系统 |"
    ) in text
    assert "《最高人民法院关于民事诉讼证据的若干规定》第十九条" in text
    assert f"提交日期：{BY_HAND}" in text


@pytest.mark.parametrize(
    ("type_", "legal"),
    [
        ("通话录音", "电子数据"),
        ("短信截图", "电子数据"),
        ("照片录像", "电子数据"),
        ("证人证言", "证人证言"),
        ("诊断证明", "书证"),
        ("合同", "书证"),
        ("票据", "书证"),
        ("书面证明", "书证"),
        ("其他", "＿＿＿＿"),
        (None, "＿＿＿＿"),
    ],
)
def test_recordings_are_electronic_data_and_an_unknown_kind_is_left_open(
    make: Make, type_: str | None, legal: str
) -> None:
    exhibit = evidence(证据种类=type_, 证据名称="材料一")

    text = make(evidence=[exhibit]).text("evidence-list")

    assert f"| 1 | 材料一 | {legal} |" in text
    absent(text, "视听资料")


def test_what_an_exhibit_lacks_is_a_line_to_write_on(make: Make) -> None:
    text = make().text("evidence-list")

    assert "＿＿页2份" in text
    absent(text, "—")


# ---------------------------------------------------------------- witnesses


def test_r27_only_the_sheet_of_witnesses_says_who_testifies(make: Make) -> None:
    done = make()
    found = {
        kind: [it.recipient for it in done.report.outcomes if it.kind == kind]
        for kind in ("witness-statement", "witness-application")
    }

    assert found == {
        "witness-statement": ["张母", "林同事"],
        "witness-application": ["张母"],
    }
    unasked = make(witnesses=[])
    assert unasked.states()["witness-statement"] == ["not-applicable"]
    assert "可以请谁作证：张母、林同事" in unasked.problems()
    refusing = make(witnesses=[witness(**{**MOTHERS, "作证方式": "不作证"})])
    assert refusing.states()["witness-statement"] == ["not-applicable"]


def test_r27_a_statement_is_prose_in_the_first_person_by_day_and_hour(make: Make) -> None:
    text = make().text("witness-statement", "张母")

    assert "我是张三的母亲。" in text
    assert (
        "2026年3月6日晚上11点10分起，我接到号码0571-00000011打来的电话3次。"
        "对方说：「你儿子是老赖」。"
    ) in text
    absent(text, "林同事", "叫他还钱", "「还钱」", "证据1", "委托人")


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-03-06 09:12", "上午9点多"),
        ("2026-03-06 14:30", "下午2点半左右"),
        ("2026-03-06 00:05", "凌晨0点多"),
        ("2026-03-06", "2026年3月6日，"),
        ("2026年3月上旬", "2026年3月上旬，"),
    ],
)
def test_r27_what_no_record_bears_out_is_told_from_memory(
    make: Make, moment: str, told: str
) -> None:
    row = {**MOTHER, "时间": moment, "证据编号": None}

    text = make(incidents=[OWN, row]).text("witness-statement", "张母")

    assert told in text
    assert "约3次" in text


def test_a_statement_guesses_and_judges_nothing(make: Make) -> None:
    text = make().text("witness-statement", "张母")

    # The nature of the conduct is the lawyer's judgment, the total is beyond the witness.
    absent(text, "辱骂", "泄露", "频繁", "骚扰", "共计", "违法", "侵权", "我认为", "应该是")
    assert "没有猜测、推断和评论" in text


def test_a_witness_fills_in_what_the_workbook_does_not_know(make: Make) -> None:
    text = make(incidents=[OWN]).text("witness-statement", "张母")

    for label in ("联系电话", "职业、工作单位"):
        assert re.search(rf"\| {label} \| 　 \|", text), label
    assert f"| 出生日期 | {BY_HAND} |" in text
    # Whether a relation stands as guarantor only they can say.
    assert "□否　　　□是，身份为：" in text
    assert "由证人按亲身经历写明时间、地点" in text
    absent(text, "000000199001010018", "13800000001")


def test_a_witness_promises_to_appear_and_signs_by_hand(make: Make) -> None:
    text = make().text("witness-statement", "张母")

    assert "接到人民法院通知后按时出庭作证" in text
    assert "第六十八条，无正当理由不出庭的，书面证言不得作为认定案件事实的根据" in text
    assert "不得宣读事先准备的书面材料" in text
    signature = text.partition("证人（签名、捺印）：")[2]
    assert BY_HAND in signature
    absent(signature, "2026", "张母")


def test_r07_a_child_testifies_beside_its_guardian_and_gives_no_oath(make: Make) -> None:
    child = {**MOTHERS, "出生日期": "2013-03-14"}

    text = make(witnesses=[witness(**child, 监护人="张姑")]).text("witness-statement")
    alone = make(witnesses=[witness(**child)])

    assert "在监护人张姑在场时作成" in text
    assert "在场监护人（签名）：" in text
    absent(text, "签署保证书，并接受")
    assert alone.states()["witness-statement"] == ["refused"]
    assert "（监护人）" in alone.problems()


def test_an_application_states_all_that_article_69_asks(make: Make) -> None:
    text = make().text("witness-application", "张母")

    for asked in ("| 姓名 | 张母 |", "| 职业 | 　 |", "| 住所 | 虚构市甲路2号 |", "| 联系方式 |"):
        assert asked in text
    assert "用以证明：原告的母亲2026年3月6日接到的电话。" in text
    assert "「你儿子是老赖」" in text
    assert "虚构市甲区人民法院" in text
    assert "《最高人民法院关于民事诉讼证据的若干规定》第六十九条" in text
    assert "〈中华人民共和国民事诉讼法〉的解释》第一百一十七条" in text
    absent(text, "林同事", "叫他还钱", "委托人")


def test_no_witness_is_applied_for_before_a_court_is_chosen(make: Make) -> None:
    done = make(case(**FULL, 管辖法院=None))

    assert done.states()["witness-application"] == ["not-applicable"]
    assert done.states()["witness-statement"] == ["written", "written"]


def test_an_application_after_the_term_is_told(make: Make) -> None:
    assert "late-application" in make(case(**FULL, 举证期限="2026-04-01")).codes()
    assert "late-application" not in make(case(**FULL, 举证期限="2026-06-01")).codes()


def test_r08_a_company_that_was_called_certifies_and_is_no_witness(make: Make) -> None:
    shop = incident(
        受扰人="虚构市某某超市有限公司", 与委托人关系="工作单位", 时间="2026年3月上旬", 次数=3,
        内容="要求超市“通知他还款”", 证据编号=None, 受扰人电话="0571-00000099",
    )  # fmt: skip

    done = make(incidents=[OWN, shop], witnesses=[witness(姓名="虚构市某某超市有限公司")])
    text = done.text("unit-certificate")

    assert done.states()["witness-statement"] == ["not-applicable"]
    assert "我单位是张三的工作单位。" in text
    assert "我单位接到号码0571-00000011打来的电话约3次。对方要求超市“通知他还款”。" in text
    for signed in (
        "（加盖单位印章）",
        "单位负责人（签名）：",
        "制作人（签名）：",
        "第一百一十五条",
        "供核实的联系电话：",
        "接听的电话号码：0571-00000099。",
    ):
        assert signed in text
    absent(text, "性别", "出生")
    assert make().states()["unit-certificate"] == ["not-applicable"]


# ---------------------------------------------------------------- power of attorney

SPECIAL = (
    "承认对方的诉讼请求", "放弃诉讼请求", "变更诉讼请求", "进行和解、调解", "提起反诉", "提起上诉",
    "申请执行", "领取执行款",
)  # fmt: skip


def test_powers_are_never_general_without_a_list(everything: str) -> None:
    absent(everything, "全权代理", "全权")


def test_each_special_power_stands_on_a_line_of_its_own_and_is_not_ticked(make: Make) -> None:
    rows = [line for line in make().text("power-of-attorney").splitlines() if line[:3] == "| □"]

    assert len(rows) == len(SPECIAL)
    for row, power in zip(rows, SPECIAL, strict=True):
        assert power in row
        assert sum(other in row for other in SPECIAL) == 1
        # Room for the client's signature beside each.
        assert row.endswith("|  |")


def test_no_general_power_contains_a_special_one(make: Make) -> None:
    text = make().text("power-of-attorney")

    general = text.partition("（一）一般授权")[2].partition("（二）特别授权")[0]
    absent(general, "承认", "放弃", "变更", "和解", "反诉", "上诉", "调解")
    assert "《中华人民共和国民事诉讼法》第六十二条" in text
    assert "没有勾选的，受托人无权代为行使" in text


def test_a_power_of_attorney_names_parties_matter_term_and_is_signed_by_hand(make: Make) -> None:
    text = make(case(**FULL, 催收机构="乙催")).text("power-of-attorney")

    assert "委托人：张三，男，1990年1月1日出生，公民身份号码：000000199001010018" in text
    assert "受托人：王律师，虚构律师事务所律师" in text
    assert "对方当事人：虚构甲网络借贷有限公司" in text
    assert "对方当事人：虚构乙催收公司" in text
    assert "因“甲贷借款”的催收，发生隐私权、个人信息权益等人格权益的民事纠纷" in text
    assert "至上列勾选的程序终结之日止" in text
    assert "向公安机关报案、向监管部门投诉举报需要代理的，另行出具委托书" in text
    signature = text.partition("委托人（签名、捺印）：")[2]
    assert BY_HAND in signature
    absent(signature, "2026")


def test_r29_the_stage_is_ticked_and_the_licence_printed(make: Make) -> None:
    text = make(case(**FULL, 律师执业证号="13301202010000001")).text("power-of-attorney")

    assert "☑第一审" in text
    assert "执业证号：13301202010000001。" in text
    assert "使领馆证明" in text


def test_r29_what_is_done_out_of_court_has_a_power_of_its_own(make: Make) -> None:
    text = make().text("out-of-court-power")

    for task in ("投诉", "删除个人信息", "报案", "申请行政复议"):
        assert any(task in line for line in text.splitlines() if "□" in line)
    assert "第一百六十五条" in text
    absent(text, "第一审", "代为出庭", "全权")


def test_a_power_of_attorney_needs_the_lawyer_and_the_firm(make: Make) -> None:
    without_firm = make(case(委托律师="王律师"))
    without_lawyer = make(case(律师事务所="虚构律师事务所"))

    assert without_firm.states()["power-of-attorney"] == ["refused"]
    assert "（律师事务所）：没有填写，授权委托书必须写明" in without_firm.problems()
    assert without_lawyer.states()["power-of-attorney"] == ["not-applicable"]


# ---------------------------------------------------------------- lawyer's letter


def test_only_a_law_firm_sends_a_lawyers_letter(make: Make) -> None:
    done = make(case(委托律师="王律师"))

    assert done.states()["lawyer-letter"] == ["not-applicable"]
    assert spared(done, "lawyer-letter") == "没有填写“律师事务所”。"


def test_no_lawyers_letter_is_sent_where_nothing_happened(make: Make) -> None:
    done = make(case(**FULL), incidents=[])

    assert spared(done, "lawyer-letter") == "“骚扰记录”表里没有本案的内容。"


def spared(done: Generated, kind: str) -> str:
    """Why a kind does not concern the only case."""
    [outcome] = [it for it in done.report.outcomes if it.kind == kind]
    return outcome.spared


def test_the_letter_goes_to_the_creditor_and_the_known_collector(make: Make) -> None:
    done = make(case(**FULL, 催收机构="乙催"))

    found = [it.recipient for it in done.report.outcomes if it.kind == "lawyer-letter"]
    assert found == ["虚构甲网络借贷有限公司", "虚构乙催收公司"]
    assert "实施催收的可能是虚构乙催收公司，有待核实" in done.text("lawyer-letter", "甲网络")
    assert "实施催收的可能是贵司，有待核实" in done.text("lawyer-letter", "乙催收")
    known = make(case(**FULL, 催收机构="乙催", 催收机构查明依据="贵司客服答复"))
    assert "经查，受贵司委托实施催收的是虚构乙催收公司" in known.text("lawyer-letter", "甲网络")


def test_the_letter_counts_what_the_rows_show(make: Make) -> None:
    text = make(case(**FULL, 要求停止日期="2026-03-05")).text("lawyer-letter")

    assert "2026年3月5日至2026年3月7日期间" in text
    assert "共计电话8次、短信2条，单日最多5次（2026年3月5日），22时至次日8时之间3次" in text
    assert "此后仍有电话3次、短信2条" in text
    one_day = make(incidents=[incident(次数=1)]).text("lawyer-letter")
    assert "向委托人来电一次" in one_day
    absent(one_day, "期间，", "受扰人1人", "单日最多", "共计")


def test_the_letter_cites_the_law_of_the_acts(make: Make) -> None:
    text = make().text("lawyer-letter")
    early = make(contact(**FULL), incidents=[incident(时间="2021-10-31 10:00")])

    assert "《中华人民共和国民法典》第一千零三十三条第一项" in text
    assert "《中华人民共和国民法典》第九百九十五条" in text
    # What is asked today is asked by today's law.
    opinion = early.text("lawyer-letter").partition("三、要求")[0]
    assert "第一千零三十五条" in opinion
    absent(opinion, "个人信息保护法")
    before = make(incidents=[incident(时间="2020-12-31 10:00")])
    assert before.states()["lawyer-letter"] == ["refused"]


def test_a_firm_signs_and_seals_by_hand(make: Make) -> None:
    text = make(case(**FULL, 落款日期=None)).text("lawyer-letter")

    assert "律函字第＿＿＿＿号" in text
    assert "虚构律师事务所（盖章）" in text
    assert re.search(r"律师（签名）：\s*$", text, re.MULTILINE)
    assert BY_HAND in text


def test_a_letter_is_no_judgment_and_no_threat(everything: str) -> None:
    letters = everything.split("[Title] 律师函")[1:]
    assert letters
    for letter in (text.partition("[Title]")[0] for text in letters):
        absent(letter, "判令", "失信", "刑事", "犯罪", "公安", "拘留", "罚款", "曝光", "后果自负")
        absent(letter, "撤回投诉", "减免", "免除")
        assert "本所认为，上述情况如属实" in letter


def test_a_letter_neither_denies_nor_admits_the_debt(make: Make) -> None:
    text = make().text("lawyer-letter")

    assert "不属于本函的范围" in text
    absent(text, "23456", "不欠", "无需偿还", "本息")


@pytest.mark.parametrize(
    ("lender", "product", "called"),
    [
        ("商业银行", "信用卡", "持卡人"),
        ("商业银行", "消费贷款", "借款人"),
        ("网络借贷平台", "信用卡代还", "借款人"),
    ],
)
def test_only_a_banks_credit_card_has_a_holder(
    make: Make, lender: str, product: str, called: str
) -> None:
    text = make(case(**{**FULL, "借款产品": product}), institution(机构类型=lender)).text(
        "lawyer-letter"
    )

    assert f"“{product}”的{called}。" in text


def test_a_guarantor_is_not_called_unrelated(make: Make) -> None:
    outsider = make(contact(**FULL)).text("lawyer-letter")
    guarantor = make(contact(**FULL, 债务责任="担保人")).text("lawyer-letter")

    assert "删除委托人的姓名、电话号码等个人信息" in outsider
    assert "与该笔债务无关" in outsider
    assert "“甲贷借款”的担保人" in guarantor
    absent(guarantor, "无关", "删除委托人")


# ---------------------------------------------------------------- repayment proposal


def test_only_a_willing_debtor_proposes(make: Make) -> None:
    for who in (case(**FIRM), case(**FIRM, 愿意协商还款="否"), contact(**FULL)):
        done = make(who)

        assert done.states()["repayment-proposal"] == ["not-applicable"]
        assert "interrupts-limitation" not in done.codes()
    assert make().states()["repayment-proposal"] == ["written"]


def test_a_proposal_admits_no_sum(make: Make) -> None:
    text = make(case(**FULL, 逾期日期="2026-01-20")).text("repayment-proposal")

    assert "欠款的本金、利息、费用以贵司出具的明细核对为准" in text
    absent(text, "23456", "23,456", "贰万")
    assert not re.search(r"\d+(\.\d+)?元", text)
    assert "| 分期期数 | 　　　　　　期 | 每期还款额 | 　　　　　　元 |" in text


@pytest.mark.parametrize(
    ("lender", "product", "cited"),
    [
        ("商业银行", "信用卡", True),
        ("商业银行", "个人消费贷款", False),
        ("消费金融公司", "信用卡代还", False),
        ("网络借贷平台", "甲贷借款", False),
    ],
)
def test_article_70_is_for_a_banks_credit_card_only(
    make: Make, lender: str, product: str, cited: bool
) -> None:
    who = case(**{**FULL, "借款产品": product})

    text = make(who, institution(机构类型=lender)).text("repayment-proposal")

    assert ("《商业银行信用卡业务监督管理办法》第七十条" in text) is cited
    assert ("持卡人" in text) is cited
    # Law-facts §15.1: the longest term and what follows the signing are known by now.
    assert ("最长不超过5年" in text) is cited
    assert ("签订以后停止催收" in text) is cited
    absent(text, "减免", "停息", "免息")


PLAN = {
    "困难原因": "委托人2026年1月失业", "还款期数": 24, "每期还款": 900.5, "首期日期": "2026-06-10",
}  # fmt: skip


def test_a_plan_is_filled_in_as_far_as_it_is_known(make: Make) -> None:
    full = make(case(**FULL, **PLAN)).text("repayment-proposal")
    some = make(case(**FULL, 还款期数=24)).text("repayment-proposal")

    assert "申请人2026年1月失业。" in full
    assert "| 分期期数 | 24期 | 每期还款额 | 900.50元 |" in full
    assert "| 首期还款日 | 2026年6月10日 | 每月还款日 | 10日 |" in full
    assert "| 分期期数 | 24期 | 每期还款额 | 　　　　　　元 |" in some
    absent(full, "填写线", "委托人")
    assert "[填写线]" in some


def test_a_day_that_not_every_month_has_is_left_open(make: Make) -> None:
    text = make(case(**FULL, 首期日期="2026-05-31")).text("repayment-proposal")

    assert "| 首期还款日 | 2026年5月31日 | 每月还款日 | 　　　　　　日 |" in text


def test_a_card_has_the_six_contents_and_asks_that_collecting_ends_with_the_signing(
    make: Make,
) -> None:
    card = {**FULL, **PLAN, "借款产品": "信用卡"}
    text = make(case(**card), BANK).text("repayment-proposal")

    assert [f"| {number}．" in text for number in range(1, 8)] == [True] * 6 + [False]
    assert "共24期，每期900.50元；首期还款日2026年6月10日，以后每月10日" in text
    assert "签订协议以后，请贵行及所委托的催收机构依照上述规定停止对申请人的催收" in text
    absent(text, "23456")


def test_a_plan_that_cannot_be_is_told(make: Make) -> None:
    card = {**FULL, "借款产品": "信用卡", "还款期数": 61}
    late = make(case(**card, 首期日期="2026-04-30"), BANK)

    assert {"too-long-a-term", "first-instalment-past"} <= set(late.codes())
    assert late.states()["repayment-proposal"] == ["written"]
    fits = make(case(**{**card, "还款期数": 60}, 首期日期="2026-05-01"), BANK)
    assert not {"too-long-a-term", "first-instalment-past"} & set(fits.codes())
    # Other loans have no such term.
    assert "too-long-a-term" not in make(case(**FULL, 还款期数=61)).codes()


def test_an_assigned_debt_is_proposed_to_the_assignee(make: Make) -> None:
    text = make(case(**FULL, 原出借人="乙催")).text("repayment-proposal")

    assert "申请人系虚构乙催收公司“甲贷借款”的借款人。该笔债权原由虚构乙催收公司享有" in text


def test_a_proposal_is_no_lever(make: Make) -> None:
    text = make().text("repayment-proposal")

    absent(text, "投诉", "举报", "报案", "起诉", "否则", "撤回")
    assert "请停止联系与债务无关的第三人" in text


def test_the_lawyer_is_told_that_limitation_may_start_anew(make: Make) -> None:
    done = make()
    [problem] = [it for it in done.report.problems if it.code == "interrupts-limitation"]

    article = shipped_catalogue().version("civil.interruption", TODAY).place
    assert f"民法典{article}" in problem.message
    assert not problem.is_error
    assert problem.heading == "愿意协商还款"
    absent(done.text("repayment-proposal"), "时效")


@pytest.mark.parametrize(
    "number", ["6222021001116245702", "６２２２０２１００１１１６２４５７０２"]
)
def test_a_full_card_number_is_never_printed(make: Make, number: str) -> None:
    who = case(**{**FULL, "借款产品": "信用卡", "合同编号": number})

    text = make(who, BANK).texts()

    absent(text, number)
    assert "尾号5702" in text


def test_the_proposals_own_provision_comes_with_its_plugin() -> None:
    key = "finance.credit-card-instalments"

    assert key not in shipped_catalogue().provisions
    assert shipped_plugins().law.provision(key).applies_to == ("信用卡",)


# ---------------------------------------------------------------- all of them


@pytest.fixture(scope="module")
def templates() -> dict[Path, str]:
    """The text of every template that comes with the program."""
    paths = (kind.template for kind in shipped_plugins().kinds.values())
    return {path: docx_text(path) for path in paths}


def test_no_template_types_an_article_of_law(templates: dict[Path, str]) -> None:
    for path, text in templates.items():
        assert not re.search(r"》第[〇一二三四五六七八九十百千零\d]+条", text), path.stem
        assert not re.search(r"第\d+条", text), path.stem


def test_wording_that_no_paper_may_have(everything: str, templates: dict[Path, str]) -> None:
    for text in (everything, *templates.values()):
        absent(text, "银保监", "精神损失费", "通信自由", "视听资料")
    absent(everything, "反催收", "第999条")
    assert not re.search(r"第\d+条", everything)


def test_what_is_written_by_hand_is_printed_where_a_column_tells_it(
    templates: dict[Path, str],
) -> None:
    """A reminder to fill in what no paper prints would lose the lawyer's words."""
    for path, text in templates.items():
        manifest = path.with_name("kind.toml")
        told = tomllib.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
        tags = "".join(re.findall(r"\{\{.*?\}\}", text))
        missing = [name for name in told.get("by_hand", ()) if name not in tags]
        assert not missing, path.stem
