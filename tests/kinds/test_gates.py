"""Gates: what keeps a paper from being written, each broken on purpose, each with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from support.matters import codes, matter_of, problems_of
from support.runs import Generate

from anjuan import Kind, Matter, Severity
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
from anjuan_plugins.kinds import (
    civil_complaint,
    platform_complaint,
    police_statement,
    regulator_report,
)
from anjuan_plugins.kinds.facts import minors
from anjuan_plugins.kinds.grounds import police, procedure
from anjuan_plugins.kinds.grounds.venue import Fit, VenueReason, fit, venue

POLICE = police_statement.KIND
COURT = civil_complaint.KIND
LETTER = platform_complaint.KIND
REPORT = regulator_report.KIND


class Make(Protocol):
    """A matter from rows by sheet."""

    def __call__(self, filed: date | None = None, **rows: Sequence[Row]) -> Matter: ...


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A matter from rows."""
    return partial(matter_of, tmp_path)


def call(**changes: object) -> Row:
    """One call about which nothing is said."""
    return incident(**{"次数": 1, "行为性质": None, "内容": None, **changes})


MOTHER = {"受扰人": "张母", "与委托人关系": "母亲"}
POLITE = [call(时间=f"2026-03-0{day} 10:00") for day in (2, 3, 4)]

# ---------------------------------------------------------------- R23: nothing to report


def test_r23_three_polite_calls_in_three_days_are_refused_with_what_is_missing(
    make: Make,
) -> None:
    problem = problems_of(POLICE, make(incidents=POLITE))["no-limb"]

    assert problem.is_error
    assert problem.heading == "行为性质"
    for missing in ("3次以上", "频繁拨打", "夜间", "要求停止以后", "一天超过3次"):
        assert missing in problem.message


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        ({}, [{**POLITE[0], "行为性质": "频繁拨打"}, *POLITE[1:]]),
        ({}, [{**POLITE[0], "行为性质": "辱骂"}, *POLITE[1:]]),
        ({}, [{**POLITE[0], "行为性质": "威胁恐吓"}, *POLITE[1:]]),
        ({}, [*POLITE, call(时间="2026-03-05 22:00")]),
        ({"要求停止日期": "2026-03-03"}, POLITE),
        ({}, [call(次数=4)]),
        ({}, [call(行为性质="威胁人身")]),
        ({}, [call(行为性质="泄露债务信息", **MOTHER)]),
    ],
)
def test_r23_what_the_rows_add_makes_a_statement(make: Make, who: Row, rows: list[Row]) -> None:
    matter = make(cases=[case(**who)], incidents=rows)

    assert "no-limb" not in problems_of(POLICE, matter)
    assert police.limbs(matter)


def test_r23_a_lead_alone_bears_no_statement(make: Make) -> None:
    assert "no-limb" in problems_of(POLICE, make(cases=[contact()], incidents=[call()]))


def test_r23_an_insult_twice_is_not_several(make: Make) -> None:
    assert "no-limb" in problems_of(POLICE, make(incidents=[call(次数=2, 行为性质="辱骂")]))


def test_r23_a_statement_that_nothing_bears_is_not_written(
    generate: Generate, tmp_path: Path
) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx", incidents=POLITE))

    assert done.states()["police-statement"] == ["refused"]
    assert done.states()["platform-complaint"] == ["refused"]


# ---------------------------------------------------------------- R24: in time

OLD = call(时间="2025-10-10 23:00", 次数=5)
NEW = call(时间="2026-03-05 23:00", 次数=5)
REPORTED = proceeding(日期="2026-03-20", 事项="报案", 机构="虚构市公安局甲派出所")


@pytest.mark.parametrize(
    ("filed", "refused"), [(date(2026, 9, 5), False), (date(2026, 9, 6), True)]
)
def test_r24_what_ended_more_than_six_months_ago_is_refused(
    make: Make, filed: date, refused: bool
) -> None:
    found = problems_of(POLICE, make(filed, incidents=[NEW]))

    assert ("too-late" in found) is refused
    if refused:
        assert found["too-late"].is_error
        assert found["too-late"].heading == "时间"
        assert "2026年9月5日" in found["too-late"].message


def test_r24_what_was_reported_in_time_is_not_too_late(make: Make) -> None:
    late = date(2026, 12, 1)
    before = {**REPORTED, "日期": "2026-03-01"}
    after = {**REPORTED, "日期": "2026-09-06"}

    assert not procedure.barred(make(late, incidents=[NEW], proceedings=[REPORTED]))
    for report in (before, after):
        assert procedure.barred(make(late, incidents=[NEW], proceedings=[report]))


