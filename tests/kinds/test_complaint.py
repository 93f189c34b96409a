"""民事起诉状: what a judge reads, rule by rule, also for unusual clients."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from support.matters import matter_of
from support.runs import ROOT, Generated, generate_into
from tools.docx_text import docx_text

from anjuan import Matter
from anjuan.chinese import chinese_number
from anjuan.testing import (
    Row,
    case,
    contact,
    evidence,
    incident,
    institution,
    loss,
    proceeding,
    witness,
    write_workbook,
)
from anjuan_plugins.kinds.civil_complaint import sued_in
from anjuan_plugins.kinds.gates import suing
from anjuan_plugins.kinds.prose import reasoning

COLLECTOR = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
BANK = institution(
    名称="虚构甲银行信用卡部", 简称="甲贷", 机构类型="商业银行", 主体性质="内设部门",
    所属法人="虚构甲银行",
)  # fmt: skip
OWNER = institution(
    名称="虚构甲银行",
    简称=None,
    统一社会信用代码=None,
    机构类型="商业银行",
    法定代表人="钱一",
    职务="董事长",
)
BOSS = incident(
    受扰人="林某", 与委托人关系="单位领导", 行为性质="泄露债务信息", 内容="「他给人担保」"
)
CHILD = {"身份证号": "E00000001", "证件种类": "护照", "出生日期": "2013-01-01", "性别": "男"}


class Paper(Protocol):
    """The text of a complaint from rows by sheet."""

    def __call__(self, who: Row | None = None, **rows: object) -> str: ...


def complaint(folder: Path, who: Row | None = None, **rows: object) -> str:
    """The text of the one complaint of a case."""
    rows.setdefault("institutions", [institution(), COLLECTOR])
    number = len(list(folder.iterdir()))
    book = write_workbook(folder / f"{number}.xlsx", cases=[who or case()], **rows)  # type: ignore[arg-type]
    done = generate_into(folder / f"out{number}", book, kinds=("civil-complaint",))
    return done.text("civil-complaint")


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """The text of a complaint."""
    return partial(complaint, tmp_path)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The complaints of all sample cases, also of those that don't ask for one."""
    folder = tmp_path_factory.mktemp("samples")
    book = ROOT / "sample_cases/示例案件.xlsx"
    return generate_into(folder, book, kinds=("civil-complaint",))


def each(done: Generated) -> list[str]:
    return [docx_text(done.folder / it.path) for it in done.report.documents if it.path]


def headings(text: str) -> list[str]:
    """The numbered headings of the reasons."""
    return re.findall(r"^\[导语\] ([一二三四五六]、.*)$", text, re.MULTILINE)


def closing(text: str) -> list[str]:
    """The articles of the closing list, each with the law before it."""
    basis = text.partition("综上，依照")[2].partition("的规定，提起诉讼")[0]
    return re.findall("第[零一二三四五六七八九十百千]+条", basis)


# ---------------------------------------------------------------- R6, R16: length and law


def test_r06_the_closing_list_of_a_sample_has_at_most_twelve_articles(samples: Generated) -> None:
    for text in each(samples):
        assert 5 <= len(dict.fromkeys(closing(text))) <= 12


def test_r16_what_closes_the_complaint_is_what_its_reasons_used(samples: Generated) -> None:
    for text in each(samples):
        reasons = text.partition("法律理由")[2].partition("综上，依照")[0]
        for article in closing(text):
            assert article in reasons
        # Rules of the trade and of procedure are no basis of a claim.
        kept = (it for it in reasons.splitlines() if not re.search("行业规范|民事诉讼法", it))
        argued = "".join(kept)
        assert set(re.findall("第[零一二三四五六七八九十百千]+条", argued)) <= set(closing(text))


def test_r16_a_statute_has_its_full_title_once_in_the_reasons(samples: Generated) -> None:
    for text in each(samples):
        reasons = text.partition("法律理由")[2].partition("综上，依照")[0]
        assert reasons.count("《中华人民共和国民法典》") == 1
        assert "（以下简称《民法典》）" in reasons


def test_r14_at_most_two_rules_of_the_trade_stand_with_their_facts(samples: Generated) -> None:
    for text in each(samples):
        line = next((it for it in text.splitlines() if "行业规范虽不是裁判依据" in it), "")
        assert line.count("违反") <= 2
        assert all("年" in it for it in re.split("[：；]", line)[1:])


