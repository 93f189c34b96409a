"""anjuan (案卷): from a spreadsheet of cases to the Word papers a lawyer files.

The names below are what a plug-in may rely on.
"""

from anjuan.columns import Column, ColumnType
from anjuan.fees import FeeRange, court_fee
from anjuan.figures import Figures, figures, is_at_night
from anjuan.hookspecs import hookimpl
from anjuan.kinds import Brief, Kind, Recipient
from anjuan.law import Catalogue, Citation, merge_titles
from anjuan.numerals import amount_text, capital_amount, chinese_number, date_text
from anjuan.problems import Problem, Severity
from anjuan.records import Case, Client, Evidence, Incident, Institution, Loss, problem_at
from anjuan.values import Moment, split_list

__all__ = [
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
    "Incident",
    "Institution",
    "Kind",
    "Loss",
    "Moment",
    "Problem",
    "Recipient",
    "Severity",
    "amount_text",
    "capital_amount",
    "chinese_number",
    "court_fee",
    "date_text",
    "figures",
    "hookimpl",
    "is_at_night",
    "merge_titles",
    "problem_at",
    "split_list",
]