def test_r24_a_barred_course_is_dropped_and_told(make: Make) -> None:
    matter = make(date(2026, 5, 1), incidents=[OLD, NEW])

    found = problems_of(POLICE, matter)

    assert found["partly-too-late"].severity is Severity.WARNING
    assert "no-limb" not in found
    live = police_statement.reportable(matter)
    assert [row.moment.day for row in live.case.incidents if row.moment] == [date(2026, 3, 5)]
    assert all(it.citation.version.law.id == "zhian-2025" for it in police.limbs(live))


@pytest.mark.parametrize(("second", "together"), [("2025-11-09", True), ("2025-11-10", False)])
def test_r24_a_course_is_continuous_without_a_gap_of_more_than_thirty_days(
    make: Make, second: str, together: bool
) -> None:
    matter = make(incidents=[OLD, call(时间=second)])

    assert police_statement.is_continuous(matter) is together
    assert len(procedure.courses(matter.case.incidents)) == (1 if together else 2)


def test_r24_continuity_is_not_asserted_over_a_gap(generate: Generate, tmp_path: Path) -> None:
    apart = [call(时间="2025-12-01 23:00", 次数=5), NEW]
    near = [call(时间=f"{day} 23:00", 次数=5) for day in ("2025-12-20", "2026-01-10")]
    kinds = ("police-statement",)
    book = tmp_path / "表.xlsx"

    gap = generate(write_workbook(book, incidents=apart), kinds=kinds).text("police-statement")
    run = generate(write_workbook(book, incidents=near), kinds=kinds).text("police-statement")

    for text in (gap, run):
        assert "第四十二条第五项" in text
        assert "第五十条第一款第五项" in text
    assert "前后连续" not in gap
    assert "前后连续" in run


# ---------------------------------------------------------------- R14: nothing to complain of


def test_r14_a_complaint_that_no_rule_bears_is_refused(make: Make) -> None:
    for kind in (LETTER, REPORT):
        problem = problems_of(kind, make(incidents=POLITE))["no-ground"]

        assert problem.is_error
        assert problem.heading == "行为性质"
        assert "no-ground" not in problems_of(kind, make(cases=[contact()], incidents=POLITE))


def test_r14_a_debtor_cannot_sue_over_proper_collection(make: Make) -> None:
    assert "no-own-infringement" in problems_of(COURT, make(incidents=POLITE))
    assert "no-own-infringement" not in problems_of(COURT, make())


# ---------------------------------------------------------------- R7, R8: who acts

CHILD = {"身份证号": "000000201003040010", "出生日期": "2010-03-04"}


@pytest.mark.parametrize("kind", [POLICE, COURT, LETTER, REPORT])
def test_r7_a_minor_without_guardian_is_refused_at_that_cell(make: Make, kind: Kind) -> None:
    young = make(cases=[contact(**CHILD)])
    guarded = make(cases=[contact(**CHILD, 法定代理人="张父", 法定代理人关系="父亲")])

    problem = problems_of(kind, young)["minor-without-guardian"]

    assert problem.is_error
    assert problem.heading == "法定代理人"
    assert "minor-without-guardian" not in problems_of(kind, guarded)


def test_r7_a_guardian_of_an_adult_is_a_reminder(make: Make) -> None:
    guarded = {"法定代理人": "张父", "法定代理人关系": "父亲"}
    told = problems_of(COURT, make(cases=[contact(**guarded)]))["adult-with-guardian"]

    assert (told.severity, told.heading) == (Severity.WARNING, "法定代理人")
    young = make(cases=[contact(**CHILD, **guarded)])
    assert "adult-with-guardian" not in problems_of(COURT, young)


def test_r7_the_day_of_filing_decides_who_is_of_age(make: Make) -> None:
    rows = {"cases": [contact(**CHILD)]}

    day_before, birthday = date(2028, 3, 3), date(2028, 3, 4)

    assert "minor-without-guardian" in problems_of(LETTER, make(day_before, **rows))
    assert "minor-without-guardian" not in problems_of(LETTER, make(birthday, **rows))


def test_r8_a_department_without_its_company_cannot_be_sued(make: Make) -> None:
    desk = institution(主体性质="内设部门")

    problem = problems_of(COURT, make(institutions=[desk]))["department-is-no-party"]

    assert problem.is_error
    assert (problem.sheet, problem.heading) == ("机构", "所属法人")


