"""证人证言: what a witness perceived, in the first person, for the witness to correct and sign.

Source: 民事诉讼法 art. 75, 民事证据规定 arts. 67, 68, 71 and 72.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import Brief, Kind, Matter, Recipient, hookimpl, shipped_template
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import testifying
from anjuan_plugins.kinds.facts.minors import gives_no_oath
from anjuan_plugins.kinds.gates import witnessing
from anjuan_plugins.kinds.prose import testimony


def _applies(matter: Matter) -> bool | str:
    return bool(testifying.witnesses(matter.case)) or witnessing.nobody(matter.case)


def _recipients(matter: Matter) -> Iterator[Recipient]:
    for witness in testifying.witnesses(matter.case):
        yield Recipient(name=witness.name)


def context(brief: Brief) -> Mapping[str, object]:
    """The witness, and what they perceived."""
    case, name = brief.case, brief.recipient.name
    witness = testifying.the_one(case, name)
    return {
        "本证人": witness,
        "关系句": testimony.relation_sentence(case, witness.relation),
        "经历": testimony.account(case, name),
        "相关记录": testifying.perceived(case, name),
        "证人未成年": gives_no_oath(witness, brief.filing_date),
    }


KIND = Kind(
    name="witness-statement",
    title="证人证言",
    help="证人表里出庭或者出具书面证言的人每人一份，由证人核对、补填后签名。",
    template=shipped_template("witness-statement", "证人证言"),
    handing_in=handing_in.STATEMENT,
    also_called=("证言", "证词", "书面证言"),
    applies=_applies,
    recipients=_recipients,
    context=context,
    check=witnessing.check_statements,
    rules=witnessing.STATEMENT_RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the statement."""
    return (KIND,)
