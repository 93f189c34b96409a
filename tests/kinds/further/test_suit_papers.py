"""Papers beside and after a complaint: what each must say, and when it is not made."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support.runs import Generated, generate_into

from anjuan.testing import Row, case, contact, incident, institution, proceeding, write_workbook

KINDS = (
    "address-confirmation",
    "evidence-preservation",
    "added-defendant",
    "withdrawal",
    "enforcement-application",
    "fee-relief",
)
ADDRESS, EVIDENCE, ADDED, WITHDRAWAL, ENFORCEMENT, RELIEF = KINDS
LENDER = institution(法定代表人="赵六", 职务="董事长")
COLLECTOR = institution(
    名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构", 住所地="虚构市丙路5号",
    统一社会信用代码=None,
)  # fmt: skip
CLIENT = case(
    催收机构="乙催", 催收机构查明依据="债权人2026年4月2日书面答复委托人称已委托该公司",
    案号="（2026）虚0102民初123号", 举证期限="2026-06-30", 困难原因="委托人2026年1月失业",
    委托律师="王律师", 律师事务所="虚构律师事务所", 邮编="310000",
)  # fmt: skip
DOCKETING = proceeding(日期="2026-04-25", 事项="立案")
JUDGMENT = proceeding(日期="2026-04-28", 事项="收到判决", 机构=None, 文号="（2026）虚0102民初123号")
INCIDENTS = (incident(), incident(受扰人="张母", 与委托人关系="母亲", 时间="2026-03-07"))
Make = Callable[..., Generated]


def produce(
    folder: Path,
    client: Row = CLIENT,
    lender: Row = LENDER,
    *steps: Row,
    incidents: Sequence[Row] = INCIDENTS,
    collectors: Sequence[Row] = (COLLECTOR,),
) -> Generated:
    book = write_workbook(
        folder / "表.xlsx",
        cases=[client],
        institutions=[lender, *collectors],
        incidents=incidents,
        proceedings=steps,
    )
    return generate_into(folder / "out", book, kinds=KINDS)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda *rows, **more: produce(tmp_path, *rows, **more)


@pytest.fixture(scope="module")
def pending(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The papers of a suit that is pending."""
    return produce(tmp_path_factory.mktemp("pending"), CLIENT, LENDER, DOCKETING)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The papers after the judgment."""
    return produce(tmp_path_factory.mktemp("judged"), CLIENT, LENDER, DOCKETING, JUDGMENT)


def made(papers: Generated) -> set[str]:
    return {it.kind for it in papers.report.documents if it.state.value == "written"}


# ---------------------------------------------------------------- what each must say


def test_an_address_is_confirmed_with_postcode_telephone_and_what_a_wrong_one_costs(
    pending: Generated,
) -> None:
    text = pending.text(ADDRESS)

    assert "| 详细地址 | 虚构市甲路1号 |" in text
    assert "| 邮政编码 | 310000 |" in text
    assert "| 收件人 | 张三 | 联系电话 | 13800000001 |" in text
    assert "□同意人民法院以能够确认收悉的电子方式送达" in text
    assert "□指定委托诉讼代理人王律师" in text
    rules = "《最高人民法院关于以法院专递方式邮寄送达民事诉讼文书的若干规定》"
    assert f"□依照{rules}第四条，请求人民法院对本确认书的内容保密" in text
    assert "文书退回之日视为送达之日" in text
    assert f"{rules}第三条" in text
    assert f"{rules}第十一条" in text


def test_preservation_names_the_evidence_the_reasons_and_the_measures(pending: Generated) -> None:
    text = pending.text(EVIDENCE)

    assert "申请人（原告）：张三" in text
    assert "被申请人（证据持有人）：虚构甲网络借贷有限公司" in text
    assert "请求裁定保全被申请人持有的下列证据，以复制、提取原始数据等方法固定" in text
    assert "2026年3月5日至2026年3月7日；对方号码：0571-00000011；申请人号码：13800000001" in text
    assert "这些数据可能灭失。" in text
    assert "《中华人民共和国民事诉讼法》第八十四条" in text
    assert "《最高人民法院关于民事诉讼证据的若干规定》第二十五条" in text
    assert "第二十六条和第二十七条" in text
    assert "在2026年6月30日举证期限届满前提出申请" in text


def test_before_a_suit_the_applicant_is_no_plaintiff_yet(make: Make) -> None:
    text = make({**CLIENT, "案号": None}).text(EVIDENCE)

    assert "申请人（拟起诉的原告）：张三" in text
    assert "以利害关系人的身份在起诉前提出申请" in text
    assert "案号" not in text


def test_a_suit_without_a_number_yet_is_a_suit(make: Make) -> None:
    text = make({**CLIENT, "案号": None}, LENDER, proceeding(日期="2026-04-25", 事项="起诉")).text(
        EVIDENCE
    )

    assert "申请人（原告）：张三" in text
    assert "尚未起诉" not in text and "在2026年6月30日举证期限届满前提出申请" in text


@pytest.mark.parametrize(
    ("lender", "loan", "told"),
    [
        ("商业银行", "信用卡", "信用卡业务监督管理办法》第六十八条，催收录音也只要求至少保存二年"),
        ("消费金融公司", "甲贷借款", "《消费金融公司管理办法》，催收记录也只要求至少保存五年"),
        ("网络借贷平台", "甲贷借款", "录音和系统日志按被申请人自定的期限循环覆盖"),
    ],
)  # fmt: skip
def test_how_long_recordings_are_kept_is_told_by_the_rule_for_the_lender(
    make: Make, lender: str, loan: str, told: str
) -> None:
    papers = make({**CLIENT, "借款产品": loan}, institution(机构类型=lender))

    assert told in papers.text(EVIDENCE)


def test_who_is_added_is_told_apart_from_who_is_sued_already(pending: Generated) -> None:
    text = pending.text(ADDED)

    assert "被告（已经起诉）：虚构甲网络借贷有限公司" in text
    assert "被告（已经起诉）：虚构乙催收公司" not in text
    assert "被追加的被告：虚构乙催收公司，住所地：虚构市丙路5号" in text
    assert "案号：（2026）虚0102民初123号" in text
    assert "本案于2026年4月25日立案" in text
    assert "查明的依据是：债权人2026年4月2日书面答复原告称已委托该公司。" in text
    assert "《中华人民共和国民法典》第一千一百九十三条" in text
    assert "侵权责任编的解释（一）》第十八条" in text
    assert "《中华人民共和国民事诉讼法》第一百三十五条" in text
    assert "的解释》第七十三条和第二百三十二条，在法庭辩论结束以前提出申请" in text
    assert "请准许合并审理，或者告知申请人另行起诉" in text


def department(parent: str | None) -> Row:
    return {**COLLECTOR, "名称": "虚构丙公司催收部", "主体性质": "内设部门", "所属法人": parent}


def test_of_a_department_the_company_it_belongs_to_is_added(make: Make) -> None:
    company = {**COLLECTOR, "名称": "虚构丙公司", "简称": "丙公司", "法定代表人": "钱七"}

    text = make(CLIENT, LENDER, DOCKETING, collectors=[department("丙公司"), company]).text(ADDED)

    assert "被追加的被告：虚构丙公司，住所地：虚构市丙路5号，法定代表人：钱七" in text
    assert "追加虚构丙公司为本案被告" in text
    assert "与虚构丙公司催收部（虚构丙公司的内设部门）有关" in text
    assert "被告（已经起诉）：虚构丙公司" not in text


@pytest.mark.parametrize("parent", [None, LENDER["简称"]])
def test_a_department_without_a_company_or_of_the_lender_is_no_party_to_add(
    make: Make, parent: str | None
) -> None:
    text = make(CLIENT, LENDER, DOCKETING, collectors=[department(parent)]).text(ADDED)

    assert "被追加的被告：＿＿＿＿＿＿＿＿。" in text
    assert "追加＿＿＿＿＿＿＿＿为本案被告" in text


def test_acts_older_than_the_interpretation_are_not_judged_by_it(make: Make) -> None:
    text = make(CLIENT, LENDER, DOCKETING, incidents=[incident(时间="2024-03-05 10:00")]).text(
        ADDED
    )

    assert "依照《中华人民共和国民法典》第一千一百九十三条，承揽人造成他人损害" in text
    assert "侵权责任编" not in text


def test_withdrawal_is_of_ones_own_will_before_judgment_and_halves_the_fee(
    pending: Generated,
) -> None:
    text = pending.text(WITHDRAWAL)

    assert "虚构乙催收公司隐私权纠纷一案，贵院已于2026年4月25日立案，尚未宣判" in text
    assert "撤诉是申请人的真实意思" in text
    assert "《中华人民共和国民事诉讼法》第一百四十八条" in text
    assert "《诉讼费用交纳办法》第十五条减半收取" in text
    assert "债务" not in text


def test_enforcement_names_the_judgment_what_is_owed_and_the_way_of_each(judged: Generated) -> None:
    text = judged.text(ENFORCEMENT)

    assert "执行依据：虚构市甲区人民法院（2026）虚0102民初123号民事判决书" in text
    for owed in ("停止以电话", "删除", "赔礼道歉", "支付＿", "案件受理费"):
        assert owed in text
    assert (
        "《中华人民共和国民事诉讼法》第二百三十五条、第二百四十七条、第二百五十条和第二百五十一条"
        in text
    )
    assert "第五百零三条" in text
    assert "第五百零四条和第五百零五条" in text
    assert "《中华人民共和国民法典》第一千条第二款" in text
    assert "财产线索" in text


def test_the_days_of_the_judgment_are_lines_or_what_own_columns_say(
    make: Make, judged: Generated
) -> None:
    assert "民事判决书，＿＿＿＿年＿＿月＿＿日生效" in judged.text(ENFORCEMENT)
    told = [it.message for it in judged.report.problems if it.code == "by-hand"]
    assert any("强制执行申请书里要手填：判决生效日期、履行期届满日期。" in it for it in told)

    text = make({**CLIENT, "判决生效日期": "2026年5月20日"}, LENDER, JUDGMENT).text(ENFORCEMENT)
    assert "民事判决书，2026年5月20日生效" in text


def test_that_a_judgment_is_in_force_is_said_only_where_its_day_is_known(
    make: Make, judged: Generated
) -> None:
    text = judged.text(ENFORCEMENT)
    assert "申请执行人于2026年4月28日收到，于＿＿＿＿年＿＿月＿＿日生效" in text
    assert "已经" not in text

    text = make({**CLIENT, "判决生效日期": "2026年5月20日"}, LENDER, JUDGMENT).text(ENFORCEMENT)
    assert "已经于2026年5月20日生效" in text


@pytest.mark.parametrize(
    ("signed", "step", "told"),
    [
        ("2026-04-27", JUDGMENT, ("收到判决（办理记录 B2，2026-04-28）", "强制执行申请书")),
        ("2026-04-28", JUDGMENT, ()),
        ("2026-04-20", DOCKETING, ("立案（办理记录 B2，2026-04-25）", "追加被告", "撤诉申请书")),
    ],
)
def test_a_day_of_signing_before_what_the_papers_tell_is_reminded_of(
    make: Make, signed: str, step: Row, told: tuple[str, ...]
) -> None:
    done = make({**CLIENT, "落款日期": signed}, LENDER, step)
    found = [it for it in done.report.problems if it.code == "signed-before"]

    # One for the cell, which names every paper.
    assert [it.heading for it in found] == ["落款日期"] * bool(told)
    assert all(words in found[0].message for words in told)


def test_without_calls_no_recordings_are_asked_for(make: Make) -> None:
    text = make(CLIENT, LENDER, incidents=[incident(方式="短信")]).text(EVIDENCE)

    assert "录音" not in text
    assert "短信、即时通讯消息的内容和发送日志" in text


def test_relief_is_asked_for_with_its_ground_and_proof(pending: Generated) -> None:
    text = pending.text(RELIEF)

    assert "□免交　　□减交＿＿％　　□缓交至" in text
    assert "原告2026年1月失业。" in text
    for article in ("第四十五条", "第四十六条", "第四十七条"):
        assert f"《诉讼费用交纳办法》{article}" in text
    assert (
        "《中华人民共和国民事诉讼法》第一百二十一条、《诉讼费用交纳办法》第四十四条和第四十八条"
        in text
    )
    assert "□低保证" in text


# ---------------------------------------------------------------- when they are not made


def test_nobody_is_added_and_nothing_withdrawn_before_there_is_a_suit(make: Make) -> None:
    assert made(make()) == {ADDRESS, EVIDENCE, RELIEF}


def test_after_the_judgment_there_is_nothing_to_withdraw(judged: Generated) -> None:
    assert made(judged) == {ADDRESS, EVIDENCE, ADDED, ENFORCEMENT, RELIEF}


def test_without_a_court_none_is_made(make: Make) -> None:
    assert not made(make({**CLIENT, "管辖法院": None}))


@pytest.mark.parametrize("lacking", ["催收机构", "催收机构查明依据"])
def test_nobody_is_added_of_whom_it_is_not_told_how_he_was_found(make: Make, lacking: str) -> None:
    assert ADDED not in made(make({**CLIENT, lacking: None}, LENDER, DOCKETING))


def test_none_is_made_unasked(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx", cases=[CLIENT], institutions=[LENDER, COLLECTOR],
        proceedings=[DOCKETING],
    )  # fmt: skip

    assert not made(generate_into(tmp_path / "out", book)) & set(KINDS)


# ---------------------------------------------------------------- whoever the client is


def test_a_minor_acts_through_the_guardian_in_each(make: Make) -> None:
    young = contact(**{
        **CLIENT, "委托人身份": "联系人", "身份证号": "000000201201010012", "法定代理人": "张父",
        "法定代理人关系": "父亲", "债务人姓名": "李四", "与债务人关系": "侄子",
    })  # fmt: skip
    papers = make(young, LENDER, DOCKETING)

    assert made(papers) == {ADDRESS, EVIDENCE, ADDED, WITHDRAWAL, RELIEF}
    for kind in made(papers):
        text = papers.text(kind)
        assert "张父" in text, kind
        assert "法定代理人（签名）" in text, kind


def test_a_court_reads_of_parties_only_and_of_no_article_in_digits(
    pending: Generated, judged: Generated
) -> None:
    for papers in (pending, judged):
        for kind in made(papers):
            text = papers.text(kind)
            assert "委托人" not in text, kind
            assert not re.search(r"第\d+条", text), kind
