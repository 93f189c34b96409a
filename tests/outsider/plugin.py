"""A plug-in as somebody outside of this project writes it: `make lint` checks its types.

It uses every hook, and what `assert_type` says is what an author's editor must know. Nothing is
imported but `anjuan`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import assert_type

from anjuan import (
    Brief,
    Case,
    Catalogue,
    Citation,
    Client,
    Column,
    ColumnType,
    Contact,
    Direction,
    Figures,
    FinishedCase,
    FinishedRun,
    Found,
    Importer,
    Incident,
    Institution,
    Kind,
    Matter,
    Method,
    Moment,
    Origin,
    OwnSheet,
    Problem,
    Recipient,
    RecordFile,
    RecordFormat,
    Rule,
    Severity,
    SheetColumns,
    Step,
    StepFiles,
    TemplateName,
    TimePrecision,
    amount_text,
    date_text,
    hookimpl,
)

ANJUAN_API = 1

FEW = Rule("outsider-few", "次数很少。", Severity.WARNING)
LONG = Rule("outsider-long", "便条太长。")
_MOST_SIGNS = 200


def concerns(matter: Matter) -> bool:
    """Only cases with calls."""
    return any(row.method is Method.CALL for row in matter.case.incidents)


def recipients(matter: Matter) -> Iterator[Recipient]:
    """The creditor."""
    creditor = matter.case.creditor
    assert_type(creditor, Institution | None)
    if creditor:
        yield Recipient(name=creditor.name, institution=creditor)


def context(brief: Brief) -> Mapping[str, object]:
    """Names for the template."""
    case, figures = brief.case, brief.case.figures
    assert_type(case, Case)
    assert_type(case.client, Client)
    assert_type(figures, Figures)
    assert_type(figures.first, date | None)
    assert_type(case.loan_amount, Decimal | None)
    assert_type(brief.law, Catalogue)
    assert_type(brief.filing_date, date)
    assert_type(brief.recipient, Recipient)
    found = brief.law.cite_in_force(("civil.private-peace",), brief.filing_date)
    assert_type(found, tuple[Citation, ...])
    return {
        "首日": date_text(figures.first) if figures.first else "",
        "本金": amount_text(case.loan_amount) if case.loan_amount else "",
        "依据": [citation.text for citation in found],
    }


def check(matter: Matter) -> Iterator[Problem]:
    """Warn of a case with few incidents."""
    for row in matter.case.incidents:
        assert_type(row, Incident)
        assert_type(row.moment, Moment | None)
    if matter.case.figures.total < len(Method):
        problem = FEW.at(matter.case, "number", "次数很少。", "请核对。")
        assert_type(problem, Problem)
        yield problem


def work(run: FinishedRun) -> Iterator[Problem]:
    """Put a note into each dossier."""
    for case in run.cases:
        assert_type(case, FinishedCase)
        files = case.files("note")
        assert_type(files, StepFiles)
        text = f"致{case.case.client.name}：共 {len(case.documents)} 份。"
        if len(text) > _MOST_SIGNS:
            yield files.problem(LONG, "便条.txt", "太长，没有写", "请改短。")
            continue
        key = hashlib.sha256(text.encode()).hexdigest()
        standing = files.standing("便条.txt", key)
        yield from files.put("便条.txt", text.encode(), key) if standing is None else standing


def recognise(start: bytes, name: str) -> bool:
    """Only what this office's own telephone writes."""
    return name.endswith(".outsider") and start.startswith(b"OUTSIDER")


def read(file: RecordFile) -> Iterator[Found]:
    """A call a line: moment and number."""
    for number, line in enumerate(file.lines(), start=1):
        moment, _, party = line.partition("\t")
        if party:
            yield Contact(
                moment=datetime.fromisoformat(moment),
                precision=TimePrecision.MINUTE,
                method=Method.CALL,
                party=party,
                direction=Direction.INCOMING,
                origin=Origin.PHONE,
                place=f"第 {number} 行",
            )


READER = Importer(
    name="outsider-phone",
    title="外来电话机",
    formats=(RecordFormat(title="通话表", how_to_get="从电话机导出。", tried="没有试过。"),),
    recognise=recognise,
    read=read,
)
KIND = Kind(
    name="outsider-letter",
    title="外来函",
    help="寄给债权人。",
    template=Path(__file__).with_name("template.docx"),
    applies=concerns,
    recipients=recipients,
    context=context,
    needs=("creditor",),
    check=check,
    rules=(FEW,),
)


@hookimpl
def anjuan_kinds() -> Iterable[Kind]:
    """Offer the kind."""
    return (KIND,)


@hookimpl
def anjuan_filters() -> Mapping[str, Callable[[str], str]]:
    """Offer a filter."""
    return {"加引号": lambda text: f"“{text}”"}


@hookimpl
def anjuan_columns() -> Iterable[SheetColumns | OwnSheet]:
    """Offer a column, and a sheet."""
    columns = {"since": Column("入职日期", ColumnType.DATE, help="何时入职。")}
    contracts = {"signed": Column("签订日期", ColumnType.DATE)}
    return (
        SheetColumns(sheet="案件", columns=columns, group="工作"),
        OwnSheet(sheet="劳动合同", name="contracts", columns=contracts),
    )


@hookimpl
def anjuan_names() -> Iterable[TemplateName]:
    """Offer a name, and a phrase."""
    return (
        TemplateName("委托人的姓", "姓。", lambda brief: brief.case.client.name[:1]),
        TemplateName("外来函头", "谁来函。", phrase="{{ 委托人.姓名 }}来函"),
    )


@hookimpl
def anjuan_catalogue_files() -> Iterable[Path]:
    """Bring no statutes."""
    return ()


@hookimpl
def anjuan_steps() -> Iterable[Step]:
    """Offer the step."""
    return (Step(name="note", title="便条", help="放一张便条。", work=work, rules=(LONG,)),)


@hookimpl
def anjuan_importers() -> Iterable[Importer]:
    """Offer the reader."""
    return (READER,)
