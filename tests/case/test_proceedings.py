"""What was done in a case and what came of it, from the rows of 办理记录."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from anjuan.case.choices import ProceedingStep
from anjuan.case.proceedings import Answer, Course, course, institutions_of, read_answer
from anjuan.case.records.case import Case
from anjuan.testing import Row, institution, proceeding, write_workbook
from anjuan.testing import case as case_row
from anjuan.workbook.parsing import load_workbook

REPORT = ProceedingStep.POLICE_REPORT


def load(tmp_path: Path, *rows: Row) -> Case:
    who = [institution(), institution(名称="虚构乙商业银行股份有限公司", 简称="乙银行")]
    cases = [case_row(借款平台="乙银行", 公安机关="虚构市公安局甲派出所")]
    book = write_workbook(tmp_path / "表.xlsx", cases=cases, institutions=who, proceedings=rows)
    return load_workbook(book).cases[0]


def report(tmp_path: Path, *rows: Row, about: str = "") -> Course:
    found = course(load(tmp_path, *rows), REPORT, about)
    assert found
    return found


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        ("", Answer.NONE),
        ("未答复", Answer.NONE),
        ("至今没有收到任何回复", Answer.NONE),
        ("尚无处理结果", Answer.NONE),
        ("拒不答复", Answer.NONE),
        ("已受理，待答复", Answer.NONE),
        ("出具接报案回执", Answer.NONE),
        ("调查中", Answer.NONE),
        ("不予立案", Answer.REFUSED),
        ("口头告知不属于公安管辖", Answer.REFUSED),
        ("答复称没有处理权限，不予受理", Answer.REFUSED),
        ("拒绝删除", Answer.REFUSED),
        ("答复不属实", Answer.GIVEN),
        ("已受理，3月9日电话答复属实", Answer.GIVEN),
        ("作出行政处罚决定", Answer.GIVEN),
        ("同意删除", Answer.GIVEN),
    ],
)
def test_what_a_result_cell_says_of_an_answer(result: str, answer: Answer) -> None:
    assert read_answer(result) is answer


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        ("", Answer.NONE),
        ("已受理", Answer.NONE),
        ("维持不予立案", Answer.UPHELD),
        ("驳回申请人的复议请求", Answer.UPHELD),
        ("不支持撤销的请求", Answer.UPHELD),
        ("不予受理", Answer.REFUSED),
        ("不符合受理条件，驳回", Answer.REFUSED),
        ("驳回行政复议申请", Answer.REFUSED),
        ("决定驳回申请人张三的行政复议申请", Answer.REFUSED),
        ("撤销不予立案决定，责令三十日内重新处理", Answer.GRANTED),
        ("确认被申请人未依法处理的行为违法", Answer.GRANTED),
        ("支持申请人的请求", Answer.GRANTED),
        ("获支持", Answer.GRANTED),
        ("不予维持，撤销原答复", Answer.GRANTED),
        # Who won isn't guessed.
        ("不予撤销", Answer.REFUSED),
        ("终止行政复议", Answer.GIVEN),
        ("已作出决定", Answer.GIVEN),
    ],
)
def test_of_a_review_it_is_told_who_won(result: str, answer: Answer) -> None:
    assert read_answer(result, ProceedingStep.REVIEW) is answer
    # Elsewhere the same words are about somebody else's request.
    assert read_answer(result) in (Answer.NONE, Answer.REFUSED, Answer.GIVEN)


def test_a_step_that_was_not_taken_has_no_course(tmp_path: Path) -> None:
    assert course(load(tmp_path, proceeding()), REPORT) is None


def test_the_last_row_by_its_day_is_the_one_that_counts(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        proceeding(事项="报案", 日期="2026-04-03", 机构="丙分局"),
        proceeding(事项="报案", 日期="2026-03-06", 机构="甲派出所"),
    )

    assert [row.day for row in found.rows] == [date(2026, 3, 6), date(2026, 4, 3)]
    assert found.institution == "丙分局"
    assert found.days_open(date(2026, 4, 13)) == 10
    assert found.days_open(date(2026, 4, 1)) == -2


def test_a_row_without_an_institution_is_about_the_authority_of_the_case(tmp_path: Path) -> None:
    rows = [proceeding(事项="报案", 机构=""), proceeding(事项="起诉", 机构="")]
    case = load(tmp_path, *rows, proceeding(机构=""))

    assert institutions_of(case, REPORT) == ("虚构市公安局甲派出所",)
    assert institutions_of(case, ProceedingStep.SUIT) == (case.court,)
    assert institutions_of(case, ProceedingStep.PLATFORM_COMPLAINT) == ()


@pytest.mark.parametrize(
    ("answer", "is_answered"),
    [
        ({"机构": "甲分局"}, True),
        ({"机构": "甲 分局"}, True),
        ({"机构": "乙分局"}, False),
        ({"机构": ""}, False),
        ({"机构": "", "文号": "甲公字〔2026〕1号"}, True),
        ({"机构": "市局", "文号": "甲公字[2026]1号"}, True),
        ({"机构": "甲分局", "文号": "另一号"}, True),
        ({"机构": "甲分局", "日期": "2026-03-01"}, False),
        ({"机构": "甲分局", "结果": "已受理"}, False),
        ({"机构": "甲分局", "结果": "不予立案"}, True),
    ],
)
def test_an_answer_is_a_later_one_of_the_same_institution_or_number(
    tmp_path: Path, answer: Row, is_answered: bool
) -> None:
    found = report(
        tmp_path,
        proceeding(事项="报案", 机构="甲分局", 文号="甲公字〔2026〕1号"),
        proceeding(**{"事项": "收到答复", "日期": "2026-03-20", **answer}),
    )

    assert (found.answer is not Answer.NONE) is is_answered
    assert found.answered_on == (date(2026, 3, 20) if is_answered else None)


def test_an_answer_with_the_number_of_one_row_is_no_answer_to_another(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        proceeding(事项="报案", 日期="2026-03-06", 机构="甲分局", 文号="2号"),
        proceeding(事项="监管投诉", 日期="2026-03-06", 机构="甲分局", 文号="1号"),
        proceeding(事项="收到答复", 日期="2026-03-20", 机构="甲分局", 文号="1号"),
    )

    assert found.answer is Answer.NONE


def test_the_last_answer_counts_and_goes_before_what_the_row_itself_says(tmp_path: Path) -> None:
    found = report(
        tmp_path,
        proceeding(事项="报案", 机构="甲分局", 结果="未答复"),
        proceeding(事项="收到答复", 日期="2026-03-20", 机构="甲分局", 结果="同意受理并答复"),
        proceeding(事项="收到答复", 日期="2026-03-25", 机构="甲分局", 结果="不予立案"),
    )

    assert found.answer is Answer.REFUSED
    assert found.answered_on == date(2026, 3, 25)


def test_what_only_the_row_itself_tells_has_no_day(tmp_path: Path) -> None:
    found = report(tmp_path, proceeding(事项="报案", 结果="口头拒绝受理"))

    assert found.answer is Answer.REFUSED
    assert (found.answered_by, found.answered_on) == (found.last, None)
    assert found.days_open(date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("due", "today", "is_overdue"),
    [
        ("2026-03-20", date(2026, 3, 20), False),
        ("2026-03-20", date(2026, 3, 21), True),
        ("", date(2027, 1, 1), False),
    ],
)
def test_an_answer_is_overdue_after_its_last_day(
    tmp_path: Path, due: str, today: date, is_overdue: bool
) -> None:
    assert report(tmp_path, proceeding(事项="报案", 答复期限=due)).is_overdue(today) is is_overdue


def test_a_question_about_an_institution_looks_at_its_own_rows(tmp_path: Path) -> None:
    step = ProceedingStep.PLATFORM_COMPLAINT
    case = load(
        tmp_path,
        proceeding(日期="2026-03-06", 机构="虚构乙商业银行股份有限公司", 结果="不予处理"),
        proceeding(日期="2026-03-07", 机构="甲贷"),
    )
    bank, others = course(case, step, "乙银行"), course(case, step, "别家")

    assert bank and bank.answer is Answer.REFUSED
    assert others and others.last.institution == "甲贷"
    assert institutions_of(case, step) == (
        "虚构乙商业银行股份有限公司",
        "虚构甲网络借贷有限公司",
    )
