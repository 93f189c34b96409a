"""What a cell shows is read where it is not what the cell holds, or the difference is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from anjuan.case.columns import Column, ColumnType
from anjuan.case.records.moment import Moment, Precision
from anjuan.workbook.cells.cell import CellError
from anjuan.workbook.cells.looks import Look, look_of, read_shown

MOMENT = Column("时间", ColumnType.MOMENT)
DAY = Column("落款日期", ColumnType.DATE)
FIRST = datetime(2026, 3, 1)


@pytest.mark.parametrize(
    ("code", "look"),
    [
        *((it, Look.MONTH) for it in ('yyyy"年"m"月"', "yyyy-mm", "mmm-yy", "[$-804]yyyy年m月;@")),
        *((it, Look.MONTH) for it in (r"yyyy\.mm", "[$-F800]mmmm yyyy", "e年m月", "YYYY/M")),
        *((it, Look.YEAR) for it in ('yyyy"年"', "yy", '[DBNum1]yyyy"年"')),
        *((it, Look.YEARLESS) for it in ('m"月"d"日"', "d-mmm", "m/d h:mm", "mm-dd;@", "aaaa m/d")),
        *((it, Look.CLOCK) for it in ("h:mm", "[h]:mm:ss", "上午/下午h:mm", "h:mm AM/PM", "mm:ss")),
        *((it, Look.CLOCK) for it in ('h"时"mm"分"', "[$-804]AM/PM h:mm")),
        *((it, Look.UNIT) for it in ('0"万"', '0.0"万元"', "0%", "0.00%", "[$$-409]#,##0.00")),
        *(
            (it, Look.UNIT)
            for it in ('"US$"0', "[$€-2] 0", '0"美元"', "0千", 'General"万"', '"HK$"0')
        ),
        *((it, None) for it in ("General", "", "@", "0", "#,##0.00", "yyyy-mm-dd", "m/d/yy h:mm")),
        *(
            (it, None)
            for it in ('[$¥-804]#,##0.00;[Red]"负"0', '0"元"', '#,##0"次"', "￥0", "0000")
        ),
        *(
            (it, None)
            for it in ('0!.0,"万"', "[$-F800]dddd, mmmm dd, yyyy", "yyyy年m月d日 h时mm分")
        ),
        *((it, None) for it in ("0.00E+00", "000000", '[Red]0;"万"0', "G/通用格式", '"-"0')),
    ],
)
def test_a_format_tells_what_is_shown(code: str, look: Look | None) -> None:
    assert look_of(code) is look


def _span(value: object) -> tuple[str, Precision]:
    assert isinstance(value, Moment) and value.span
    return value.span.wording, value.span.precision


def test_what_is_shown_as_a_month_is_a_month() -> None:
    reading = read_shown(MOMENT, FIRST, Look.MONTH)

    assert reading and reading.remark
    assert _span(reading.value) == ("2026年3月", Precision.MONTH)
    assert "“2026年3月”" in reading.remark.message


@pytest.mark.parametrize(
    ("column", "cell", "look"),
    [
        (DAY, FIRST, Look.MONTH),
        (DAY, date(2026, 1, 1), Look.YEAR),
        (MOMENT, date(2026, 1, 1), Look.YEAR),
        (Column("金额", ColumnType.MONEY), 3, Look.UNIT),
        (Column("次数", ColumnType.COUNT), 0.5, Look.UNIT),
        (Column("自己的列", ColumnType.NOTE), 30.0, Look.UNIT),
    ],
)
def test_what_may_be_either_is_refused(column: Column, cell: object, look: Look) -> None:
    with pytest.raises(CellError):
        read_shown(column, cell, look)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "look", "missing"),
    [
        (datetime(2026, 3, 5), Look.YEARLESS, "年份"),
        (datetime(2026, 3, 5, 22, 41), Look.MONTH, "哪一天"),
        (datetime(2026, 3, 1, 9, 12), Look.MONTH, "哪一天"),
        (datetime(2026, 3, 5, 22, 41), Look.CLOCK, "年月日"),
    ],
)
def test_what_is_not_shown_is_told(cell: datetime, look: Look, missing: str) -> None:
    reading = read_shown(MOMENT, cell, look)

    assert reading and reading.remark
    assert reading.value.day == cell.date()  # type: ignore[attr-defined]
    assert missing in reading.remark.message and "2026年3月" in reading.remark.message


def test_a_column_of_ones_own_prints_what_is_shown() -> None:
    reading = read_shown(Column("放款月份", ColumnType.NOTE), FIRST, Look.MONTH)

    assert reading and reading.value == "2026年3月"


@pytest.mark.parametrize(
    ("column", "cell", "look"),
    [
        (Column("通话时长", ColumnType.DURATION), datetime(1899, 12, 30, 0, 1, 5), Look.CLOCK),
        (MOMENT, "2026年3月", Look.MONTH),
        (Column("次数", ColumnType.COUNT), "12", Look.UNIT),
        (Column("次数", ColumnType.COUNT), 12, Look.MONTH),
    ],
)
def test_a_format_that_changes_nothing_is_passed_over(
    column: Column, cell: object, look: Look
) -> None:
    assert read_shown(column, cell, look) is None  # type: ignore[arg-type]
