"""A kind may leave a name to be made until a template asks for it: all promises hold then, too."""

from __future__ import annotations

from pathlib import Path

from support.own_paper import make_own, reason, text

from anjuan import Brief
from anjuan.testing import incident

NOT_TAKEN = "{% if 委托人.姓名 == '别人' %}{{ 坏的 }}{% endif %}"
# A cell that can't be read, and a name that looks at it.
FAULTY = [incident(方式="飞鸽")]
CARD, SHOWN = "6222021001116245702", "尾号5702"


def broken() -> str:
    raise ValueError("坏了")


def method_later(brief: Brief) -> dict[str, object]:
    return {"方法": lambda: str(brief.case.incidents[0].method)}


def test_a_name_is_made_only_where_a_template_uses_it(tmp_path: Path) -> None:
    names = {"好的": lambda: ["甲", "乙"], "坏的": broken}

    done = make_own(
        tmp_path, "{% for 项 in 好的 %}{{ 项 }}{% endfor %}", context=lambda brief: names
    )

    assert "甲乙" in text(done)


def test_a_branch_that_is_not_taken_asks_for_nothing(tmp_path: Path) -> None:
    done = make_own(tmp_path, f"好{NOT_TAKEN}", context=lambda brief: {"坏的": broken})

    assert "好" in text(done)


def test_a_name_that_breaks_when_it_is_asked_for_fails_its_paper(tmp_path: Path) -> None:
    done = make_own(tmp_path, "{{ 坏的 }}", context=lambda brief: {"坏的": broken})

    assert "office" in reason(done)
    assert "坏了" in done.problems()


def test_a_number_in_a_name_that_is_made_later_is_shown_in_part(tmp_path: Path) -> None:
    done = make_own(tmp_path, "{{ 说明 }}", context=lambda brief: {"说明": lambda: f"卡{CARD}"})

    assert SHOWN in text(done)
    assert CARD not in text(done)


def test_a_faulty_cell_behind_such_a_name_is_told_once(tmp_path: Path) -> None:
    done = make_own(
        tmp_path,
        "{{ 方法 }}",
        context=method_later,
        incidents=FAULTY,
    )

    assert "飞鸽" in reason(done)
    [outcome] = [it for it in done.report.outcomes if it.kind == "own"]
    assert [problem.heading for problem in outcome.problems] == ["方式"]


def test_a_faulty_cell_of_a_branch_that_is_not_taken_refuses_nothing(tmp_path: Path) -> None:
    done = make_own(
        tmp_path,
        "好{% if 委托人.姓名 == '别人' %}{{ 方法 }}{% endif %}",
        context=method_later,
        incidents=FAULTY,
    )

    assert "好" in text(done)
