"""Who is meant by a name in a row: the client, the debtor of a contact, or somebody else.

Nobody is guessed at. A name means the person who has it in every form (keys.py), and 本人 the
client; where name and relation say different things, the rules of workbook/ tell it with both
cells.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from anjuan.case.keys import person_key
from anjuan.frozen import frozen


class Who(Enum):
    """What a person is to the case."""

    CLIENT = auto()
    DEBTOR = auto()
    OTHER = auto()


def _with_self(*words: str) -> frozenset[str]:
    return frozenset(person_key(word + self) for word in words for self in ("", "本人"))


_CLIENT = _with_self("委托人", "当事人", "原告", "我") | {"本人", "自己", "我自己", "本人自己"}
_DEBTOR = _with_self("债务人", "借款人", "欠款人", "持卡人")
# What a client may be called besides, where they are one of the debtor's contacts.
_CONTACT = _with_self("联系人", "紧急联系人")
# 孙晓雯（本人）: a name, and who that is; 本人（手机）: who it is, and something else.
_REMARK = re.compile(r"(?P<name>.*\S)\s*[（(〔\[](?P<remark>[^（(〔\[]+)[）)〕\]]\s*", re.DOTALL)


@frozen
class Person:
    """Somebody whom a row names.

    Attributes:
        name: as the papers call them: as the case's row has it, or as it was typed first.
        who: what they are to the case.
    """

    name: str
    who: Who


def who_is_said(word: str, is_contact: bool) -> Who | None:
    """Whom 本人, 委托人, 债务人 and the like mean; None for a name or a relation.

    Args:
        word: from a cell, perhaps with something in brackets behind.
        is_contact: the client is one of the debtor's contacts; otherwise they are the debtor.
    """
    key = _word(word)
    if key in _CLIENT or (key in _DEBTOR and not is_contact):
        return Who.CLIENT
    return Who.DEBTOR if key in _DEBTOR else None


def is_of_client(relation: str, is_contact: bool) -> bool:
    """True for what may stand as 与委托人关系 where the client was reached."""
    of_client = who_is_said(relation, is_contact) is Who.CLIENT
    return of_client or (is_contact and _word(relation) in _CONTACT)


def _word(text: str) -> str:
    """The key of a word, in brackets or with brackets behind it."""
    return person_key(text).strip("()").partition("(")[0]


def name_and_remark(typed: str, is_contact: bool) -> tuple[str, str]:
    """`孙晓雯（本人）` as a name and who that is; what else stands in brackets is of the name."""
    found = _REMARK.fullmatch(typed)
    said = found and (who_is_said(it, is_contact) for it in (found["name"], found["remark"]))
    return (found["name"], found["remark"]) if found and said and any(said) else (typed, "")


class People:
    """The people of one case.

    Args:
        client: the client's name; empty where it can't be read.
        debtor: the name of a contact's debtor; empty likewise, and where the client is the debtor.
        is_contact: the client is one of the debtor's contacts.
    """

    def __init__(self, client: str = "", debtor: str = "", is_contact: bool = False) -> None:
        self._is_contact = is_contact
        self._known: dict[str, Person] = {}
        for name, who in ((client, Who.CLIENT), (debtor if is_contact else "", Who.DEBTOR)):
            if name:
                self._known.setdefault(person_key(name), Person(name, who))
        self._by_role = {person.who: person for person in self._known.values()}

    def named(self, typed: str, relation: str = "") -> Person:
        """The person whom a row names; somebody new is known from now on.

        Args:
            typed: the name, or a word such as 本人.
            relation: what they are to the client.
        """
        name, remark = name_and_remark(typed, self._is_contact)
        said, also = (who_is_said(it, self._is_contact) for it in (name, remark))
        if said and (not remark or also is said):
            return self._by_role.get(said, Person(typed, said))
        person = self._known.get(person_key(name))
        if person and (not remark or also is person.who):
            return person
        also = also or who_is_said(relation, self._is_contact)
        if also and not said and also not in self._by_role:
            # The case's row has no name: what is said of the person is all that is known.
            return Person(typed, also)
        return self._known.setdefault(person_key(typed), Person(typed, Who.OTHER))
