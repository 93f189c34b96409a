"""What is kept of a file while it is read: contacts of listed numbers; others are counted.

Nothing of anybody who is not on the list is held longer than it takes to count him.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from anjuan.case.choices import Method
from anjuan.case.keys import phone_key
from anjuan.importing.doubtful import Doubt
from anjuan.importing.number_list import NumberList
from anjuan.importing.parties import lost_zero
from anjuan.importing.reading import Notes
from anjuan.messages import Message
from anjuan.plugin.importers import (
    Contact,
    Direction,
    FileOfMoment,
    FileRemark,
    Found,
    Origin,
    OwnNumber,
    Unread,
)


class Skipped(StrEnum):
    """Why something becomes no row."""

    UNLISTED = "名单以外"
    OUTGOING = "去电、去信"
    HIDDEN = "没有显示号码"
    NOBODY = "草稿、系统提示"
    UNREAD = "看不出是谁的行"


@dataclass(slots=True)
class Kept:
    """What is kept of one file.

    Args:
        label: by which the file is named.
        listed: the user's list.

    Attributes:
        contacts: incoming, of listed numbers.
        doubts: of listed numbers.
        moments: recordings and pictures of listed numbers, and those without a number.
        read: how many contacts were read, by method, anybody's.
        skipped: how many became nothing, and why.
        met: keys of listed numbers that stand in the file, whichever way.
        days: on which the file has calls, anybody's, by who kept them.
        notes: whose phone it is, and what is told of the file.
    """

    label: str
    listed: NumberList
    contacts: list[Contact] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    moments: list[FileOfMoment] = field(default_factory=list)
    read: Counter[Method] = field(default_factory=Counter)
    skipped: Counter[Skipped] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)
    days: dict[Origin, set[date]] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def take(self, found: Found) -> None:
        """Keep it, or count and forget it."""
        match found:
            case Contact():
                self._take_contact(found)
            case Unread():
                self._take_unread(found)
            case OwnNumber() | FileRemark():
                self.notes.take(found)
            case FileOfMoment():
                self._take_moment(found)

    def _take_contact(self, contact: Contact) -> None:
        if contact.direction is not Direction.NEITHER:
            self.read[contact.method] += 1
        if contact.direction is Direction.INCOMING:
            self.notes.take_caller(contact.party)
        if contact.method is Method.CALL:
            self.days.setdefault(contact.origin, set()).add(contact.moment.date())
        reason = self._reason(contact)
        if reason is None:
            self.contacts.append(contact)
        elif reason is Skipped.UNLISTED and self._has_lost_zero(contact):
            self.doubts.append(self._lost_zero(contact))
        else:
            self.skipped[reason] += 1

    def _reason(self, contact: Contact) -> Skipped | None:
        """Why a contact becomes no row; None where it becomes one."""
        if contact.direction is Direction.NEITHER:
            return Skipped.NOBODY
        key = phone_key(contact.party)
        if not key:
            return Skipped.HIDDEN
        if key not in self.listed:
            return Skipped.UNLISTED
        self.met.add(key)
        return Skipped.OUTGOING if contact.direction is Direction.OUTGOING else None

    def _has_lost_zero(self, contact: Contact) -> bool:
        is_incoming = contact.direction is Direction.INCOMING
        return is_incoming and bool(lost_zero(contact.party, self.listed))

    def _lost_zero(self, contact: Contact) -> Doubt:
        number = lost_zero(contact.party, self.listed)
        reason = Message("像是名单上的 {} 丢了前面的 0，没有读入；确是的，请补上再导入", number)
        return Doubt(file=self.label, place=contact.place, value=contact.party, reason=reason)

    def _take_unread(self, unread: Unread) -> None:
        key = phone_key(unread.party) if unread.party is not None else ""
        if key in self.listed:
            self.met.add(key)
            self.doubts.append(
                Doubt(file=self.label, place=unread.place, value=unread.value, reason=unread.reason)
            )
        else:
            self.skipped[Skipped.UNLISTED if key else Skipped.UNREAD] += 1

    def _take_moment(self, found: FileOfMoment) -> None:
        if not found.party or phone_key(found.party) in self.listed:
            self.moments.append(found)
        else:
            self.skipped[Skipped.UNLISTED] += 1
