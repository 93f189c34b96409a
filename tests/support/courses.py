"""A workbook of cases that differ in who the client is and in what was done for him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anjuan.testing import Row, evidence, incident, institution, proceeding, write_workbook


def write_courses(
    path: Path,
    cases: Mapping[str, tuple[Row, list[Row], bool]],
    signed: str,
    moments: Sequence[str] = ("2026-03-05 10:00",),
) -> Path:
    """Write it; besides a consumer finance company it has 乙贷, a platform.

    Args:
        path: of the file.
        cases: by 案件编号 the case, what was done in it, and what the test expects.
        signed: the 落款日期 of all.
        moments: of the incidents that each of them has.
    """
    online = institution(名称="虚构乙网络借贷有限公司", 简称="乙贷", 统一社会信用代码=None)
    return write_workbook(
        path,
        cases=[{**who, "案件编号": it, "落款日期": signed} for it, (who, *_) in cases.items()],
        institutions=[institution(机构类型="消费金融公司"), online],
        incidents=[incident(案件编号=it, 时间=moment) for it in cases for moment in moments],
        evidence=[evidence(案件编号=it) for it in cases],
        proceedings=[
            proceeding(**{**row, "案件编号": it})
            for it, (_, rows, _) in cases.items()
            for row in rows
        ],
    )
