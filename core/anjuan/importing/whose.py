"""Whose phone it is: one file, one phone, one person whom its calls reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from anjuan.case.choices import Role
from anjuan.case.keys import person_key, phone_key
from anjuan.case.people import Who, who_is_said
from anjuan.case.records.case import Case
from anjuan.case.records.incident import Incident
from anjuan.frozen import frozen

# 与委托人关系 of the client.
SELF = "本人"


@frozen
class Reached:
    """Whom the contacts of a file reached, as the rows say it.

    Attributes:
        case_number: 案件编号, as sheet 案件 has it.
        name: 受扰人.
        relation: 与委托人关系.
        phone: 受扰人电话, where the records tell it; empty for the client, whose stands in 案件.
    """

    case_number: str
    name: str
    relation: str
    phone: str = ""

    @property
    def is_client(self) -> bool:
        """Whether it is the client."""
        return self.relation == SELF


def reached_by(person: str, relation: str, case: Case) -> Reached:
    """The person whose phone it is.

    Args:
        person: as the user named him; empty = the client.
        relation: to the client; empty likewise.
        case: the case.
    """
    said = who_is_said(person, case.client.role == Role.CONTACT) if person else Who.CLIENT
    if said is Who.CLIENT or person_key(person) == person_key(case.client.name):
        return Reached(case.number, case.client.name, SELF)
    return Reached(case.number, person, relation)


def with_phone(reached: Reached, own: Sequence[str]) -> Reached:
    """The person with the one number that the records tell of the phone.

    Args:
        reached: without it.
        own: the numbers that all files tell.
    """
    is_told = len(own) == 1 and not reached.is_client
    return replace(reached, phone=own[0]) if is_told else reached


def is_of(row: Incident, reached: Reached) -> bool:
    """Whether a row tells of the person whose phone it is."""
    if reached.is_client:
        return row.is_about_client
    return person_key(row.victim) == person_key(reached.name)


def own_numbers(reached: Reached, case: Case) -> frozenset[str]:
    """Keys of the phone's numbers, as the workbook has them."""
    client = (case.client.phone,) if reached.is_client else ()
    of_rows = (row.victim_phone for row in case.incidents if is_of(row, reached))
    return frozenset(phone_key(number) for number in (*client, *of_rows) if number)
