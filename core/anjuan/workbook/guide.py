"""What the first sheet of a blank workbook tells a lawyer: sheets, colours, ways of writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum

from anjuan.case.columns import Column, ColumnType
from anjuan.case.sheets import CASES, INCIDENTS, INSTITUTIONS, Sheet, Table
from anjuan.frozen import frozen

TITLE = "怎样填写案件表"


class Duty(StrEnum):
    """Whether a column has to be filled in; the colour of its heading says so."""

    REQUIRED = "必填"
    CONDITIONAL = "有时必填"
    OPTIONAL = "可不填"

    @classmethod
    def of(cls, column: Column) -> Duty:
        """That of a column."""
        if column.required:
            return cls.REQUIRED
        return cls.CONDITIONAL if column.required_if else cls.OPTIONAL


@frozen
class Line:
    """One line of the guide.

    Attributes:
        label, text: what it is about, and what it says.
        sheet: where the label leads; empty = nowhere.
        duty: whose colour the label has; None = no colour.
    """

    label: str
    text: str
    sheet: str = ""
    duty: Duty | None = None


def guide(table: Table, *, is_sample: bool) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Headings and lines of the sections, in the order in which one needs them."""
    if is_sample:
        told = "各表里的案件全是虚构的，供您对照。看懂后请删去，再填自己的案件。"
        yield "这是示例", (Line("虚构内容", told),)
    yield (
        f"一、先填“{INSTITUTIONS.name}”，再填“{CASES.name}”，最后填其余各表",
        tuple(_sheets(table)),
    )
    yield "二、标题的颜色", tuple(_colours(table))
    yield "三、怎样写", tuple(_ways())
    yield "四、填好以后", _NEXT_STEPS


def _sheets(table: Table) -> Iterator[Line]:
    for sheet in table.sheets:
        duty = "至少要有一行。" if sheet.required else "没有就不填。"
        yield Line(sheet.name, f"{sheet.help}{duty}", sheet=sheet.name)


def _colours(table: Table) -> Iterator[Line]:
    told = {
        Duty.REQUIRED: "每一行都要填。鼠标停在任何标题上，都会显示这一列怎样填。",
        Duty.CONDITIONAL: f"{_conditions(table)}。",
        Duty.OPTIONAL: "没有就空着。某种文书要用而缺少的，检查时会指出来。",
    }
    yield from (Line(duty, text, duty=duty) for duty, text in told.items())
    grouped = [f"“{sheet.name}”分为{_listed(sheet)}" for sheet in table.sheets if sheet.groups]
    yield Line("下边的色条", f"同一组的标题，下边色条的颜色相同：{'；'.join(grouped)}。")
    yield Line(
        "收起的列",
        "不常用的列先收起来了（如法定代理人、债权转让、分期还款、案号）："
        "点标题上方的“＋”展开，点“－”收起；左上角的 2 一次全部展开。",
    )


def _listed(sheet: Sheet) -> str:
    return "、".join(name for name, _ in sheet.groups)


def _conditions(table: Table) -> str:
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for sheet in table.sheets:
        for item in sheet.fields:
            if item.column.required_if:
                groups[item.column.required_if].append(item.column.heading)
    return "；".join(
        f"{heading}为“{value}”时要填：{'、'.join(headings)}"
        for (heading, value), headings in groups.items()
    )


def _ways() -> Iterator[Line]:
    links = [item.column.heading for item in CASES.fields if item.column.type is ColumnType.LINK]
    lists = [item.column for item in INCIDENTS.fields if item.column.type is ColumnType.CHOICES]
    yield Line(
        "机构",
        f"每家机构只在“{INSTITUTIONS.name}”表登记一次；“{CASES.name}”表里的{'、'.join(links)}"
        "从下拉列表里选，也可以直接写简称。",
    )
    yield Line(
        "日期和时间",
        "写 2026-03-05 或 2026-03-05 22:40（24 小时制）；不知道几点就只写日期，"
        "不知道哪天可写 2026年3月上旬、2026年3月5日前后。",
    )
    yield Line("一格写几项", f"用顿号隔开，如 {'、'.join(lists[0].choices[:2])}。")
    yield Line(
        "号码", "身份证号、电话、编号都按文本保存，不会丢位；格子左上角的绿色小三角不用理会。"
    )
    yield Line(
        "粘贴", "从别处复制时，请用“选择性粘贴”里的“数值”或“文本”，以免带走这里的格式和下拉列表。"
    )
    yield Line(
        "自己的列",
        f"各表右边都可以加列，标题自己定（不带空格）；“{CASES.name}”表里加的，"
        "在 Word 模板里写 {{ 标题 }} 就能印出来。",
    )
    yield Line("请不要改", "工作表的名称和已有的标题。用不上的表请留着标题行；请勿合并单元格。")


_NEXT_STEPS = (
    Line("检查", "anjuan check 案件表.xlsx　　一次列出全部问题和所在的格子（文件名换成本表的）。"),
    Line("生成", "anjuan generate 案件表.xlsx -o 文书　　每个案件一个文件夹，放在“文书”文件夹里。"),
)
