"""anjuan (案卷): from a spreadsheet of cases to the Word papers a lawyer files.

The names in `__all__` are what a plug-in may rely on. They are imported on first use, so that
`anjuan --help` answers at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anjuan.case.choices import (
        ApologyForm,
        EvidenceType,
        InstitutionType,
        Liability,
        LossItem,
        Method,
        Nature,
        Role,
        Sex,
    )
    from anjuan.case.columns import Column, ColumnType
    from anjuan.case.counting import Figures, count_incidents, is_at_night
    from anjuan.case.records import Case, Client, Evidence, Incident, Institution, Loss, Moment
    from anjuan.case.sheets import problem_at
    from anjuan.chinese import amount_text, capital_amount, chinese_number, date_text, split_list
    from anjuan.law.catalogue import Catalogue, Citation, merge_titles
    from anjuan.law.fees import FeeRange, court_fee
    from anjuan.plugin.hookspecs import hookimpl
    from anjuan.plugin.kinds import API_VERSION, Brief, Kind, Matter, Recipient
    from anjuan.plugin.steps import Finished, FinishedCase, FinishedRun, Step, StepFiles
    from anjuan.problems import Problem, Rule, Severity

__all__ = [
    "API_VERSION",
    "ApologyForm",
    "Brief",
    "Case",
    "Catalogue",
    "Citation",
    "Client",
    "Column",
    "ColumnType",
    "Evidence",
    "EvidenceType",
    "FeeRange",
    "Figures",
    "Finished",
    "FinishedCase",
    "FinishedRun",
    "Incident",
    "Institution",
    "InstitutionType",
    "Kind",
    "Liability",
    "Loss",
    "LossItem",
    "Matter",
    "Method",
    "Moment",
    "Nature",
    "Problem",
    "Recipient",
    "Role",
    "Rule",
    "Severity",
    "Sex",
    "Step",
    "StepFiles",
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
    "case.choices": (
        "ApologyForm",
        "EvidenceType",
        "InstitutionType",
        "Liability",
        "LossItem",
        "Method",
        "Nature",
        "Role",
        "Sex",
    ),
    "case.columns": (
        "Column",
        "ColumnType",
    ),
    "case.counting": (
        "Figures",
        "count_incidents",
        "is_at_night",
    ),
    "case.records": (
        "Case",
        "Client",
        "Evidence",
        "Incident",
        "Institution",
        "Loss",
        "Moment",
    ),
    "case.sheets": ("problem_at",),
    "chinese": (
        "amount_text",
        "capital_amount",
        "chinese_number",
        "date_text",
        "split_list",
    ),
    "law.catalogue": (
        "Catalogue",
        "Citation",
        "merge_titles",
    ),
    "law.fees": (
        "FeeRange",
        "court_fee",
    ),
    "plugin.hookspecs": ("hookimpl",),
    "plugin.kinds": (
        "API_VERSION",
        "Brief",
        "Kind",
        "Matter",
        "Recipient",
    ),
    "plugin.steps": (
        "Finished",
        "FinishedCase",
        "FinishedRun",
        "Step",
        "StepFiles",
    ),
    "problems": (
        "Problem",
        "Rule",
        "Severity",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'anjuan' has no attribute {name!r}")
    return getattr(import_module(f"anjuan.{_HOME_OF[name]}"), name)
