"""anjuan (案卷): from a spreadsheet of cases to the Word papers a lawyer files.

The names in `__all__` are what a plug-in may rely on. They are imported on first use, so that
`anjuan --help` answers at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anjuan.columns import Column, ColumnType
    from anjuan.counting import Figures, count_incidents, is_at_night
    from anjuan.fees import FeeRange, court_fee
    from anjuan.hookspecs import hookimpl
    from anjuan.kinds import API_VERSION, Brief, Kind, Recipient
    from anjuan.law import Catalogue, Citation, merge_titles
    from anjuan.numerals import amount_text, capital_amount, chinese_number, date_text
    from anjuan.problems import Problem, Severity
    from anjuan.records import Case, Client, Evidence, Incident, Institution, Loss, problem_at
    from anjuan.steps import Finished, FinishedCase, FinishedRun, Step
    from anjuan.values import Moment, split_list

__all__ = [
    "API_VERSION",
    "Brief",
    "Case",
    "Catalogue",
    "Citation",
    "Client",
    "Column",
    "ColumnType",
    "Evidence",
    "FeeRange",
    "Figures",
    "Finished",
    "FinishedCase",
    "FinishedRun",
    "Incident",
    "Institution",
    "Kind",
    "Loss",
    "Moment",
    "Problem",
    "Recipient",
    "Severity",
    "Step",
    "amount_text",
    "capital_amount",
    "chinese_number",
    "count_incidents",
    "court_fee",
    "date_text",
    "hookimpl",
    "is_at_night",
    "merge_titles",
    "problem_at",
    "split_list",
]

_HOMES = {
    "columns": ("Column", "ColumnType"),
    "counting": ("Figures", "count_incidents", "is_at_night"),
    "fees": ("FeeRange", "court_fee"),
    "hookspecs": ("hookimpl",),
    "kinds": ("API_VERSION", "Brief", "Kind", "Recipient"),
    "law": ("Catalogue", "Citation", "merge_titles"),
    "numerals": ("amount_text", "capital_amount", "chinese_number", "date_text"),
    "problems": ("Problem", "Severity"),
    "records": ("Case", "Client", "Evidence", "Incident", "Institution", "Loss", "problem_at"),
    "steps": ("Finished", "FinishedCase", "FinishedRun", "Step"),
    "values": ("Moment", "split_list"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'anjuan' has no attribute {name!r}")
    return getattr(import_module(f"anjuan.{_HOME_OF[name]}"), name)
