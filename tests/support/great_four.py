"""The four great kinds of paper, all for one case."""

from __future__ import annotations

from pathlib import Path

from anjuan.testing import Row, case, incident, institution, loss, write_workbook
from support.runs import Generate, Generated, generate_into

Make = Generate
KINDS = ("platform-complaint", "regulator-report", "police-statement", "civil-complaint")
COLLECTOR = institution(名称="虚构乙催收公司", 简称="乙催", 机构类型="催收机构")
HARSH = incident(
    行为性质="频繁拨打、辱骂、威胁恐吓、泄露债务信息、冒充公职人员", 内容="「还钱」", 次数=12
)
TOLD_MOTHER = incident(
    受扰人="张母", 与委托人关系="母亲", 行为性质="泄露债务信息、辱骂", 时间="2026-03-06 23:10"
)
FULL = {
    "精神损害抚慰金": 60000,
    "损害后果": "失眠并就医",
    "借款金额": 23456.78,
    "要求停止日期": "2026-03-05",
    "委托律师": "王律师",
    "律师事务所": "虚构律所",
}


def produce(
    folder: Path, who: Row | None = None, lender: Row | None = None, **rows: object
) -> Generated:
    """All four kinds for one case, in a folder of its own."""
    rows.setdefault("incidents", [HARSH, TOLD_MOTHER])
    rows.setdefault("losses", [loss(证据编号="1")])
    book = write_workbook(
        folder / "表.xlsx",
        cases=[who or case(**FULL)],
        institutions=[lender or institution(), COLLECTOR],
        **rows,  # type: ignore[arg-type]
    )
    return generate_into(folder / f"out{len(list(folder.iterdir()))}", book, kinds=KINDS)


def absent(text: str, *words: str) -> None:
    for word in words:
        assert word not in text
