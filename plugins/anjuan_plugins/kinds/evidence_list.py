"""证据目录: the exhibits in groups, numbered as everywhere else (民事证据规定 art. 19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    Evidence,
    Kind,
    Matter,
    Message,
    Problem,
    Recipient,
    chinese_number,
    hookimpl,
    how_many,
    shipped_template,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import exhibits
from anjuan_plugins.kinds.facts.defendants import defendants


def _applies(matter: Matter) -> bool | str:
    return bool(matter.case.evidence) or Message("“证据”表里没有本案的内容。")


def _recipients(matter: Matter) -> Iterator[Recipient]:
    yield Recipient()


def context(brief: Brief) -> Mapping[str, object]:
    """The exhibits by group, and against whom."""
    case = brief.case
    sued = defendants(case)
    return {
        "被告名称": "、".join(it.name for it in sued),
        "副本份数": how_many(it.name for it in sued),
        "证据组": [
            {
                "名称": f"{chinese_number(number)}、{name}",
                "证据": [_exhibit(exhibit) for exhibit in found],
            }
            for number, (name, found) in enumerate(exhibits.grouped(case), start=1)
        ],
    }


def _exhibit(exhibit: Evidence) -> dict[str, object]:
    return {
        "项": exhibit,
        "法定种类": exhibits.statutory_type(exhibit),
        "原件": exhibits.original(exhibit),
    }


def _check(matter: Matter) -> Iterator[Problem]:
    yield from exhibits.check(matter.case)


KIND = Kind(
    name="evidence-list",
    title="证据目录",
    help="提交人民法院；证据表里有内容的案件适用，按主体与关联、侵扰事实、拒绝后仍继续、损害后果、费用分组。",
    template=shipped_template("evidence-list", "证据目录"),
    handing_in=handing_in.EXHIBITS,
    also_called=("证据清单",),
    applies=_applies,
    recipients=_recipients,
    context=context,
    check=_check,
    rules=exhibits.RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the list of exhibits."""
    return (KIND,)