def test_r04_no_client_of_a_lawyer_reaches_the_court(samples: Generated) -> None:
    for text in each(samples):
        assert "委托人" not in text
        assert not re.search("。。|、。|，，|，。|：。|；。", text)


# ---------------------------------------------------------------- headings


@pytest.mark.parametrize(
    ("who", "rows", "wanted"),
    [
        ({"损害后果": None}, {}, 4),
        ({"损害后果": None, "要求停止日期": "2026-03-02"}, {}, 5),
        ({"要求停止日期": "2026-03-02"}, {}, 6),
        ({"损害后果": None}, {"losses": [loss(证据编号="1")]}, 5),
    ],
)
def test_headings_are_numbered_without_a_gap(
    paper: Paper, who: Row, rows: dict[str, object], wanted: int
) -> None:
    found = headings(paper(case(**who), **rows))

    assert [it.partition("、")[0] for it in found] == [
        chinese_number(number) for number in range(1, wanted + 1)
    ]


def test_r02_nobody_who_stopped_is_said_to_have_gone_on(paper: Paper) -> None:
    stopped = headings(paper(case(要求停止日期="2026-03-20")))
    went_on = headings(paper(case(要求停止日期="2026-03-02")))

    assert any("原告已经拒绝" in it for it in stopped)
    assert any("拒绝后仍继续" in it for it in went_on)


# ---------------------------------------------------------------- who


def test_r02_one_call_is_neither_repeated_nor_clearly_too_much(paper: Paper) -> None:
    row = incident(次数=1, 行为性质=None, 内容=None)
    text = paper(contact(), incidents=[row])

    for word in ("反复", "频繁", "多次", "明显超出"):
        assert word not in text
    assert "来电一次" in text


def test_r07_a_child_sues_through_its_guardian(paper: Paper) -> None:
    who = contact(**CHILD, 法定代理人="周母", 法定代理人关系="母亲", 法定代理人电话="13800000071")

    text = paper(who)

    assert "法定代理人：周母，原告的母亲，联系电话：13800000071。" in text
    assert "法定代理人（签名）：" in text
    assert "监护关系证明" in text
    assert "法定代理人（签名）" not in paper(contact())


def test_r08_of_a_department_the_bank_is_sued_and_of_a_branch_its_head_named(
    paper: Paper,
) -> None:
    branch = institution(主体性质="分支机构", 负责人="石行长", 法定代表人=None, 职务="行长")

    bank = paper(institutions=[BANK, OWNER])
    alone = paper(institutions=[branch])

    assert "被告：虚构甲银行，" in bank
    assert "法定代表人：钱一，董事长。" in bank
    assert "负责人：石行长，行长。" in alone
    assert "法定代表人" not in alone


def test_r09_a_guarantee_told_to_the_employer_is_the_guarantor_s_own(paper: Paper) -> None:
    text = paper(contact(债务责任="担保人"), incidents=[incident(), BOSS])

    assert "不得再向他人披露原告的担保信息" in text
    assert "向林某披露了李四的债务信息和原告的担保信息" in text
    assert "第一千零三十三条第一项、第五项" in text


def test_r09_a_contact_does_not_sue_over_what_others_were_told(paper: Paper) -> None:
    assert "林某" not in paper(contact(), incidents=[incident(), BOSS])


@pytest.mark.parametrize(
    ("liability", "words"),
    [
        ("无", "就他人债务联系原告"),
        ("配偶", "就李四的债务联系原告"),
        ("被冒名", "就案涉借款联系原告"),
        ("号码错误", "就他人债务联系原告"),
    ],
)
def test_r09_the_order_asked_for_fits_who_the_client_is(
    paper: Paper, liability: str, words: str
) -> None:
    assert words in paper(contact(债务责任=liability))


# ---------------------------------------------------------------- R17, R1: why they answer


def test_r17_one_ground_and_one_alternative_without_an_if(paper: Paper) -> None:
    text = paper(case(催收机构="乙催", 被告="债权人、催收机构"))

    assert "依照《民法典》第一千一百六十八条，应当承担连带责任" in text
    assert "第一千一百九十三条" in text
    assert not re.search("如果|如.{0,6}构成|若", text)


def test_r17_own_staff_only_where_nobody_else_collects(paper: Paper) -> None:
    assert "第一千一百九十一条" in paper()
    assert "第一千一百九十一条" not in paper(case(催收机构="乙催"))


