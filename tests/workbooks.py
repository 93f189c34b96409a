"""Builds real workbooks for tests: a sound case by default, each test changes what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from anjuan.records import SHEETS

Row = Mapping[str, Any]

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


def case(**changes: Any) -> Row:
    """A sound row of sheet 案件, with changes; None empties a cell."""
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
    return {"案件编号": "A001", "项目": "误工费", "金额": 1200, **changes}


def write_workbook(
    path: Path,
    *,
    cases: Sequence[Row] = (CASE,),
    institutions: Sequence[Row] = (INSTITUTION,),
    incidents: Sequence[Row] = (INCIDENT,),
    evidence: Sequence[Row] = (EVIDENCE,),
    losses: Sequence[Row] = (),
) -> Path:
    """Write an .xlsx with the five sheets; unknown headings become further columns."""
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    for sheet, rows in zip(SHEETS, (cases, institutions, incidents, evidence, losses), strict=True):
        headings = [item.column.heading for item in sheet.fields]
        headings += [key for row in rows for key in row if key not in headings]
        headings = list(dict.fromkeys(headings))
        table = workbook.create_sheet(sheet.name)
        table.append(headings)
        for row in rows:
            table.append([row.get(heading) for heading in headings])
            for cell in table[table.max_row]:
                # A text that begins with = is a text: openpyxl would make a formula of it.
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    workbook.save(path)
    return path
