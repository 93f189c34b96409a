"""Who looked at which paper and when, bound to its very bytes: plain values.

A name that is typed is no signature: nobody proves who typed it. It tells colleagues what was
looked at, and it lapses by itself when the paper becomes another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from anjuan.errors import UsageError
from anjuan.frozen import frozen
from anjuan.messages import Message, public

MOST_SIGNS = 40


class Sight(StrEnum):
    """How far a paper was looked at: in these words for programs, too."""

    UNREAD = "unread"
    READ = "read"
    CHECKED = "checked"

    @property
    def word(self) -> str:
        """The word on screen."""
        return {"unread": "未读", "read": "已读", "checked": "已核对"}[self.value]


@frozen
class SignOff:
    """What one person said of one paper.

    Attributes:
        sight: how far it was looked at.
        by: the name that was typed.
        at: when, by the clock of the machine: `2026-11-26 21:40`.
        digest: SHA-256 of the paper that was looked at.
    """

    sight: Sight
    by: str
    at: str
    digest: str

    def holds_for(self, digest: str) -> bool:
        """Whether a paper is still the one that was looked at."""
        return self.digest == digest


@frozen
class Seen:
    """A sign-off, and whether it still holds for the paper that stands."""

    sight: Sight
    by: str
    at: str
    holds: bool

    @property
    def told(self) -> tuple[str, str, str]:
        """Who, when, and whether it holds, as 清单.xlsx prints it."""
        validity = "有效" if self.holds else "失效：文书后来变了"
        return f"{self.by}（{self.sight.word}）", self.at, validity

    def as_json(self) -> dict[str, object]:
        """For programs, as `--json` prints it."""
        return {"sight": self.sight.value, "by": self.by, "at": self.at, "holds": self.holds}


def seen(signed: Iterable[SignOff], digest: str) -> tuple[Seen, ...]:
    """What was said of a paper, by how it stands now."""
    return tuple(Seen(it.sight, it.by, it.at, it.holds_for(digest)) for it in signed)


def with_another(signed: Iterable[SignOff], new: SignOff) -> tuple[SignOff, ...]:
    """What was said of a paper with one more; of each person the last word counts.

    Who marks a paper as unread takes back what he or she said.
    """
    others = tuple(it for it in signed if it.by != new.by)
    return others if new.sight is Sight.UNREAD else (*others, new)


def signer(text: str) -> str:
    """A name as it was typed, blanks brought into order.

    Raises:
        UsageError: it is none: empty, too long, or with signs that can't be seen.
    """
    name = re.sub(r"\s+", " ", text).strip()
    if not name:
        raise UsageError(Message("请先写核对人的姓名。"))
    if len(name) > MOST_SIGNS:
        raise UsageError(Message("姓名超过 {} 个字。", public(MOST_SIGNS)))
    if any(unicodedata.category(sign).startswith("C") for sign in name):
        raise UsageError(Message("姓名里有看不见的字符，请重新输入。"))
    return name


def moment(at: datetime) -> str:
    """A moment to the minute."""
    return at.strftime("%Y-%m-%d %H:%M")