def test_r8_a_branch_is_sued_by_its_head(make: Make) -> None:
    branch = institution(主体性质="分支机构")

    assert "branch-without-head" in problems_of(COURT, make(institutions=[branch]))
    headed = {**branch, "负责人": "赵一"}
    assert "branch-without-head" not in problems_of(COURT, make(institutions=[headed]))


@pytest.mark.parametrize(
    ("name", "is_company"),
    [("虚构市某某软件有限公司", True), ("某某小学校", True), ("林某", False), ("公冶长", False)],
)
def test_r8_a_company_gives_a_certificate_and_is_no_witness(
    make: Make, name: str, is_company: bool
) -> None:
    found = problems_of(COURT, make(witnesses=[witness(姓名=name)]))

    assert ("company-as-witness" in found) is is_company


def test_r7_a_minor_signs_no_oath(make: Make) -> None:
    child, adult = "2010-03-04", "1990-03-04"
    rows = [witness(姓名="张小", 出生日期=child), witness(姓名="张大", 出生日期=adult)]

    found = make(witnesses=rows).case.witnesses

    assert [minors.gives_no_oath(it, date(2026, 5, 1)) for it in found] == [True, False]


# ---------------------------------------------------------------- R18, R19: what is claimed

PUBLIC = {"道歉方式": "公开", "道歉范围": "某某公司内部"}


def test_r18_a_public_apology_without_an_outsider_is_warned_of(make: Make) -> None:
    told = {"行为性质": "泄露债务信息"}
    colleague = call(受扰人="林某", 与委托人关系="同事", **told)

    def found(*rows: Row) -> set[str]:
        return codes(COURT.check(make(cases=[case(**PUBLIC)], incidents=rows)))

    assert "apology-too-wide" in found(incident(), call(**MOTHER, **told))
    assert "apology-too-wide" not in found(incident(), colleague)
    assert "apology-too-wide" not in found(call(行为性质="公开侮辱"))


@pytest.mark.parametrize(
    ("asked", "claimed"),
    [
        ({}, False),
        ({"结果": "已删除"}, False),
        ({"结果": "答复拒绝删除"}, True),
        ({"答复期限": "2026-04-01"}, True),
        ({"答复期限": "2026-05-20"}, False),
    ],
)
def test_r19_deletion_is_claimed_only_after_a_refused_request(
    generate: Generate, tmp_path: Path, asked: Row, claimed: bool
) -> None:
    request = proceeding(日期="2026-03-10", 事项="要求删除", **asked)
    book = write_workbook(tmp_path / "表.xlsx", cases=[contact()], proceedings=[request])

    done = generate(book, kinds=("civil-complaint",))

    text = done.text("civil-complaint")
    assert ("删除其掌握的" in text) is claimed
    assert ("依法须保存的，停止存储和必要的安全保护以外的处理" in text) is claimed
    assert ("no-prior-request" in done.codes()) is not claimed


def test_r19_the_letter_that_asks_is_offered(make: Make) -> None:
    problem = problems_of(COURT, make(cases=[contact()]))["no-prior-request"]

    assert problem.sheet == "办理记录"
    assert "平台投诉函" in problem.remedy


def test_r19_an_answer_to_the_request_counts(make: Make) -> None:
    request = proceeding(日期="2026-03-10", 事项="要求删除", 答复期限="2026-03-25")
    answer = proceeding(日期="2026-03-20", 事项="收到答复", 结果="已经删除")
    refusal = {**answer, "结果": "不予删除"}

    def refused(*rows: Row) -> bool:
        matter = make(cases=[contact()], proceedings=rows)
        return bool(procedure.refused_deletions(matter.case, matter.filing_date))

    assert refused(request)
    assert not refused(request, answer)
    assert refused(request, refusal)
    assert not refused(refusal)


# ---------------------------------------------------------------- R20: where


