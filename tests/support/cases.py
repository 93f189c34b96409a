"""A case as the kinds get it, from rows as a lawyer types them."""

from __future__ import annotations

from pathlib import Path

from anjuan import Case
from anjuan.testing import incident, institution, write_workbook
from anjuan.workbook.parsing import load_workbook

COLLECTOR = institution(
    名称="虚构市鼎催信息咨询有限公司", 简称="鼎催", 机构类型="催收机构", 统一社会信用代码=None
)
MOTHER = incident(受扰人="李兰", 与委托人关系="母亲")


def loaded(folder: Path, **rows: object) -> Case:
    """The one case of a workbook with these rows."""
    rows.setdefault("institutions", [institution(), COLLECTOR])
    return load_workbook(write_workbook(folder / "表.xlsx", **rows)).cases[0]  # type: ignore[arg-type]
