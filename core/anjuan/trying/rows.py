"""Rows of a workbook that are sound as they are, so that a test changes only what it is about.

Values are as typed into Excel; None leaves a cell empty; an unknown heading becomes a column of the
lawyer's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from anjuan.case.sheets import SHEETS

Row = Mapping[str, Any]

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


def own_row(**changes: Any) -> Row:
    """A row of a sheet that a plug-in adds."""
    return {"案件编号": CASE["案件编号"], **changes}


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
    **own: Sequence[Row],
) -> Path:
    """Write an .xlsx with all sheets; unknown headings become further columns.

    Rows of a sheet that a plug-in adds are named by it: `投诉记录=[own_row(投诉对象="工会")]`.

    Raises:
        TypeError: no sheet can be meant by a name.
    """
    if wrong := [name for name in own if name.isascii()]:
        raise TypeError(f"write_workbook() has no rows of {wrong}")
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    filled = (cases, institutions, incidents, evidence, losses, witnesses, proceedings)
    for sheet, rows in zip(SHEETS, filled, strict=True):
        headings = [item.column.heading for item in sheet.fields]
        _fill(workbook.create_sheet(sheet.name), headings, rows)
    for name, rows in own.items():
        _fill(workbook.create_sheet(name), [], rows)
    workbook.save(path)
    return path


def _fill(table: Worksheet, headings: Sequence[str], rows: Sequence[Row]) -> None:
    known = list(dict.fromkeys((*headings, *(key for row in rows for key in row))))
    table.append(known)
    for row in rows:
        table.append([row.get(heading) for heading in known])
    for cells in table.iter_rows(min_row=2):
        for cell in cells:
            # A text that begins with = is a text: openpyxl would make a formula of it.
            if isinstance(cell.value, str):
                cell.data_type = "s"
