"""R23–R25: 报案材料, facts first; what is asked can be done, and the law is left to the police."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from support.matters import matter_of
from support.runs import Generate

from anjuan import Brief, Recipient
from anjuan.testing import Row, case, contact, incident, proceeding, witness, write_workbook
from anjuan_plugins.kinds.police_statement import KIND

# Six calls on one day: more than the trade's standard allows.
CALLS = incident(次数=6)
_PENALTIES = ("拘留", "罚款", "罚则", "予以处罚", "从重处罚")


class Told(Protocol):
    """The text of a statement, from rows."""

    def __call__(self, **rows: list[Row]) -> str: ...


@pytest.fixture
def told(generate: Generate, tmp_path: Path) -> Told:
    return partial(_told, generate, tmp_path)


def _told(generate: Generate, folder: Path, **rows: list[Row]) -> str:
    book = write_workbook(folder / "表.xlsx", **{"incidents": [CALLS], **rows})
    return generate(book, kinds=("police-statement",)).text("police-statement")


def section(text: str, title: str) -> str:
    """What stands below a heading, up to the next one."""
    return text.partition(f"、{title}\n")[2].partition("[heading 1]")[0].partition("[表题]")[0]


def test_r25_facts_come_first_then_what_is_asked_then_the_law(told: Told) -> None:
    headings = re.findall(r"\[heading 1\] .、(.+)", told())

    assert headings == [
        "报案人与所催借款的关系",
        "事实经过",
        "对方身份的线索",
        "后果",
        "请求事项",
        "法律依据",
    ]


def test_r25_holders_and_users_of_the_numbers_are_to_be_found(told: Told) -> None:
    with_number = section(told(), "请求事项")
    without = section(told(incidents=[incident(次数=6, 对方号码=None)]), "请求事项")

    assert "查明上述号码、账号的实名登记人和使用人" in with_number
    assert "号码、账号" not in without
    assert "查明实施、安排上述行为的人员" in without


def test_r25_of_many_numbers_the_first_are_named_and_all_counted(told: Told) -> None:
    rows = [incident(次数=3, 对方号码=f"0571-000000{number:02}") for number in range(30)]

    suspects = next(line for line in told(incidents=rows).split("\n") if "违法嫌疑人" in line)

    assert suspects.count("0571-") == 10
    assert suspects.endswith("等30个，见所附骚扰记录明细。")


def test_r25_where_the_relatives_numbers_came_from_is_a_request_of_its_own(told: Told) -> None:
    others = [CALLS, incident(受扰人="张母", 与委托人关系="母亲")]
    old = [incident(次数=9, 时间="2025-12-20 10:00", 受扰人="张母", 与委托人关系="母亲")]
    early = [case(落款日期="2025-12-28")]

    with_others = told(incidents=others)
    assert "取得张母的姓名和联系方式，是否涉及该法第五十六条所列行为；" in with_others
    assert "从何处取得" not in told()
    assert "从何处取得本人的姓名和联系方式" in told(cases=[contact()])
    # The older law had no such rule: the question stands without it.
    assert "2．查明对方从何处取得张母的姓名和联系方式；\n" in told(cases=early, incidents=old)


def test_r25_requests_are_numbered_without_a_gap_whatever_is_left_out(told: Told) -> None:
    several = [CALLS, incident(受扰人="张母", 与委托人关系="母亲")]
    for rows, last in ((several, 4), ([CALLS], 3)):
        numbers = re.findall(r"(\d)．", section(told(incidents=rows), "请求事项"))

        assert numbers == [str(number) for number in range(1, last + 1)]


def test_r25_a_written_notice_is_asked_for(told: Told) -> None:
    assert "将是否立案书面告知报案人，不予立案的说明理由" in section(told(), "请求事项")


def test_r25_penalties_are_not_recited(told: Told) -> None:
    worst = incident(
        方式="上门", 次数=3, 行为性质="侵入住宅、张贴喷涂、威胁人身、冒充公职人员",
        内容="在门上喷漆，自称派出所民警", 对方号码=None,
    )  # fmt: skip

    text = told(incidents=[CALLS, worst])

    assert "第四十七条第三项（非法限制人身自由、非法侵入他人住宅）" in text
    assert "第六十二条第二款（冒充军警人员招摇撞骗）" in text
    assert not [word for word in _PENALTIES if word in text]


def test_r25_nobody_known_never_prevents_a_statement(told: Told) -> None:
    text = told(cases=[case(债权人=None, 借款产品=None, 文书="报案材料")])

    assert "本人系对方所催借款的借款人" in text
    assert "对方的真实身份以及与出借人的关系，本人无法自行查明，请予查明" in text
    assert "催收所涉借款的" not in text


def test_r25_other_victims_are_named_to_be_asked(told: Told) -> None:
    rows = [
        CALLS,
        incident(受扰人="张母", 与委托人关系="母亲", 受扰人电话="13800000009"),
        incident(受扰人="虚构市第一小学", 与委托人关系=None),
        incident(受扰人="小明", 与委托人关系="儿子"),
        incident(受扰人="林某", 与委托人关系="同事"),
    ]
    people = [
        witness(姓名="小明", 与委托人关系="儿子", 出生日期="2019-01-01", 作证方式=None),
        witness(姓名="林某", 作证方式="不作证"),
        witness(姓名="赵邻居", 与委托人关系="邻居", 联系电话="13800000008"),
    ]

    text = told(incidents=rows, witnesses=people)

    assert "张母（电话：13800000009）、赵邻居（电话：13800000008）了解有关情况，请向其询问" in text
    assert "其中小明不满十四周岁" in text
    assert "请向其询问" not in told()


def test_r01_who_called_is_told_as_far_as_rows_tell_it(told: Told) -> None:
    known = incident(次数=6, 对方自称="甲贷的工作人员", 关联依据="自报名称、知悉合同信息")

    clues = section(told(incidents=[known]), "对方身份的线索")

    assert "来电人自称“甲贷的工作人员”（6次，证据1）" in clues
    assert "请予查明" not in clues
    assert "请予查明" in section(told(), "对方身份的线索")


def test_r01_no_clue_leaves_no_heading_without_text(told: Told) -> None:
    # Something else ties the caller, and no exhibit tells what.
    vague = incident(次数=6, 关联依据="其他", 证据编号=None)

    text = told(cases=[case(债权人=None, 文书="报案材料")], incidents=[vague], evidence=[])

    assert "请予查明" in section(text, "对方身份的线索")


def test_r10_an_assignee_is_not_called_the_lender(told: Told) -> None:
    from anjuan.testing import CREDIT_CODE, institution

    bank = institution(名称="虚构银行", 简称=None, 机构类型="商业银行", 统一社会信用代码=None)
    now = institution(统一社会信用代码=CREDIT_CODE)

    text = told(institutions=[now, bank], cases=[case(原出借人="虚构银行")])

    assert "催收所涉借款的债权受让人为虚构甲网络借贷有限公司" in text


def test_r07_a_minor_acts_through_a_guardian(told: Told) -> None:
    child = case(
        证件种类="护照", 身份证号="E12345678", 出生日期="2012-03-04",
        法定代理人="李母", 法定代理人关系="母亲", 法定代理人电话="13800000007",
    )  # fmt: skip

    text = told(cases=[child])

    assert "法定代理人：李母（与报案人的关系：母亲），联系电话：13800000007。" in text
    assert "法定代理人（签名、捺印）" in text
    assert "法定代理人身份证明" in text
    assert "法定代理人" not in told()


def test_r24_dates_stand_apart_and_the_choice_is_left_to_the_police(told: Told) -> None:
    near = [incident(次数=5, 时间=f"{day} 23:00") for day in ("2025-12-20", "2026-01-10")]

    law = section(told(incidents=near), "法律依据")
    one = section(told(), "法律依据")

    assert "2025年12月20日来电5次" in law.partition("2012年修正")[2].partition("2025年修订")[0]
    assert "2026年1月10日来电5次" in law.partition("2025年修订")[2]
    assert "适用哪一条款以及哪一版本，由贵机关依法认定" in law
    assert "适用哪一条款，由贵机关依法认定" in one


def test_r24_the_barred_part_is_said_to_be_told_for_context(told: Told) -> None:
    old, new = (incident(次数=5, 时间=f"{day} 23:00") for day in ("2025-10-10", "2026-03-05"))

    text = told(incidents=[old, new])

    assert "其中2025年10月10日的行为距终了已超过六个月，仅用于说明前后经过" in text
    assert "2025年10月10日" not in section(text, "法律依据")
    assert "已超过六个月" not in told(incidents=[new])


def test_r24_an_earlier_report_is_told(told: Told) -> None:
    report = proceeding(
        事项="报案", 日期="2026-03-10", 机构="虚构市公安局乙派出所", 文号="接报1号", 结果="已登记。"
    )

    text = told(proceedings=[report])

    assert (
        "本人曾于2026年3月10日就有关行为向虚构市公安局乙派出所报案（文号：接报1号），已登记。"
        in text
    )
    assert "曾于" not in told()


def test_r24_a_report_of_the_day_itself_is_this_one(tmp_path: Path) -> None:
    report = proceeding(事项="报案", 日期="2026-05-01", 机构="虚构市公安局甲派出所")
    matter = matter_of(tmp_path, date(2026, 5, 1), incidents=[CALLS], proceedings=[report])

    brief = Brief(matter.case, matter.law, matter.filing_date, Recipient())

    assert KIND.context(brief)["曾经报案"] == ""


def test_r24_rough_moments_are_accepted_and_printed_as_typed(told: Told) -> None:
    rough = incident(次数=9, 时间="2026年3月上旬", 行为性质="辱骂")

    text = told(incidents=[rough])

    assert "2026年3月上旬来电9次" in section(text, "法律依据")
    assert "2026年3月上旬，有人以" in text