def test_r01_what_nothing_ties_is_left_to_the_records_of_the_defendant(paper: Paper) -> None:
    row = incident(对方自称=None, 关联依据=None)

    text = paper(case(催收机构="乙催"), incidents=[row])

    assert "将申请人民法院责令其提交" in text
    assert "受被告一委托实施" not in text


# ---------------------------------------------------------------- R18, R19, R20, R22


@pytest.mark.parametrize(
    ("scope", "printed"),
    [
        ("业主微信群", "在业主微信群内向原告公开赔礼道歉，"),
        ("某某公司范围", "在某某公司范围向原告公开赔礼道歉，"),
        ("向原告所在公司发送书面道歉信", "向原告公开赔礼道歉（向原告所在公司发送书面道歉信），"),
    ],
)
def test_r18_the_lawyer_s_own_sentence_is_printed_as_one(
    paper: Paper, scope: str, printed: str
) -> None:
    text = paper(case(道歉方式="公开", 道歉范围=scope))

    assert printed in text
    assert "范围内" not in text.partition("事实和理由")[0]


def test_r18_who_refuses_to_apologise_pays_for_the_publication(paper: Paper) -> None:
    assert "第一千条第一款、第二款" in paper()
    assert "费用由其负担" in paper()


def test_r19_deletion_is_claimed_and_told_after_a_refusal_only(paper: Paper) -> None:
    asked = proceeding(日期="2026-03-20", 事项="要求删除", 机构="甲贷", 方式="挂号信", 结果="拒绝")

    before, after = paper(contact()), paper(contact(), proceedings=[asked])

    assert "并删除" not in before
    assert "停止处理并删除其掌握的原告姓名" in after
    assert "原告已于2026年3月20日以挂号信向被告请求删除个人信息，结果：拒绝。" in after
    assert {"第四十七条", "第五十条"} <= set(closing(after))


def test_r20_the_reason_fits_the_court(paper: Paper) -> None:
    home = paper(case(住址="虚构市甲区甲路1号"))
    seat = paper(
        case(管辖法院="虚构市丙区人民法院", 住址="某某省别处县1号"),
        institutions=[institution(住所地="虚构市丙区1号")],
    )

    assert "原告住所地（侵权结果发生地）在虚构市甲区人民法院的辖区内" in home
    assert "被告住所地在虚构市丙区人民法院的辖区内" in seat
    assert "原告住所地（侵权结果发生地）" not in seat


def test_r20_an_open_court_is_given_no_reason_of_its_own(paper: Paper) -> None:
    text = paper(case(管辖法院=None, 精神损害抚慰金=1000, 损害后果="失眠"))

    assert "的辖区内" not in text
    assert "和被告住所地的人民法院均有管辖权" in text


def test_r22_an_old_diagnosis_tells_no_harm_and_solatium_is_refused(tmp_path: Path) -> None:
    old = evidence(证据种类="诊断证明", 形成时间="2020-01-01", 证明事项="焦虑状态")
    who = case(精神损害抚慰金=5000, 损害后果=None)
    matter: Matter = matter_of(tmp_path, cases=[who], evidence=[old])

    found = {it.code: it for it in suing.check(matter)}

    assert found["solatium-without-harm"].is_error


# ---------------------------------------------------------------- R27, R28


def test_r27_witnesses_are_named_with_where_they_live(paper: Paper) -> None:
    people = [
        witness(姓名="张母", 住址="虚构市甲路2号", 作证方式="出庭"),
        witness(姓名="林某", 住址=None, 作证方式="书面证言"),
        witness(姓名="赵某", 作证方式="不作证"),
        witness(姓名="虚构丙超市有限公司"),
    ]

    text = paper(witnesses=people)

    assert "证人：张母，住虚构市甲路2号；林某，住＿＿＿＿＿＿＿＿＿＿＿＿。" in text
    assert "赵某" not in text
    assert "丙超市" not in text


def test_r28_the_exhibits_are_listed_in_their_own_paper_only(paper: Paper) -> None:
    with_some = paper()
    without = paper(evidence=[], incidents=[incident(证据编号=None)])

    assert "证据的名称、来源和证明对象见证据目录。" in with_some
    assert "证明事项" not in with_some
    assert "原告将在举证期限内提交证据和证据目录。" in without


def test_each_law_of_the_closing_list_stands_once(tmp_path: Path) -> None:
    matter = matter_of(tmp_path, cases=[contact()], incidents=[incident()])
    found = reasoning.closing(reasoning.reasons(matter, sued_in(matter.case)))

    assert found.count("《中华人民共和国民法典》") == 1
