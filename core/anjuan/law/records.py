"""The entries of the catalogue: laws, provisions, authorities, and the courts' figures and names.

Those that stand in the files as they are used are read straight into these records.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from anjuan.chinese import date_text
from anjuan.errors import CatalogueError
from anjuan.frozen import frozen
from anjuan.settings import Setting


class NotInForceError(CatalogueError):
    """Nothing of what was looked up was in force on the day asked for."""


class Rank(StrEnum):
    """What sort of rule a law is, the highest first."""

    STATUTE = "法律"
    REGULATION = "行政法规"
    INTERPRETATION = "司法解释"
    MINISTRY_RULE = "部门规章"
    NORMATIVE_DOCUMENT = "规范性文件"
    STANDARD = "推荐性国家标准"
    ASSOCIATION_RULE = "行业自律规则"

    @property
    def is_binding(self) -> bool:
        """Whether a court may rest a judgment on it (法释〔2009〕14号 arts. 4 and 6)."""
        return self.order <= Rank.INTERPRETATION.order

    @property
    def order(self) -> int:
        """By which rules of different ranks are sorted: 0 for a statute."""
        return _ORDER[self]


_ORDER = {rank: number for number, rank in enumerate(Rank)}
# Days that every month has.
_SHORTEST_MONTH = 28


class Confidence(StrEnum):
    """How a law is known."""

    FULL_TEXT = "A"
    REPRINT = "A-"
    SUMMARY = "B"
    MEMORY = "C"

    @property
    def is_printable(self) -> bool:
        """Whether its article numbers may be printed."""
        return self in (Confidence.FULL_TEXT, Confidence.REPRINT)

    @property
    def word(self) -> str:
        """The words on screen."""
        return {
            "A": "全文核对",
            "A-": "转载全文核对",
            "B": "仅见于通报或摘要，不印条号",
            "C": "未核对，不印条号",
        }[self.value]


class Event(StrEnum):
    """What a period begins with.

    The first or last harassment; the day of signing; something that was done (a row of 办理记录),
    or the answer to it. Two days are themselves ends: 答复期限 of a row, and 举证期限.
    """

    FIRST = "first"
    LAST = "last"
    SIGNING = "signing"
    STEP = "step"
    ANSWER = "answer"
    DUE = "due"
    PROOF = "proof"

    @property
    def is_end(self) -> bool:
        """Whether its day is the last one already."""
        return self in (Event.DUE, Event.PROOF)

    @property
    def has_step(self) -> bool:
        """Whether it is about one 事项."""
        return self in (Event.STEP, Event.ANSWER)


@frozen(kw_only=True)
class InForce:
    """What is in force, or bears its name, for a time.

    Attributes:
        start: first day (`from`); None = always.
        end: last day (`to`); None = open.
    """

    start: Annotated[date | None, Setting(key="from")] = None
    end: Annotated[date | None, Setting(key="to")] = None

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def span(self) -> str:
        """`2006年3月1日起至2025年12月31日`."""
        start = date_text(self.start) if self.start else "（起始日未载）"
        return f"{start}起" + (f"至{date_text(self.end)}" if self.end else "")


@frozen(kw_only=True)
class Name(InForce):
    """A name for the time it is borne.

    Attributes:
        name: the name.
        rules: the list or order that gives it; empty where none is told.
    """

    name: str
    rules: str = ""


def _on(day: date, names: Iterable[Name]) -> str:
    """The name on a day; empty where there was none."""
    return next((name.name for name in names if name.covers(day)), "")


@frozen(kw_only=True)
class Law(InForce):
    """One edition of a law.

    Attributes:
        id: key in the catalogue.
        name: full official name, without book-title marks.
        edition: the amendment or the issuing order; empty when there is none to tell.
        number: what is printed after the name (`GB/T 45251-2025`).
        rank: what sort of rule it is.
        confidence: how it is known.
    """

    id: str
    name: str
    rank: Rank
    confidence: Confidence
    edition: str = ""
    number: str = ""

    @property
    def title(self) -> str:
        """`《中华人民共和国民法典》`; a standard or association paper with its number or body."""
        return f"{self.number}《{self.name}》" if self.number else f"《{self.name}》"

    @property
    def is_binding(self) -> bool:
        """True where a court may rest a judgment on it."""
        return self.rank.is_binding


@frozen
class Version:
    """A provision as one edition of its law has it.

    Attributes:
        law: the edition.
        gist: what it says, in our own words.
        article: `第五十条`; empty where the confidence forbids it, or none is known.
        detail: `第一款第五项`; empty for a whole article.
        order: article, paragraph, item and point as numbers, to sort by.
        figures: numbers that other code needs, e.g. `fine_limit` in yuan, `years`.
    """

    law: Law
    gist: str
    article: str
    detail: str
    order: tuple[int, ...]
    figures: Mapping[str, int]

    @property
    def place(self) -> str:
        """`第五十条第一款第五项`."""
        return self.article + self.detail


@frozen
class Provision:
    """A rule of law through time.

    Attributes:
        id: key in the catalogue, e.g. `civil.private-peace`.
        topic: what it is about.
        applies_to: institutions or products it is confined to; empty = everybody.
        versions: oldest first.
    """

    id: str
    topic: str
    applies_to: tuple[str, ...]
    versions: tuple[Version, ...]


def _city_of(place: str, cities: Iterable[str]) -> str:
    """The first of some cities that a name or an address is of; empty where it is of none."""
    # 青岛市深圳路 lies in 青岛: within an address a city is written with its 市.
    return next((it for it in cities if place.startswith(it) or f"{it}市" in place), "")


@frozen(kw_only=True)
class Authority:
    """A channel for reports.

    Attributes:
        id: key in the catalogue.
        names: its names through time, oldest first (`name`).
        self_regulatory: whether it is an association, not an office of the state.
        scope: what it deals with.
        asks: what has to be told to it.
        refuses: what it does not deal with.
        hotline: its short number; empty where there is none.
        branches: provinces that have a branch of their own, as the branch's name has them.
        city_branches: cities that have one besides that of their province.
    """

    id: str
    names: Annotated[tuple[Name, ...], Setting(key="name")]
    self_regulatory: bool
    scope: str
    asks: tuple[str, ...]
    refuses: tuple[str, ...]
    hotline: str = ""
    branches: tuple[str, ...] = ()
    city_branches: tuple[str, ...] = ()

    def branch(self, *places: str) -> str:
        """The branch for a place, as its name has it: 深圳 rather than 广东; empty without one.

        Args:
            places: regions or addresses, the surest first.
        """
        for place in places:
            if city := _city_of(place, self.city_branches):
                return city
        return next((it for place in places for it in self.branches if place.startswith(it)), "")

    def name(self, on: date) -> str:
        """Its name on a day.

        Raises:
            NotInForceError: it did not exist then.
        """
        if name := _on(on, self.names):
            return name
        raise NotInForceError(f"受理单位 {self.id} 在{date_text(on)}还没有设立。")


@frozen(kw_only=True)
class Cause:
    """A cause of action (案由).

    Attributes:
        id: key in the catalogue.
        names: its names through time, oldest first (`name`).
    """

    id: str
    names: Annotated[tuple[Name, ...], Setting(key="name")]

    def name(self, on: date) -> str:
        """Its name in the list of a day.

        Raises:
            NotInForceError: the lists that are known began later.
        """
        if name := _on(on, self.names):
            return name
        raise NotInForceError(f"案由 {self.id} 在{date_text(on)}没有生效的规定。")


@frozen(kw_only=True)
class FeeBand:
    """So many percent of what is claimed beyond `above` yuan, up to the next band."""

    above: int
    percent: Annotated[Decimal, Setting(most=100)]


@frozen(kw_only=True)
class FeeRule:
    """The acceptance fee of a personality-rights case.

    Attributes:
        provision: the key of the rule it rests on.
        base_low: the least that is always asked, in yuan.
        base_high: the most that is always asked, in yuan.
        bands: what is added for damages, the lowest band first (`band`).
    """

    provision: str
    base_low: int
    base_high: int
    bands: Annotated[tuple[FeeBand, ...], Setting(key="band")]


@frozen(kw_only=True)
class Lapse:
    """A length of time; the parts add up."""

    days: Annotated[int, Setting(most=36500)] = 0
    months: Annotated[int, Setting(most=1200)] = 0
    years: Annotated[int, Setting(most=100)] = 0

    def after(self, start: date) -> date:
        """The last day of a period that begins to run after a day.

        It is the day of the same number, or the last of a shorter month (民法典 arts. 201, 202).
        """
        total = start.year * 12 + start.month - 1 + self.months + 12 * self.years
        year, month = divmod(total, 12)
        # Every month has the first days, so that how long it is need not be found out.
        is_early = start.day <= _SHORTEST_MONTH
        day = start.day if is_early else min(start.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day) + timedelta(days=self.days)


@frozen(kw_only=True)
class DeadlineRule(Lapse):
    """What ends so long after an event of a case.

    Attributes:
        id: key in the catalogue.
        title: what ends.
        event: what it begins with.
        note: what to mind.
        provision: the key of the rule it rests on; empty where the row itself gives the day.
        step: the 事项 that it begins with, or whose answer it begins with.
        answers: how that was answered (`case.proceedings.Answer`); empty = however it was.
        over_by: a 事项; a row of it on or after the day on which the period begins ends it.
        confidence: how the number of days is known, where the provision does not tell it.
        lenders: 机构类型 it is confined to; empty = all.
        products: words of the loan product it is confined to; empty = all.
        client_only: whether it runs only for a client who is the lender's own customer.
        limits_rights: whether its end costs the client a right, so that `check` warns of it.
    """

    id: str
    title: str
    event: Event
    note: str
    provision: str = ""
    step: str = ""
    answers: tuple[str, ...] = ()
    over_by: str = ""
    confidence: Confidence | None = None
    lenders: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    client_only: bool = False
    limits_rights: bool = False


@frozen(kw_only=True)
class Unlimited:
    """Claims that no limitation bars, and the key of the rule that says so."""

    provision: str
    claims: tuple[str, ...]


@frozen(kw_only=True)
class InternetCourts(InForce):
    """Cities whose internet courts hear disputes of their whole city.

    Attributes:
        rules: the interpretation that says so.
        cities: as the courts' names begin.
    """

    rules: str
    cities: tuple[str, ...]

    def court(self, place: str, on: date) -> str:
        """The internet court of the city that a court's name or an address is of; empty without.

        Args:
            place: a court's name, or an address.
            on: the day of filing.
        """
        city = _city_of(place, self.cities) if self.covers(on) else ""
        return f"{city}互联网法院" if city else ""


@frozen(kw_only=True)
class Courts:
    """What the courts' rules say in figures and names.

    Attributes:
        fee: the acceptance fee.
        unlimited: claims that never lapse.
        internet_courts: where disputes on the network are heard.
        causes: causes of action (`cause`).
        deadlines: what ends when (`deadline`).
    """

    fee: FeeRule
    unlimited: Unlimited
    internet_courts: InternetCourts
    causes: Annotated[tuple[Cause, ...], Setting(key="cause")]
    deadlines: Annotated[tuple[DeadlineRule, ...], Setting(key="deadline")]
