"""The pages themselves, as an office suite lays them out."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from support.office import convert
from support.runs import Generated

from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.testing import case, incident, write_workbook

Generate = Callable[..., Generated]

needs_layout = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="no office suite to lay out pages with",
)


def pages(documents: list[Path], folder: Path) -> dict[str, list[str]]:
    """The text of each page of each document, by file name."""
    convert("pdf", folder, *documents, timeout=300)
    return {document.stem: _pages(folder / f"{document.stem}.pdf") for document in documents}


def _pages(pdf: Path) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return [re.sub(r"\s", "", page) for page in text.rstrip("\f").split("\f")]


@needs_layout
def test_every_sample_document_opens_and_numbers_its_pages(
    generate: Generate, tmp_path: Path
) -> None:
    samples = generate(SAMPLE_WORKBOOK)
    documents = []
    for outcome in samples.report.outcomes:
        # The same file name occurs in several dossiers.
        copy = tmp_path / f"{outcome.case}_{Path(outcome.path).name}"
        copy.write_bytes((samples.folder / outcome.path).read_bytes())
        documents.append(copy)

    laid_out = pages(documents, tmp_path)

    assert len(laid_out) == len(documents)
    for name, texts in laid_out.items():
        for number, text in enumerate(texts, start=1):
            assert text.endswith(f"第{number}页共{len(texts)}页"), (name, number)
            # A page that holds nothing but its number would shame the sender.
            assert len(text) > 30, (name, number)


@needs_layout
def test_a_long_table_repeats_its_heading_row_on_every_page(
    generate: Generate, tmp_path: Path
) -> None:
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(文书="报案材料")],
        incidents=[incident(内容=f"第{number}次来电") for number in range(1, 121)],
    )
    done = generate(book)

    [texts] = pages([done.folder / done.report.outcomes[0].path], tmp_path).values()

    # The narrative says 拨打; rows of the table do not.
    tables = [text for text in texts if "次来电" in text and "拨打" not in text]
    assert len(tables) >= 5
    assert all(text.startswith(("骚扰记录明细序号", "序号时间方式")) for text in tables)


@needs_layout
def test_signature_and_date_stand_on_one_page_with_text_above(
    generate: Generate, tmp_path: Path
) -> None:
    # Every length of narrative pushes the signature to another place on the page.
    documents = []
    for length in range(1, 11):
        book = write_workbook(
            tmp_path / "表.xlsx",
            cases=[case(案件编号=f"L{length}", 文书="报案材料")],
            incidents=[incident(案件编号=f"L{length}", 证据编号=None)] * length,
        )
        done = generate(book)
        copy = tmp_path / f"{length}.docx"
        copy.write_bytes((done.folder / done.report.outcomes[0].path).read_bytes())
        documents.append(copy)

    for texts in pages(documents, tmp_path).values():
        signed = next(text for text in texts if "报案人（签名、捺印）" in text)
        assert "2026年5月1日" in signed.partition("报案人（签名、捺印）")[2]
        assert len(signed.partition("报案人（签名、捺印）")[0]) > 20