@pytest.mark.parametrize(
    ("address", "court", "expected"),
    [
        ("浙江省杭州市西湖区文三路1号", "杭州市西湖区人民法院", Fit.INSIDE),
        ("杭州市西湖区文三路1号", "浙江省杭州市中级人民法院", Fit.INSIDE),
        ("浙江省金华市义乌市稠州路1号", "义乌市人民法院", Fit.INSIDE),
        ("上海市浦东新区世纪大道1号", "上海市浦东新区人民法院", Fit.INSIDE),
        ("广西壮族自治区南宁市青秀区民族大道1号", "南宁市青秀区人民法院", Fit.INSIDE),
        ("虚构市甲路1号", "虚构市甲区人民法院", Fit.INSIDE),
        ("南京市鼓楼区中山路1号", "福州市鼓楼区人民法院", Fit.OTHER_CITY),
        ("杭州市西湖区文三路1号", "杭州市滨江区人民法院", Fit.OTHER_DISTRICT),
        ("样板路城市花园小区3幢", "杭州市西湖区人民法院", Fit.UNKNOWN),
        ("委托人家门口", "杭州市西湖区人民法院", Fit.UNKNOWN),
        ("杭州市西湖区文三路1号", "杭州铁路运输法院", Fit.UNKNOWN),
    ],
)
def test_r20_a_court_fits_an_address_by_their_places(
    address: str, court: str, expected: Fit
) -> None:
    assert fit(address, court) is expected


def test_r20_the_reason_is_the_one_that_fits(make: Make) -> None:
    lender = institution(住所地="虚构省乙市丙区乙路2号")
    home, away = case(住址="虚构省甲市丁区甲路1号"), {"管辖法院": "乙市丙区人民法院"}

    def reasons(who: Row, *rows: Row) -> tuple[VenueReason, ...]:
        matter = make(cases=[who], institutions=[lender], incidents=rows or [incident()])
        return venue(matter).reasons

    assert reasons({**home, "管辖法院": "甲市丁区人民法院"}) == (VenueReason.EFFECT,)
    assert reasons({**home, **away}) == (VenueReason.DEFENDANT,)
    visit = incident(方式="上门", 对方号码=None, 地点="戊市己区某小区")
    assert reasons({**home, "管辖法院": "戊市己区人民法院"}, visit) == (VenueReason.ACT,)
    assert reasons({**home, "管辖法院": "庚市人民法院"}) == ()


@pytest.mark.parametrize(
    ("court", "severity"),
    [
        ("庚市辛区人民法院", Severity.ERROR),
        ("虚构市辛区人民法院", None),
        ("杭州铁路运输法院", Severity.WARNING),
    ],
)
def test_r20_a_court_that_fits_nothing_is_a_problem_with_its_cell(
    make: Make, court: str, severity: Severity | None
) -> None:
    found = problems_of(COURT, make(cases=[case(管辖法院=court)])).get("court-elsewhere")

    assert (found.severity if found else None) == severity
    if found:
        assert (found.heading, found.value) == ("管辖法院", court)


HANGZHOU = {"住址": "浙江省杭州市西湖区文三路1号", "管辖法院": "杭州市西湖区人民法院"}
WECHAT = incident(方式="微信")


def test_r20_internet_courts_take_what_happened_on_the_network(make: Make) -> None:
    def found(who: Row, row: Row, filed: date | None = None) -> dict[str, str]:
        matter = make(filed, cases=[case(**{**HANGZHOU, **who})], incidents=[row])
        return {code: it.message + it.remedy for code, it in problems_of(COURT, matter).items()}

    told = found({}, WECHAT)["internet-court"]
    for word in ("杭州互联网法院", "杭州市西湖区人民法院", "法释〔2025〕14号"):
        assert word in told
    assert "internet-court" not in found({}, incident())
    assert "internet-court" in found({"平台App": "甲贷"}, incident())
    before = {"落款日期": None}
    assert "internet-court" not in found(before, incident(方式="微信"), date(2025, 10, 31))
    internet = {"管辖法院": "杭州互联网法院"}
    assert not {"internet-court", "not-on-network", "court-elsewhere"} & set(
        found(internet, WECHAT)
    )
    assert "not-on-network" in found(internet, incident())


def test_r20_article_25_is_cited_only_where_the_network_was_used(
    generate: Generate, tmp_path: Path
) -> None:
    def text(row: Row) -> str:
        book = write_workbook(tmp_path / "表.xlsx", incidents=[row])
        return generate(book, kinds=("civil-complaint",)).text("civil-complaint")

    assert "第二十四条、第二十五条" in text(WECHAT)
    assert "第二十五条" not in text(incident())


# ---------------------------------------------------------------- R13: offices


