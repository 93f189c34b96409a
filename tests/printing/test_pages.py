"""The pages themselves, as an office suite lays them out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from support.office import Order, saved_as
from support.printing import copied, needs_pdf_tools, needs_pictures, pages
from support.runs import generate_into

from anjuan.testing import case, incident, write_workbook


@needs_pictures
def test_every_sample_document_opens_and_numbers_its_pages(sample_pdfs: dict[str, Path]) -> None:
    assert len(sample_pdfs) > 40
    for name, pdf in sample_pdfs.items():
        texts = pages(pdf)
        for number, text in enumerate(texts, start=1):
            assert text.endswith(f"第{number}页共{len(texts)}页"), (name, number)
            # A page that holds nothing but its number would shame the sender.
            assert len(text) > 30, (name, number)


@saved_as("pdf")
def long_table(folder: Path) -> None:
    book = write_workbook(
        folder.with_suffix(".xlsx"),
        cases=[case(文书="报案材料")],
        incidents=[incident(内容=f"第{number}次来电") for number in range(1, 121)],
    )
    copied(generate_into(folder.with_suffix(".out"), book), folder)


@needs_pdf_tools
def test_a_long_table_repeats_its_heading_row_on_every_page(
    office_suite: Callable[[Order], Path],
) -> None:
    [pdf] = office_suite(long_table).iterdir()

    # The narrative says 拨打; rows of the table do not.
    tables = [text for text in pages(pdf) if "次来电" in text and "拨打" not in text]
    assert len(tables) >= 5
    assert all(text.startswith(("骚扰记录明细序号", "序号时间方式")) for text in tables)


@saved_as("pdf")
def narratives_of_every_length(folder: Path) -> None:
    """Each pushes the signature to another place on the page."""
    numbers = range(1, 11)
    book = write_workbook(
        folder.with_suffix(".xlsx"),
        cases=[case(案件编号=f"L{number}", 文书="报案材料") for number in numbers],
        incidents=[
            incident(案件编号=f"L{number}", 证据编号=None)
            for number in numbers
            for _ in range(number)
        ],
    )
    copied(generate_into(folder.with_suffix(".out"), book), folder)


@needs_pdf_tools
def test_signature_and_date_stand_on_one_page_with_text_above(
    office_suite: Callable[[Order], Path],
) -> None:
    pdfs = list(office_suite(narratives_of_every_length).iterdir())

    assert len(pdfs) == 10
    for pdf in pdfs:
        signed = next(text for text in pages(pdf) if "报案人（签名、捺印）" in text)
        assert "2026年5月1日" in signed.partition("报案人（签名、捺印）")[2]
        assert len(signed.partition("报案人（签名、捺印）")[0]) > 20
