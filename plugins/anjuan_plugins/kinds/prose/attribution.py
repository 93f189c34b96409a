"""How it is known who called, as a paper tells it: by what callers said of themselves, or knew.

Whether a caller acts for the other side is a fact of its own, and where these suits are lost. It
is told with counts and exhibits; where no row ties a caller to a party, no paper asserts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from anjuan import (
    Case,
    Incident,
    Message,
    Method,
    Party,
    Problem,
    Rule,
    Severity,
    Tie,
    institution_key,
    public,
)
from anjuan_plugins.kinds.facts import ties
from anjuan_plugins.kinds.facts.once import once_a_case
from anjuan_plugins.kinds.facts.parties import contractor
from anjuan_plugins.kinds.prose.phrases import debt_word, evidence_of, in_quotes, one_line
from anjuan_plugins.kinds.prose.voices import Voice

UNTIED_CALLER = Rule(
    "untied-caller", "没有写明凭什么知道来电人是替谁催收，文书不作断言。", Severity.WARNING
)
COLLECTOR_WITHOUT_SOURCE = Rule(
    "collector-without-source", "没有写明怎样查明催收机构，文书不写“查明”。", Severity.WARNING
)
UNNAMED_TIE = Rule(
    "unnamed-tie", "写了自报名称、短信署名或者回拨核实，却没有写对方自称。", Severity.WARNING
)

# These say something by the name that was used.
_BY_NAME = frozenset({Tie.NAMED_ITSELF, Tie.SIGNATURE, Tie.CALLED_BACK})
_SELF = re.compile("^(?:自称|自报|署名)[是为：:]?")


def opening(case: Case, lender: str) -> str:
    """`有人自称代贵司催收`; where no caller said so, `有人以催收借款为由`.

    Args:
        case: the case.
        lender: how the paper calls the creditor; empty where it is not known.
    """
    if lender and ties.is_named(case, Party.CREDITOR):
        return f"有人自称代{lender}催收"
    debt = f"“{case.loan_product}”欠款" if case.loan_product else debt_word(case)
    return f"有人以催收{debt}为由"


@once_a_case
def paragraph(case: Case, voice: Voice, lender: str, you: str = "", collector: str = "") -> str:
    """How it is known who called, in one paragraph; what is not known is asked for.

    Args:
        case: the case.
        voice: of the paper; it decides who is asked.
        lender: how it calls the creditor; empty where it is not known.
        you: how it addresses its reader; empty = the lender.
        collector: how it calls the collector; empty = by name.
    """
    told = how_known(case) + found_collector(case, voice, lender, collector)
    found = case.collector is not None and bool(case.collector_found_by)
    # A tie of another sort without an exhibit says nothing that could be printed.
    known = bool(told) and (found or ties.is_tied(case, Party.CREDITOR))
    return told if known else told + voice.unknown(lender, you or lender)


@once_a_case
def how_known(case: Case) -> str:
    """How callers named themselves, how messages were signed, how they knew the loan.

    Most frequent first, each with its count and exhibits; empty where no row says anything.
    """
    parts = [*_namings(case), *_other_ties(case)]
    return f"{'；'.join(parts)}。" if parts else ""


def _namings(case: Case) -> list[str]:
    """`来电人自称“甲公司”（12次，证据1）`, `短信署名【甲】（1条，证据5）`."""
    groups: dict[tuple[str, str, str], list[Incident]] = {}
    for row in case.incidents:
        for name in _namings_of(row):
            verb, unit = _naming_verb(row)
            groups.setdefault((verb, institution_key(name), unit), []).append(row)
    told = sorted(groups.items(), key=lambda item: -sum(row.count for row in item[1]))
    return [_naming(verb, unit, rows) for (verb, _, unit), rows in told]


def _namings_of(row: Incident) -> Iterator[str]:
    for name in ties.names_used(row)[:1]:
        yield _SELF.sub("", one_line(name))


def _naming(verb: str, unit: str, rows: list[Incident]) -> str:
    first = ties.names_used(rows[0])[0]
    is_signature = not rows[0].claimed_name
    name = f"【{first}】" if is_signature else in_quotes(_SELF.sub("", one_line(first)))
    count = f"{sum(row.count for row in rows)}{unit}"
    marks = filter(None, (count, evidence_of(row.evidence_numbers for row in rows)))
    return f"{verb}{name}（{'，'.join(marks)}）"


def _naming_verb(row: Incident) -> tuple[str, str]:
    if Tie.CALLED_BACK in row.ties:
        return "回拨来电号码，接听人自称", "次"
    if row.method == Method.MESSAGE:
        return "短信署名", "条"
    if row.method == Method.WECHAT:
        return "微信联系人自称", "条"
    return ("上门人员自称" if row.method == Method.VISIT else "来电人自称"), "次"


def _other_ties(case: Case) -> Iterator[str]:
    """What was known of the loan; how it was found out without a name."""
    if not any(row.ties for row in case.incidents):
        return
    for tie, text in _told_ties(debt_word(case)).items():
        rows = [row for row in case.incidents if tie in row.ties]
        if tie is Tie.CALLED_BACK:
            rows = [row for row in rows if not row.claimed_name]
        exhibits = evidence_of(row.evidence_numbers for row in rows)
        if rows and (exhibits or tie is not Tie.OTHER):
            yield text + (f"（{exhibits}）" if exhibits else "")


def _told_ties(debt: str) -> Mapping[Tie, str]:
    return {
        Tie.KNEW_CONTRACT: f"对方能够说出该笔{debt}的合同信息",
        Tie.LINK: f"信息所附链接指向该笔{debt}的还款页面",
        Tie.CALLED_BACK: "对方的身份经回拨来电号码核实",
        Tie.OTHER: "另有材料可以说明对方的身份",
    }


def found_collector(case: Case, voice: Voice, lender: str, collector: str = "") -> str:
    """Who collects for the lender, and how that was found; a question where it was not found.

    Empty where no collector is named, and where the creditor collects himself.
    """
    outside = contractor(case)
    if outside is None:
        return ""
    name = collector or outside.name
    if case.collector_found_by:
        source = voice.cell(one_line(case.collector_found_by))
        by = f"受{lender}委托" if lender else ""
        return f"经查，{by}实施催收的是{name}，查明的依据：{source}。"
    if ties.ties_to(case, Party.COLLECTOR):
        return f"按照对方的自称，实施催收的是{name}。"
    return f"据{voice.me}了解，实施催收的可能是{name}，有待核实。"


@once_a_case
def untied(case: Case) -> tuple[Problem, ...]:
    """Warn of what the papers can't say as long as nobody fills it in, with the cell."""
    return tuple(_untied(case))


