"""How the mapping workbook is laid out: its sheets and columns, for who writes and who reads it."""

from __future__ import annotations

from anjuan.frozen import frozen


@frozen
class Part:
    """A sheet of the mapping.

    Attributes:
        name: of the sheet.
        guide: what to do here, one line or two.
        columns: headings, with the width of each in characters of the standard font.
    """

    name: str
    guide: str
    columns: tuple[tuple[str, int], ...]

    def place(self, heading: str) -> int:
        """Number of a column, from 1."""
        return [it for it, _ in self.columns].index(heading) + 1


THEIR_SHEET, THEIR_HEADING, EXAMPLES = "您的工作表", "您的标题", "例子"
OUR_COLUMN, SPLIT, GROUP, SURE, TOLD = "案件表的列", "一格几人", "第几次", "把握", "说明"
THEIR_WORD, COUNT, MEANING = "您的写法", "出现几次", "案件表的写法"
CONTENT = "内容"
HEADING_ROW, LIKE, ROWS = "标题在第几行", "照哪张对应", "行数"
EACH_A_ROW, CHECKED = "每人一行", "已核对"

PAIRS = Part(
    "标题对应",
    "左边是您表里的标题，“案件表的列”从下拉列表里选；留空的留作自己的列，用不上的选“不用”。"
    "“请核对”的看过以后改成“已核对”。两个标题可以对应同一列（如 日期 和 几点 都对应 时间），"
    "按上下次序合起来。",
    (
        *((THEIR_SHEET, 16), (THEIR_HEADING, 24), (EXAMPLES, 42), (OUR_COLUMN, 28)),
        *((SPLIT, 11), (GROUP, 9), (SURE, 10), (TOLD, 44)),
    ),
)
WORDS = Part(
    "词语对应",
    "您表里的写法在案件表里是什么意思。没有写的、写错的，检查时会指出那一格。",
    (
        (THEIR_HEADING, 24),
        (THEIR_WORD, 34),
        (COUNT, 10),
        (OUR_COLUMN, 28),
        (MEANING, 22),
        (SURE, 10),
    ),
)
CONSTANTS = Part(
    "固定内容",
    "您表里没有这一列，或这一格空着时，一律用这里的内容。",
    ((OUR_COLUMN, 28), (CONTENT, 40), (TOLD, 60)),
)
SHEETS_USED = Part(
    "工作表",
    "要读哪几张表。标题分两行的写成 2-3；行号空着的不读。"
    "标题一样的几张表（如一个客户一张）照同一张对应。",
    ((THEIR_SHEET, 24), (HEADING_ROW, 14), (LIKE, 24), (ROWS, 8), (TOLD, 50)),
)
CHOICES = Part(
    "可选的列",
    "案件表的全部列，供查找。“债权人：机构类型”一类，是写在案件那一行里的机构情况。",
    ((OUR_COLUMN, 28), ("写法", 20), (TOLD, 90)),
)
PARTS = (PAIRS, WORDS, CONSTANTS, SHEETS_USED, CHOICES)
# The guide stands in row 1, the headings in row 2.
HEADINGS_AT, FIRST_ROW = 2, 3
