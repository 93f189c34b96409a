"""单位证明: what a company that was called certifies; it is no witness (民诉法解释 art. 115)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from anjuan import Brief, Case, Kind, Matter, Message, Recipient, hookimpl, shipped_template
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts import testifying
from anjuan_plugins.kinds.facts.defendants import is_company_name
from anjuan_plugins.kinds.prose import testimony


def _companies(case: Case) -> tuple[str, ...]:
    found = (row.victim for row in case.incidents if not row.is_about_client)
    return tuple(dict.fromkeys(name for name in found if is_company_name(name)))


def _applies(matter: Matter) -> bool | str:
    return bool(_companies(matter.case)) or Message("骚扰记录里没有单位接到电话。")


def _recipients(matter: Matter) -> Iterator[Recipient]:
    for name in _companies(matter.case):
        yield Recipient(name=name)


def context(brief: Brief) -> Mapping[str, object]:
    """The company's relation to the client, and what it received."""
    case, name = brief.case, brief.recipient.name
    rows = testifying.perceived(case, name)
    relation = next((row.relation for row in rows if row.relation), "")
    return {
        "关系句": testimony.relation_sentence(case, relation, "我单位"),
        "经历": testimony.account(case, name, "我单位"),
        "接听号码": "、".join(dict.fromkeys(row.victim_phone for row in rows if row.victim_phone)),
        "相关记录": rows,
    }


KIND = Kind(
    name="unit-certificate",
    title="单位证明",
    help="接到催收电话的单位出具，由单位负责人和制作人签名并加盖单位印章；单位接到过电话的案件适用。",
    template=shipped_template("unit-certificate", "单位证明"),
    handing_in=handing_in.CERTIFICATE,
    also_called=("单位出具的证明",),
    applies=_applies,
    recipients=_recipients,
    context=context,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the certificate."""
    return (KIND,)
