"""证人出庭作证申请书: for each witness who is to testify, what is to be proved by them.

Source: 民事诉讼法 art. 75, 民诉法解释 art. 117, 民事证据规定 art. 69.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import (
    Brief,
    Kind,
    Matter,
    Message,
    Recipient,
    hookimpl,
    how_many,
    shipped_template,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import testifying
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.facts.minors import client_is_minor
from anjuan_plugins.kinds.gates import witnessing
from anjuan_plugins.kinds.prose.phrases import one_line
from anjuan_plugins.kinds.prose.voices import COURT


def _applies(matter: Matter) -> bool | str:
    case = matter.case
    if not case.court:
        return Message("没有填写“管辖法院”。")
    if testifying.in_court(case):
        return True
    if not testifying.witnesses(case):
        return witnessing.nobody(case)
    return Message("“证人”表里没有作证方式是“出庭”的人。")


def _recipients(matter: Matter) -> Iterator[Recipient]:
    for witness in testifying.in_court(matter.case):
        yield Recipient(name=witness.name)


def context(brief: Brief) -> Mapping[str, object]:
    """The witness, and what is to be proved."""
    case, name = brief.case, brief.recipient.name
    witness = testifying.the_one(case, name)
    sued = defendants(case)
    return {
        "本证人": witness,
        "相关记录": testifying.perceived(case, name),
        "待证事实": COURT.cell(one_line(witness.proves)),
        "被告名称": "、".join(it.name for it in sued),
        "副本份数": how_many(it.name for it in sued),
        "未成年": client_is_minor(brief),
    }


KIND = Kind(
    name="witness-application",
    title="证人出庭作证申请书",
    help="在举证期限届满前递交人民法院；证人表里作证方式是出庭的人每人一份，须填写管辖法院。",
    template=shipped_template("witness-application", "证人出庭作证申请书"),
    handing_in=handing_in.APPLICATION_FOR_WITNESS,
    also_called=("证人出庭", "出庭作证", "证人出庭申请书"),
    applies=_applies,
    recipients=_recipients,
    context=context,
    check=witnessing.check_applications,
    rules=witnessing.APPLICATION_RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the application."""
    return (KIND,)
