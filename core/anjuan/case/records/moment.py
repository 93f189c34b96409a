"""A day, with its time where that is known; or about when it was, where nobody knows the day."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import Enum

from anjuan.frozen import frozen


class Precision(Enum):
    """How exactly it is known when something was; the value is the word shown to the lawyer."""

    MINUTE = "到分"
    DAY = "到日"
    ABOUT_DAY = "某日前后"
    TEN_DAYS = "上旬、中旬、下旬"
    MONTH = "某月"


@frozen
class Span:
    """What is known of a moment of which the day is not.

    Attributes:
        precision: ABOUT_DAY, TEN_DAYS or MONTH.
        last_day: the last day that may be meant.
        wording: as it was typed: `2026年3月上旬`.
        named_day: of ABOUT_DAY the day that it names; None otherwise.
    """

    precision: Precision
    last_day: date
    wording: str
    named_day: date | None = None


@frozen
class Moment:
    """A day, and the time of day where it is known; or a span of days, of which one is meant.

    Attributes:
        day: the calendar day; of a span the first that may be meant.
        clock: the time of day (Beijing time); None when only the day was written.
        span: None for a day that is known.
    """

    day: date
    clock: time | None = None
    span: Span | None = None

    @property
    def precision(self) -> Precision:
        """How exactly it is known."""
        if self.span:
            return self.span.precision
        return Precision.DAY if self.clock is None else Precision.MINUTE

    @property
    def last_day(self) -> date:
        """The last day that may be meant; of a day that is known, the day itself."""
        return self.span.last_day if self.span else self.day

    @property
    def exact_day(self) -> date | None:
        """The day, where it is known; None of a span: what is counted by days leaves it out."""
        return None if self.span else self.day

    @property
    def sort_key(self) -> datetime:
        """Orders moments; one without a time of day comes first on its day."""
        day = (self.span and self.span.named_day) or self.day
        return datetime.combine(day, self.clock or time.min)