def _untied(case: Case) -> Iterator[Problem]:
    message: str
    for row in case.incidents:
        if not _BY_NAME.isdisjoint(row.ties) and not any(ties.names_used(row)):
            message = Message("“关联依据”写了{}，却没有写对方自称什么。", public(row.ties))
            remedy = "请照录音、短信写上对方自称的名称。"
            yield UNNAMED_TIE.at(row, "claimed_name", message, remedy)
    if case.creditor and case.incidents and not ties.is_tied(case, Party.CREDITOR):
        message = "没有一行写明对方自称是谁、凭什么知道对方替债权人催收，文书不作这样的断言。"
        remedy = "请补上“对方自称”和“关联依据”：短信署名、还款链接、说出的合同信息，或者回拨核实。"
        yield UNTIED_CALLER.at(case.incidents[0], "claimed_name", message, remedy)
    if contractor(case) and not case.collector_found_by:
        message = "写了催收机构，没有写怎样查明的，文书不写“经查”。"
        remedy = "请写明依据，如 短信署名、债权人客服的答复、委托书。"
        yield COLLECTOR_WITHOUT_SOURCE.at(case, "collector_found_by", message, remedy)


RULES = (UNTIED_CALLER, COLLECTOR_WITHOUT_SOURCE, UNNAMED_TIE)
