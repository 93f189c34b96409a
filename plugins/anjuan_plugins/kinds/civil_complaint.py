"""民事起诉状: cessation, apology and damages for the infringement of privacy.

Form: 民诉法 art. 124. Only what happened to the plaintiff
counts: a contact sues over what reached them, a debtor over that and over what others were told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from anjuan import (
    Brief,
    Case,
    Institution,
    Kind,
    Loss,
    Matter,
    Message,
    Recipient,
    amount_text,
    chinese_number,
    date_text,
    hookimpl,
    how_many,
    merge_titles,
    shipped_template,
)
from anjuan_plugins.kinds import handing_in
from anjuan_plugins.kinds.facts.defendants import defendants
from anjuan_plugins.kinds.facts.minors import client_is_minor
from anjuan_plugins.kinds.facts.parties import contractor, head_name, head_title
from anjuan_plugins.kinds.facts.testifying import witnesses
from anjuan_plugins.kinds.gates import suing
from anjuan_plugins.kinds.grounds import claims
from anjuan_plugins.kinds.grounds.procedure import refused_deletions
from anjuan_plugins.kinds.grounds.venue import VenueReason, venue, venue_citations
from anjuan_plugins.kinds.prose import reasoning, wording
from anjuan_plugins.kinds.prose.claiming import claims_text
from anjuan_plugins.kinds.prose.phrases import evidence_mark, numbered, one_line
from anjuan_plugins.kinds.prose.reasoning import Sued
from anjuan_plugins.kinds.prose.voices import COURT

# The parts of the facts and reasons, in their order; a part that is empty has no heading.
_PARTS = ("关系", "经过", "关联", "拒绝", "后果", "理由")
_PLACES = {
    VenueReason.EFFECT: "原告住所地（侵权结果发生地）",
    VenueReason.DEFENDANT: "被告住所地",
    VenueReason.ACT: "侵权行为实施地",
}


def is_brought(matter: Matter) -> bool | str:
    """Naming a court, or claiming money, is how the workbook says that the client sues."""
    case = matter.case
    if case.court or case.losses or case.solatium or case.wanted:
        return True
    return Message("没有填写管辖法院，也没有主张损失或者精神损害抚慰金。")


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The court; left open where none is named."""
    yield Recipient(name=matter.case.court)


def sued_in(case: Case) -> Sued:
    """Whom a complaint sues, and what it calls them."""
    found = defendants(case)
    names = tuple(f"被告{chinese_number(number)}" for number in range(1, len(found) + 1))
    return Sued(found, names if len(found) > 1 else ("被告",))


def context(brief: Brief) -> Mapping[str, object]:
    """What the template prints beyond the workbook's own cells."""
    matter = suing.own(brief)
    case = matter.case
    sued = sued_in(case)
    place = venue(matter)
    lender, collector = sued.name(case.creditor), sued.name(contractor(case))
    account = wording.account(case, COURT, lender, collector=collector)
    # The headings hang on what there is, and the template prints all of it.
    told = {part: tell() for part, tell in account.items()}
    reasons = reasoning.reasons(matter, sued)
    refusal = [it for it in (told["要求停止"], *_deletions(matter, sued)) if it]
    losses = _losses_text(case.losses)
    return {
        "案由": claims.cause_names(matter),
        "未成年": client_is_minor(matter),
        "被告们": [
            _party(name, it) for name, it in zip(sued.called, sued.institutions, strict=True)
        ],
        "原告记录": case.incidents,
        "诉讼请求": numbered(claims_text(matter, sued), lambda number: f"{number}．"),
        **told,
        "拒绝经过": refusal,
        "仍继续": bool(case.after_objection),
        "损失项目": losses,
        "节号": _numerals(told, refusal, losses),
        "责任说明": reasoning.abbreviated(reason.text for reason in reasons),
        # One is enough, and the first is the surest.
        "管辖理由": "".join(_PLACES[reason] for reason in place.reasons[:1]),
        "管辖依据": "和".join(merge_titles(venue_citations(matter, place))),
        "法律依据": reasoning.closing(reasons),
        "证人们": [{"姓名": it.name, "住址": it.address} for it in witnesses(case)],
        "副本份数": how_many(it.name for it in sued.institutions),
    }


def _party(name: str, institution: Institution) -> dict[str, object]:
    """A defendant: what it is called, its row, and who signs for it (民诉法解释 arts. 52, 53)."""
    return {
        "称谓": name,
        "机构": institution,
        "代表称谓": head_title(institution),
        "代表": head_name(institution),
    }


def _numerals(
    told: Mapping[str, object], refusal: Sequence[object], losses: Sequence[str]
) -> dict[str, str]:
    """一, 二, …: of each part that isn't empty, so that the numbers have no gap."""
    is_there = {
        "关联": bool(told["查明催收"]),
        "拒绝": bool(refusal),
        "后果": bool(told["后果"] or losses),
    }
    there = [part for part in _PARTS if is_there.get(part, True)]
    return {part: chinese_number(there.index(part) + 1) if part in there else "" for part in _PARTS}


def _deletions(matter: Matter, sued: Sued) -> Iterator[str]:
    """That deletion was asked for and refused: what the claim for it rests on."""
    if not claims.may_claim_deletion(matter):
        return
    for row in refused_deletions(matter.case, matter.filing_date)[:1]:
        whom = f"向{sued.typed(row.institution)}" if row.institution else ""
        means = COURT.cell(one_line(row.means))
        how = f"以{means}" if means else ""
        result = COURT.cell(one_line(row.result))
        came = f"结果：{result}" if result else "对方逾期没有答复"
        mark = evidence_mark(row.evidence_numbers)
        assert row.day
        yield f"原告已于{date_text(row.day)}{how}{whom}请求删除个人信息，{came}{mark}。"


def _losses_text(losses: Iterable[Loss]) -> list[str]:
    return [_loss_text(loss) for loss in losses if loss.amount is not None]


def _loss_text(loss: Loss) -> str:
    assert loss.amount is not None
    explanation = COURT.cell(one_line(loss.explanation))
    told = f"，{explanation}" if explanation else ""
    mark = evidence_mark(loss.evidence_numbers)
    return f"{claims.item_word(loss.item)}{amount_text(loss.amount)}元{told}{mark}"


KIND = Kind(
    name="civil-complaint",
    title="民事起诉状",
    also_called=("起诉", "起诉状", "起诉书", "诉状", "民事诉状"),
    help="递交人民法院；填写了管辖法院，或主张损失、精神损害抚慰金的案件适用。",
    template=shipped_template("civil-complaint", "民事起诉状"),
    handing_in=handing_in.COMPLAINT,
    applies=is_brought,
    recipients=recipients,
    context=context,
    needs=("creditor", "incidents"),
    check=suing.check,
    rules=suing.RULES,
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the civil complaint."""
    return (KIND,)
