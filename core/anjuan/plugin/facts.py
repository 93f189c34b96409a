"""What templates and conditions may ask of a case besides its cells: counts, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import attrgetter

from anjuan.case.choices import Nature
from anjuan.case.proceedings import Answer, Course
from anjuan.case.records.case import Case
from anjuan.case.remembering import how_long, how_many
from anjuan.frozen import frozen
from anjuan.word.values import Sort

# Where names of templates and conditions begin: 统计.总次数, 办理.报案.日期.
COUNTS_NAME = "统计"
STEPS_NAME = "办理"
# What templates have by the core's own making, besides sheets and columns: nobody else's to take.
CORE_NAMES = frozenset(
    {
        *(COUNTS_NAME, STEPS_NAME, "案件", "case", "委托人", "client", "收文单位", "recipient"),
        *("收文机构", "文书名", "title", "证件名称", "证件号名称", "损失合计"),
        *("行为时法条", "现行法条"),
    }
)


@frozen
class Count:
    """What the incidents of a case add up to.

    Attributes:
        help: what it is, for the reference.
        sort: of its values.
        value: from the case and the day of filing; None where there is nothing to tell.
    """

    help: str
    sort: Sort
    value: Callable[[Case, date], object]


@frozen
class Fact:
    """What is known of something that was done.

    Attributes:
        help: what it is, for the reference.
        sort: of its values.
        value: from the course and the day of filing; None or empty where there is nothing to tell.
        attribute: of the last row, whose cell has it; empty where it is no cell.
        said: how it is told of a flag that it is true, and that it is false.
    """

    help: str
    sort: Sort
    value: Callable[[Course, date], object]
    attribute: str = ""
    said: tuple[str, str] = ("", "")


def _of_case(attribute: str) -> Callable[[Case, date], object]:
    found = attrgetter(attribute)
    return lambda case, today: found(case)


def _since_the_last(case: Case, today: date) -> object:
    last = case.figures.last
    return how_long(last, today) if last else None


_THREATS = frozenset({Nature.THREAT, Nature.THREAT_TO_PERSON})


def _threats(case: Case, today: date) -> int:
    return sum(row.count for row in case.incidents if _THREATS & frozenset(row.natures))


COUNTS: Mapping[str, Count] = {
    "总次数": Count(
        "骚扰记录的次数之和，电话、短信、上门等都在内。", Sort.NUMBER, _of_case("figures.total")
    ),
    "电话次数": Count("其中电话的次数。", Sort.NUMBER, _of_case("figures.calls")),
    "短信次数": Count("其中短信的条数。", Sort.NUMBER, _of_case("figures.messages")),
    "首日": Count("第一次骚扰的日期。", Sort.DAY, _of_case("figures.began")),
    "末日": Count("最后一次骚扰的日期。", Sort.DAY, _of_case("figures.ended")),
    "距末日天数": Count("从最后一次骚扰到落款日期的天数。", Sort.NUMBER, _since_the_last),
    "最多日": Count("次数最多的那一天。", Sort.DAY, _of_case("figures.busiest_day")),
    "单日最多": Count("那一天的次数。", Sort.NUMBER, _of_case("figures.highest_per_day")),
    "夜间次数": Count(
        "22 时至次日 8 时之间的次数；没有记钟点的不算。",
        Sort.NUMBER,
        _of_case("figures.at_night"),
    ),
    "威胁次数": Count("行为性质里写了 威胁恐吓 或 威胁人身 的次数。", Sort.NUMBER, _threats),
    "要求停止后次数": Count("要求停止日期之后的次数。", Sort.NUMBER, _of_case("after_objection")),
    "受扰人数": Count(
        "受扰人的人数。", Sort.NUMBER, lambda case, today: how_many(case.figures.victims)
    ),
    "对方号码": Count(
        "对方用过的号码，用顿号隔开。",
        Sort.TEXT,
        lambda case, today: "、".join(case.figures.numbers),
    ),
}


def _cell(attribute: str) -> Callable[[Course, date], object]:
    return lambda course, today: getattr(course.last, attribute)


def _is(*answers: Answer) -> Callable[[Course, date], object]:
    return lambda course, today: course.answer in answers


def _of_answer(attribute: str) -> Callable[[Course, date], object]:
    return lambda course, today: getattr(course.answered_by, attribute, None)


FACTS: Mapping[str, Fact] = {
    "日期": Fact("最后一次的日期。", Sort.DAY, _cell("day"), "day"),
    "机构": Fact(
        "向谁；没有填写的，报案是案件表的公安机关，法院的事项是管辖法院。",
        Sort.TEXT,
        lambda course, today: course.institution,
        "institution",
    ),
    "方式": Fact("最后一次的方式。", Sort.TEXT, _cell("means"), "means"),
    "文号": Fact("最后一次的文号。", Sort.TEXT, _cell("document_number"), "document_number"),
    "结果": Fact("最后一次那一行里写的结果。", Sort.TEXT, _cell("result"), "result"),
    "证据编号": Fact(
        "最后一次那一行的证据编号。", Sort.TEXT, _cell("evidence_numbers"), "evidence_numbers"
    ),
    "答复期限": Fact("最后一次那一行的答复期限。", Sort.DAY, _cell("answer_due"), "answer_due"),
    "首次日期": Fact("第一次的日期。", Sort.DAY, lambda course, today: course.rows[0].day, "day"),
    "次数": Fact("一共几次（几行）。", Sort.NUMBER, lambda course, today: how_many(course.rows)),
    "已过天数": Fact(
        "从最后一次到落款日期的天数。",
        Sort.NUMBER,
        lambda course, today: course.days_since(today),
        "day",
    ),
    "已答复": Fact(
        "后来有同一机构或同一文号的“收到答复”，或那一行的结果里写了答复。",
        Sort.FLAG,
        lambda course, today: course.answer is not Answer.NONE,
        said=("已经有答复", "还没有答复"),
    ),
    "未答复": Fact(
        "没有答复；结果空着、写 未答复 或 已受理 的都是。",
        Sort.FLAG,
        _is(Answer.NONE),
        said=("还没有答复", "已经有答复"),
    ),
    "被拒": Fact(
        "答复是 不予受理、不予立案、拒绝 等；复议维持的也算。",
        Sort.FLAG,
        _is(Answer.REFUSED, Answer.UPHELD),
        said=("已经被拒绝", "没有被拒绝"),
    ),
    "维持": Fact(
        "复议决定维持原来的处理，或者驳回复议请求；不予受理、驳回申请的不算。",
        Sort.FLAG,
        _is(Answer.UPHELD),
        said=("维持了原来的处理", "没有维持原来的处理"),
    ),
    "获支持": Fact(
        "复议决定撤销、变更原来的处理，确认违法，或者责令履行。",
        Sort.FLAG,
        _is(Answer.GRANTED),
        said=("得到了支持", "没有得到支持"),
    ),
    "逾期未答复": Fact(
        "过了那一行的答复期限，没有答复。",
        Sort.FLAG,
        lambda course, today: course.is_overdue(today),
        said=("过了答复期限没有答复", "没有写答复期限，或者还没有过，或者已经有答复"),
    ),
    "未答复天数": Fact(
        "没有答复的，从最后一次到落款日期的天数；有答复的没有内容。",
        Sort.NUMBER,
        lambda course, today: course.days_open(today),
    ),
    "答复": Fact("答复的内容（结果）。", Sort.TEXT, _of_answer("result")),
    "答复日期": Fact(
        "“收到答复”那一行的日期；只写在结果里的没有日期。",
        Sort.DAY,
        lambda course, today: course.answered_on,
    ),
    "答复文号": Fact("答复那一行的文号。", Sort.TEXT, _of_answer("document_number")),
    "答复证据编号": Fact("答复那一行的证据编号。", Sort.TEXT, _of_answer("evidence_numbers")),
}
