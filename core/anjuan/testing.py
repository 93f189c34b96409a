"""For tests of plug-ins: real workbooks, real Word files, and what must be true of them.

Name it in `pyproject.toml`:

    [tool.pytest.ini_options]
    addopts = ["-p", "anjuan.testing"]

and ask for the fixture `make_papers`. The rows are sound by default; a test changes only what it
is about: `case(委托人姓名="李四")`, `incident(次数=3)`. Values are as typed into Excel; None
leaves a cell empty; an unknown heading becomes a column of the lawyer's own.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pytest
from openpyxl import Workbook

import anjuan
from anjuan.case.sheets import SHEETS
from anjuan.config import find_config
from anjuan.plugin.guard import heard
from anjuan.plugin.host import Plugins
from anjuan.problems import Rule
from anjuan.run.batch import run
from anjuan.run.outcomes import Report
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.word.proving import unproved
from anjuan.word.text import document_text

Row = Mapping[str, Any]

# The day on which tests take place, whatever the day is.
TODAY = date(2026, 11, 23)
# Made-up numbers with sound check digits (GB 11643-1999, GB 32100-2015).
IDENTITY = "000000199001010018"
CREDIT_CODE = "91000000MA0000000N"

CASE: Row = {
    "案件编号": "A001",
    "委托人身份": "债务人本人",
    "委托人姓名": "张三",
    "身份证号": IDENTITY,
    "住址": "虚构市甲路1号",
    "联系电话": "13800000001",
    "债权人": "甲贷",
    "借款产品": "甲贷借款",
    "公安机关": "虚构市公安局甲派出所",
    "管辖法院": "虚构市甲区人民法院",
    "损害后果": "夜里不能入睡",
    "落款日期": "2026-05-01",
}
INSTITUTION: Row = {
    "名称": "虚构甲网络借贷有限公司",
    "简称": "甲贷",
    "机构类型": "网络借贷平台",
    "统一社会信用代码": CREDIT_CODE,
    "住所地": "虚构市乙路2号",
    "所在地区": "浙江省",
}
INCIDENT: Row = {
    "案件编号": "A001",
    "时间": "2026-03-05 10:00",
    "方式": "电话",
    "对方号码": "0571-00000011",
    "受扰人": "张三",
    "次数": 5,
    "内容": "催款",
    "行为性质": "频繁拨打",
    "证据编号": "1",
}
EVIDENCE: Row = {
    "案件编号": "A001",
    "证据编号": "1",
    "证据名称": "通话详单",
    "证据种类": "通话记录",
    "证明事项": "来电时间和次数",
}
LOSS: Row = {"案件编号": "A001", "项目": "误工费", "金额": 1200}
WITNESS: Row = {"案件编号": "A001", "姓名": "王五", "与委托人关系": "同事", "作证方式": "出庭"}
PROCEEDING: Row = {"案件编号": "A001", "日期": "2026-03-06", "事项": "平台投诉", "机构": "甲贷"}


def case(**changes: Any) -> Row:
    """A sound row of sheet 案件, whose client is the debtor, with changes by heading."""
    return {**CASE, **changes}


def contact(**changes: Any) -> Row:
    """A row of sheet 案件 whose client is a contact of the debtor."""
    return case(**{"委托人身份": "联系人", "债务人姓名": "李四", "与债务人关系": "同事", **changes})


def institution(**changes: Any) -> Row:
    """A sound row of sheet 机构, with changes."""
    return {**INSTITUTION, **changes}


def incident(**changes: Any) -> Row:
    """A sound row of sheet 骚扰记录, with changes."""
    return {**INCIDENT, **changes}


def evidence(**changes: Any) -> Row:
    """A sound row of sheet 证据, with changes."""
    return {**EVIDENCE, **changes}


def loss(**changes: Any) -> Row:
    """A sound row of sheet 损失, with changes."""
    return {**LOSS, **changes}


def witness(**changes: Any) -> Row:
    """A sound row of sheet 证人, with changes."""
    return {**WITNESS, **changes}


def proceeding(**changes: Any) -> Row:
    """A sound row of sheet 办理记录, with changes."""
    return {**PROCEEDING, **changes}


def write_workbook(
    path: Path,
    *,
    cases: Sequence[Row] = (CASE,),
    institutions: Sequence[Row] = (INSTITUTION,),
    incidents: Sequence[Row] = (INCIDENT,),
    evidence: Sequence[Row] = (EVIDENCE,),
    losses: Sequence[Row] = (),
    witnesses: Sequence[Row] = (),
    proceedings: Sequence[Row] = (),
) -> Path:
    """Write an .xlsx with all sheets; unknown headings become further columns."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    filled = (cases, institutions, incidents, evidence, losses, witnesses, proceedings)
    for sheet, rows in zip(SHEETS, filled, strict=True):
        headings = [item.column.heading for item in sheet.fields]
        headings += [key for row in rows for key in row if key not in headings]
        headings = list(dict.fromkeys(headings))
        table = workbook.create_sheet(sheet.name)
        table.append(headings)
        for row in rows:
            table.append([row.get(heading) for heading in headings])
        for cells in table.iter_rows(min_row=2):
            for cell in cells:
                # A text that begins with = is a text: openpyxl would make a formula of it.
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    workbook.save(path)
    return path


