"""Numbers of our own side: none of them is the collector's, and none another person's phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from anjuan.case.keys import phone_key
from anjuan.case.records.case import Case
from anjuan.case.sheets import CASES, INCIDENTS
from anjuan.errors import UsageError
from anjuan.importing.keeping import Kept
from anjuan.importing.number_list import NumberList
from anjuan.importing.reading import ReadFile
from anjuan.importing.whose import Reached, is_of
from anjuan.messages import public


def own_side(case: Case) -> Mapping[str, str]:
    """Keys of the client's, the victims' and the lawyer's numbers, with their headings."""
    ours = {
        phone_key(case.client.phone): CASES.heading("phone"),
        phone_key(case.client.guardian_phone): CASES.heading("guardian_phone"),
        phone_key(case.lawyer_phone): CASES.heading("lawyer_phone"),
        **{
            phone_key(row.victim_phone): INCIDENTS.heading("victim_phone") for row in case.incidents
        },
    }
    return {key: heading for key, heading in ours.items() if key}


def refuse_own(listed: NumberList, case: Case) -> None:
    """Refuse a list that takes our own side for the collector's.

    Raises:
        UsageError: a number of it is the client's, a victim's or the lawyer's.
    """
    ours = own_side(case)
    for key, number in listed.items():
        if key in ours:
            raise UsageError(
                "名单 {} 的号码 {} 是本案的“{}”，不是催收方的。请在名单里改正。",
                *(number.place, number.number, public(ours[key])),
            )


def refuse_phones(listed: NumberList, files: Iterable[ReadFile[Kept]]) -> None:
    """Refuse a list on which the phone itself stands, as its own records tell.

    Raises:
        UsageError: it does.
    """
    for file in files:
        for key in file.taken.notes.own:
            if key in listed:
                raise UsageError(
                    "名单 {} 的号码 {} 是“{}”里的本机号码，不是催收方的。请在名单里改正。",
                    *(listed[key].place, listed[key].number, file.label),
                )


def refuse_other_phone(
    option: str, reached: Reached, case: Case, files: Iterable[ReadFile[Kept]]
) -> None:
    """Refuse records of a phone that is somebody else's, as the workbook has it.

    Args:
        option: by which the user says whose phone it is.
        reached: whom the records are taken to be of.
        case: the case.
        files: those read.

    Raises:
        UsageError: they are.
    """
    phones = {phone_key(row.victim_phone): row for row in case.incidents if row.victim_phone}
    for file in files:
        for key, number in file.taken.notes.own.items():
            row = phones.get(key)
            if row is not None and not is_of(row, reached):
                raise UsageError(
                    "“{}”的本机号码 {} 在案件表里是{}的。请用 {} 写明是谁的手机。",
                    *(file.label, number, row.victim, public(option)),
                )
