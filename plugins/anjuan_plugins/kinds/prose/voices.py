"""Who reads a paper, and what the people of a case are called there.

A letter says 本人 and 贵司, a complaint 原告 and 被告; 委托人 is a word between lawyer and client
and reaches neither court nor police nor regulator, also where a cell says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from anjuan import Institution, InstitutionType, as_told

# Quotations and titles are told as they are; one that is not closed reaches to the end.
_QUOTED = re.compile('(“[^”]*”?|‘[^’]*’?|「[^」]*」?|『[^』]*』?|《[^》]*》?|"[^"]*"?)')
# 受委托人员, 委托人民法院: other words that hold the same signs.
_CLIENT = re.compile(r"(?<!受)(?<!被)(?:我方|我所)?委\s*托\s*人(?![员民])|我方当\s*事\s*人")
# 本人 by itself: 林同事本人, 其本人 and 债务人本人 are somebody else.
_MYSELF = re.compile(
    r"(?:^|(?<=[，。；：、！？,;:（(\s在由向对与给从以及和将被使为让致至到]))本\s*人"
)
_WRITES = "本人"
# Nearly no cell has any of the signs with which these words begin.
_MAY_BE_RENAMED = re.compile("[我委本]")


class Voice(NamedTuple):
    """The words of one sort of paper.

    Attributes:
        me: how it calls the client.
        paper: how it calls what it is about, or itself: 本函, 本案.
        asks: what it says where nothing ties a caller to the lender; `{me}`, `{lender}`, `{you}`
            stand for what these are called.
    """

    me: str
    paper: str
    asks: str

    def unknown(self, lender: str, you: str) -> str:
        """What is said instead of who called, where nothing ties a caller to the lender.

        Args:
            lender: how the paper calls the creditor; empty where it is not known.
            you: how it addresses its reader.
        """
        return self.asks.format(me=self.me, lender=lender or "出借人", you=you)

    def cell(self, text: str) -> str:
        """What a lawyer wrote in a cell, in this paper's words; quotations stay as they are."""
        return told_as(self.me, text)


def told_as(me: str, text: str) -> str:
    """What a lawyer wrote in a cell, with the client called so; quotations stay as they are."""
    if not _MAY_BE_RENAMED.search(text):
        return text
    pieces = _QUOTED.split(text)
    # Every second piece is a quotation.
    told = "".join(
        piece if number % 2 else _renamed(piece, me) for number, piece in enumerate(pieces)
    )
    return as_told(told, text)


def _renamed(text: str, me: str) -> str:
    text = _CLIENT.sub(me, text)
    return text if me == _WRITES else _MYSELF.sub(me, text)


_ASKS_COMPANY = "上述联系由何人实施、是否受{lender}委托，{me}目前无法确认，请{you}查明后书面告知。"
# The client writes to a company; to a regulator or a hotline; to the police; and sues.
LETTER = Voice("本人", "本函", _ASKS_COMPANY)
REGULATOR = Voice(
    "本人", "本材料", "上述联系由何人实施、是否受{lender}委托，{me}无法自行查明，请予核查。"
)
POLICE = Voice("本人", "本材料", "对方的真实身份以及与{lender}的关系，{me}无法自行查明，请予查明。")
COURT = Voice(
    "原告",
    "本案",
    "上述联系与{lender}的关联，由{lender}掌握的外呼记录、通话录音和委托催收合同证明，"
    "{me}将申请人民法院责令其提交。",
)
# The client asks the court for an order, before or beside the suit.
APPLICANT = Voice(
    "申请人",
    "本申请",
    "上述联系与{lender}的关联，由{lender}掌握的外呼记录、通话录音和委托催收合同证明，"
    "{me}请求人民法院责令其提交。",
)
# A law firm writes for its client: the one paper where the word is right.
LAWYER = Voice("委托人", "本函", _ASKS_COMPANY)


def witness_voice(client: str) -> Voice:
    """The words of somebody who testifies: the client by name; who called is for others to say."""
    return Voice(client, "本案", "")


def polite_you(institution: Institution) -> str:
    """贵行 for a bank, 贵司 for a company."""
    return "贵行" if institution.type == InstitutionType.BANK else "贵司"


def in_letter(institution: Institution, addressee: Institution) -> str:
    """How a letter calls an institution: 贵司 where it is the addressee, its name otherwise."""
    same = institution.name == addressee.name
    return polite_you(institution) if same else institution.name


def annexes(names: Iterable[str]) -> str:
    """`甲一份`, `甲、乙各一份`; empty where nothing is attached."""
    found = [name for name in names if name]
    each = "各" if len(found) > 1 else ""
    return f"{'、'.join(found)}{each}一份" if found else ""
