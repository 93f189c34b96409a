"""Two cases with two papers each on the page: the workbook, saved anew, and papers edited."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from anjuan.testing import case, evidence, incident, institution, write_workbook
from support.desk import Desk

LETTER, LIST = "平台投诉函", "证据目录"
ADDED = "律师添的一句。"


def two_cases(folder: Path, **changed: str) -> Path:
    """The workbook; what is changed is changed in the first case."""
    kinds = f"{LETTER}、{LIST}"
    book = write_workbook(
        folder / "别的.xlsx",
        cases=[case(文书=kinds, **changed), case(案件编号="A002", 文书=kinds)],
        institutions=[institution()],
        incidents=[incident(), incident(案件编号="A002")],
        evidence=[evidence(), evidence(案件编号="A002")],
    )
    return book.replace(folder / "表.xlsx")


def save(desk: Desk, folder: Path, **changed: str) -> None:
    """The workbook saved in Excel, and looked at again."""
    key = desk.get("state").json["key"]
    two_cases(folder, **changed)
    desk.until(lambda: desk.get("state").json["key"] != key)
    desk.idle()


def edit(path: Path) -> None:
    """A paper with a sentence of the lawyer's own."""
    document = Document(str(path))
    document.add_paragraph(ADDED)
    document.save(str(path))
