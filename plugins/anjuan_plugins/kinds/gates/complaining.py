"""What keeps a letter or a report from being written: nothing to complain of, nobody to act."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan import Matter, Message, Problem, Rule, public
from anjuan_plugins.kinds.facts import minors
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.grounds.civil import civil_grounds
from anjuan_plugins.kinds.grounds.industry import industry_grounds
from anjuan_plugins.kinds.grounds.information import information_grounds
from anjuan_plugins.kinds.grounds.limits import daily_calls
from anjuan_plugins.kinds.prose import attribution

NO_GROUND = Rule("no-ground", "记录看不出违反了哪一条规定。")
RULES = (NO_GROUND, *minors.RULES, *attribution.RULES)


@once_a_case
def check(matter: Matter) -> tuple[Problem, ...]:
    """Refuse what the rows don't show; warn of what can't be said of who called."""
    return tuple(_checked(matter))


def _checked(matter: Matter) -> Iterator[Problem]:
    yield from minors.check(matter)
    yield from attribution.untied(matter.case)
    rows = matter.case.incidents
    if rows and not (
        civil_grounds(matter) or information_grounds(matter) or industry_grounds(matter)
    ):
        message = Message(
            "记录没有超出正常催收，看不出违反了哪一条规定：没有写行为性质，不在夜间，"
            "不在要求停止以后，一天也没有超过{}次。",
            public(daily_calls(matter.law)),
        )
        remedy = "请补上行为性质、时刻、次数或要求停止日期；没有这些情形的，不要投诉。"
        yield NO_GROUND.at(rows[0], "natures", message, remedy)