@dataclass(frozen=True)
class Papers:
    """What a run made.

    Attributes:
        report: outcomes and problems.
        folder: the output folder; absolute.
        errors: what plug-in code raised, in the order in which it did.
    """

    report: Report
    folder: Path
    errors: tuple[BaseException, ...] = ()

    def states(self) -> dict[str, list[str]]:
        """`written`, `refused`, … of each document in dossier order, by kind.

        A kind that does not concern the case is among them where it was asked for by name.
        """
        states: dict[str, list[str]] = {}
        for outcome in self.report.outcomes:
            if outcome.is_quiet:
                continue
            states.setdefault(outcome.kind, []).append(outcome.state.value)
        return states

    def problems(self) -> str:
        """All problems and failures as text."""
        lines = [str(problem) for problem in self.report.problems]
        return "\n".join(lines + [outcome.reason for outcome in self.report.outcomes])

    def text(self, kind: str, recipient: str = "") -> str:
        """The text of the one document of a kind, a paragraph a line, read from the file.

        Args:
            kind: its name.
            recipient: part of the recipient's name, where there are several.

        Raises:
            AssertionError: there is none, or more than one; says why, and comes from what the
                plug-in raised, so that its author sees his own line.
        """
        paths = [
            outcome.path
            for outcome in self.report.outcomes
            if outcome.kind == kind and recipient in outcome.recipient
        ]
        assert len(paths) == 1, paths
        if not paths[0]:
            raise AssertionError(self.problems()) from (self.errors[-1] if self.errors else None)
        return self.read(self.folder / paths[0])

    def read(self, path: Path) -> str:
        """The text of a Word file."""
        return document_text(path.read_bytes())

    def assert_nothing_lost(self) -> None:
        """Every document was made that concerns the case; each file opens and holds no trace.

        Traces are tags, `None` and the like.

        Raises:
            AssertionError: names the document and what is wrong.
        """
        assert self.report.documents, "no document was planned"
        for it in self.report.documents:
            assert it.path and not it.state.is_bad, f"{it.title}: {it.reason}"
            found = unproved((self.folder / it.path).read_bytes())
            assert not found, f"{it.path}: {found}"


class MakePapers(Protocol):
    """Generates the kinds of a plug-in from rows; see the fixture `make_papers`."""

    def __call__(self, plugin: object, **rows: Sequence[Row]) -> Papers:
        """Rows by sheet: `cases`, `institutions`, `incidents` and so on, as `write_workbook`."""
        ...


@pytest.fixture
def make_papers(tmp_path: Path) -> MakePapers:
    """Write a workbook of rows, and generate the kinds of a plug-in (a module, or an object)."""

    def make(plugin: object, **rows: Sequence[Row]) -> Papers:
        plugins = Plugins.load(outside=False, extra=[("under-test", plugin)])
        reason = plugins.infos["under-test"].reason
        assert not reason, reason
        _refuse_codes_of_the_core(plugins)
        kinds = tuple(name for name, owner in plugins.owners.items() if owner == "under-test")
        book = write_workbook(tmp_path / "案件表.xlsx", **rows)
        return make_all(book, tmp_path / "文书", plugins, kinds=kinds)

    return make


def _refuse_codes_of_the_core(plugins: Plugins) -> None:
    """No rule of a plug-in has the code of another one that anjuan itself declares."""
    core = _core_rules()
    for rule, owner in plugins.rules.items():
        other = core.get(rule.code, rule)
        assert other == rule, (
            f"{owner}: the code {rule.code!r} is taken by anjuan itself: {other.meaning}"
        )


@cache
def _core_rules() -> Mapping[str, Rule]:
    """What anjuan itself may find, by code."""
    names = (info.name for info in pkgutil.walk_packages(anjuan.__path__, "anjuan."))
    modules = (import_module(name) for name in names if not name.endswith("__main__"))
    things = (thing for module in modules for thing in vars(module).values())
    return {thing.code: thing for thing in things if isinstance(thing, Rule)}


def make_all(
    workbook: Path, output: Path, plugins: Plugins, today: date = TODAY, **options: Any
) -> Papers:
    """Generate from a workbook in this process.

    Args:
        workbook: the case workbook; `anjuan.toml` beside it counts.
        output: the output folder.
        plugins: offers the kinds.
        today: the day of the run.
        options: further fields of `anjuan.run.request.Request`, e.g. `kinds=("police-statement",)`.
    """
    headings = find_config(workbook.parent, workbook=workbook).headings
    request = Request(workbook, output, today, headings, **options)
    with heard() as errors:
        report = run(prepare(request, plugins), plugins)
    return Papers(report, output, tuple(errors))
