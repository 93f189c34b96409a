"""What the trade's own rules allow in a day: the figures of the catalogue."""

from __future__ import annotations

from anjuan import Catalogue

DAILY_CALLS = "finance.standard-daily-calls"
MISSED_CALLS = "finance.guide-missed-calls"


def daily_calls(law: Catalogue) -> int:
    """How many calls a day the national standard lets pass, also as a measure for other acts."""
    return _figure(law, DAILY_CALLS)


def missed_calls(law: Catalogue) -> int:
    """How many missed calls to one number a day the association's guide lets pass."""
    return _figure(law, MISSED_CALLS)


def _figure(law: Catalogue, key: str) -> int:
    return law.provision(key).versions[-1].figures["calls"]
