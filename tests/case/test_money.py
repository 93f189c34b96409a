"""What a case claims in money."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from anjuan.testing import case, loss, write_workbook
from anjuan.workbook.parsing import load_workbook


def test_damages_are_all_losses_and_the_solatium(tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号="A1", 精神损害抚慰金="5000"), case(案件编号="A2")],
        losses=[loss(案件编号="A1", 金额="300.50"), loss(案件编号="A1", 金额="1200")],
    )

    one, two = load_workbook(book).cases

    assert (one.total_loss, one.damages) == (Decimal("1500.50"), Decimal("6500.50"))
    assert (two.total_loss, two.damages) == (Decimal(0), Decimal(0))