@pytest.mark.parametrize(
    ("where", "branch"),
    [
        ({"所在地区": "广东省深圳市"}, "深圳监管局"),
        ({"所在地区": "深圳"}, "深圳监管局"),
        ({"所在地区": "浙江省", "住所地": "浙江省宁波市鄞州区乙路2号"}, "宁波监管局"),
        ({"所在地区": "山东省", "住所地": "青岛市市南区深圳路2号"}, "青岛监管局"),
        ({"所在地区": "福建省厦门市"}, "厦门监管局"),
        ({"所在地区": "辽宁省大连市"}, "大连监管局"),
        ({"所在地区": "浙江省", "住所地": "杭州市大连路2号"}, "浙江监管局"),
        ({"所在地区": None, "住所地": "广东省广州市乙路2号"}, "广东监管局"),
    ],
)
def test_r13_five_cities_have_an_office_of_their_own(make: Make, where: Row, branch: str) -> None:
    matter = make(institutions=[institution(机构类型="商业银行", **where)])

    (office, *_) = REPORT.recipients(matter)

    assert office.name == f"国家金融监督管理总局{branch}"


def test_r13_a_suit_is_told_only_where_the_record_has_one(make: Make) -> None:
    filed = proceeding(日期="2026-04-01", 事项="起诉", 机构="虚构市甲区人民法院")
    police_file = proceeding(日期="2026-04-01", 事项="立案", 机构="虚构市公安局甲派出所")

    assert "channel-refuses-litigation" not in problems_of(REPORT, make())
    told = problems_of(REPORT, make(proceedings=[filed]))["channel-refuses-litigation"]
    assert told.sheet == "办理记录"
    assert "channel-refuses-litigation" not in problems_of(REPORT, make(proceedings=[police_file]))


def test_r13_the_complaint_to_the_institution_itself_is_found(make: Make) -> None:
    other = proceeding(事项="平台投诉", 机构="另一家公司")
    by_short_name = proceeding(日期="2026-03-09", 事项="平台投诉", 机构="甲 贷", 文号="T-1")

    case_ = make(proceedings=[other, by_short_name]).case

    assert case_.creditor
    assert [it.document_number for it in procedure.complained_to(case_, case_.creditor)] == ["T-1"]


# ---------------------------------------------------------------- R21, R22: money


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ({"权利人": "张母"}, "权利人"),
        ({"说明": "母亲住院费"}, "说明"),
        ({"权利人": "委托人", "说明": "陪母亲就医误工"}, ""),
        ({"权利人": "张 三"}, ""),
        ({"权利人": "本人"}, ""),
        ({"说明": "就医误工两天"}, ""),
    ],
)
def test_r21_only_the_clients_own_losses_are_claimed(make: Make, row: Row, heading: str) -> None:
    found = problems_of(COURT, make(losses=[loss(**row)])).get("loss-of-others")

    assert (found.heading if found else "") == heading
    assert found is None or found.is_error


def test_r21_a_loss_without_a_document_is_warned_of(make: Make) -> None:
    assert problems_of(COURT, make(losses=[loss()]))["no-receipt"].severity is Severity.WARNING
    for proof in ({"票据": "收费票据1张"}, {"证据编号": "1"}):
        assert "no-receipt" not in problems_of(COURT, make(losses=[loss(**proof)]))


def test_r21_harm_to_kin_is_not_the_clients(make: Make) -> None:
    matter = make(cases=[case(损害后果="母亲因此住院")])

    assert problems_of(COURT, matter)["harm-of-others"].heading == "损害后果"
    assert "harm-of-others" not in problems_of(COURT, make())


def test_r22_a_diagnosis_may_stand_in_for_the_consequences(make: Make) -> None:
    who = case(精神损害抚慰金=5000, 损害后果=None)
    diagnosis = evidence(证据种类="诊断证明", 形成时间="2026-03-20")
    older = {**diagnosis, "形成时间": "2026-01-20"}

    def is_refused(exhibit: Row) -> bool:
        matter = make(cases=[who], evidence=[exhibit])
        return problems_of(COURT, matter)["solatium-without-harm"].is_error

    assert is_refused(evidence())
    assert is_refused(older)
    assert not is_refused(diagnosis)


def test_every_gate_is_a_rule_of_its_kind(make: Make) -> None:
    cases = [
        contact(**CHILD, 精神损害抚慰金=1, 损害后果=None, 道歉方式="公开", 管辖法院="庚市人民法院")
    ]
    for kind in (POLICE, COURT, LETTER, REPORT):
        found = list(kind.check(make(cases=cases, incidents=[call(**MOTHER)], losses=[loss()])))

        assert {problem.rule for problem in found} <= set(kind.rules)
        assert all(problem.cell or problem.sheet == "办理记录" for problem in found)
