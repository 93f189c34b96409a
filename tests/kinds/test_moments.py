"""R3: the worst three to six moments are told, and people are not called what they are twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import loaded

from anjuan import Case
from anjuan.testing import Row, case, incident
from anjuan_plugins.kinds.facts import moments
from anjuan_plugins.kinds.facts.moments import Reason
from anjuan_plugins.kinds.prose import naming, wording
from anjuan_plugins.kinds.prose.voices import COURT, LETTER

MILD = {"行为性质": None, "内容": None, "次数": 1}


def mild(day: int, **changes: object) -> Row:
    return incident(**{**MILD, "时间": f"2026-03-{day:02d} 10:00", **changes})


def test_r03_the_worst_are_told_and_not_the_first(tmp_path: Path) -> None:
    rows = [mild(day) for day in range(1, 9)] + [
        mild(9, 次数=8),
        mild(10, 时间="2026-03-10 23:30"),
        mild(11, 行为性质="威胁恐吓", 内容="「明天上门」"),
        mild(12, 受扰人="王刚", 与委托人关系="同事"),
        mild(20),
    ]
    it = loaded(tmp_path, cases=[case(要求停止日期="2026-03-15")], incidents=rows)

    chosen = {c.row.moment.day.day: set(c.reasons) for c in moments.worst(it) if c.row.moment}

    assert list(chosen) == [9, 10, 11, 12, 20]
    assert chosen[9] == {Reason.BUSIEST}
    assert chosen[10] == {Reason.NIGHT}
    assert chosen[11] == {Reason.HARSH, Reason.SORT_OF_PERSON}
    assert chosen[12] == {Reason.SORT_OF_PERSON}
    assert chosen[20] == {Reason.AFTER_REFUSAL}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Case:
    people = [
        ("张三", "本人"),
        ("李兰", "母亲"),
        ("王刚", "同事"),
        ("赵客", "客户"),
        ("钱师", "老师"),
    ]
    natures = ["辱骂", "泄露债务信息", None, "威胁恐吓", "频繁拨打"]
    rows = [
        mild(1 + number // 2, 受扰人=name, 与委托人关系=kin, 行为性质=nature, 次数=1 + number % 3)
        for number, ((name, kin), nature) in enumerate(
            (person, nature) for person in people for nature in natures
        )
    ]
    folder = tmp_path_factory.mktemp("many")
    return loaded(folder, cases=[case(要求停止日期="2026-03-04")], incidents=rows)


@given(data=st.data())
def test_r03_three_to_six_are_told_in_the_order_of_time_whatever_the_rows(
    many: Case, data: st.DataObject
) -> None:
    picked = data.draw(st.sets(st.sampled_from(range(len(many.incidents))), min_size=1))
    it = many.with_incidents(many.incidents[number] for number in sorted(picked))

    chosen = [found.row for found in moments.worst(it)]

    assert min(len(picked), moments.FEWEST) <= len(chosen) <= moments.MOST
    assert chosen == [row for row in it.incidents if any(row is other for other in chosen)]


@pytest.mark.parametrize(
    ("kin", "name", "said"),
    [
        ("同事", "唐某", "本人的同事唐某"),
        ("同事", "同事唐某", "本人的同事唐某"),
        ("妻子", "张磊妻子", "张磊妻子"),
        ("母亲", "母亲", "本人的母亲"),
        ("母亲", "陈母", "本人的母亲陈母"),
        ("弟弟", "陈招弟", "本人的弟弟陈招弟"),
        ("高中同学", "唐某", "本人的高中同学唐某"),
        ("前夫的同事", "唐某", "唐某"),
        ("不认识", "唐某", "唐某"),
        ("", "唐某", "唐某"),
    ],
)
def test_r03_no_word_of_kinship_stands_twice(kin: str, name: str, said: str) -> None:
    assert naming.named([(name, kin)], "本人") == said


def test_r03_whose_people_are_is_said_once(tmp_path: Path) -> None:
    rows = [
        incident(受扰人="李兰", 与委托人关系="母亲", 次数=count, 行为性质="泄露债务信息")
        for count in (3, 4, 5)
    ] + [incident(受扰人="唐某", 与委托人关系="前夫的同事", 行为性质="泄露债务信息")]
    it = loaded(tmp_path, incidents=rows)

    text = "".join(str(tell()) for tell in wording.account(it, LETTER, "贵司").values())

    assert text.count("本人的母亲李兰") == 1
    assert text.count("唐某与本人的关系：前夫的同事。") == 1
    assert "本人的前夫" not in text


def test_r03_who_is_not_in_the_prose_is_in_the_table(tmp_path: Path) -> None:
    it = loaded(tmp_path, incidents=[mild(day) for day in range(1, 10)])

    assert wording.incident_sentences(it, COURT)[-1] == "其余各次见所附骚扰记录明细。"
