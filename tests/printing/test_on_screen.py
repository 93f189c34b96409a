"""The view of a paper as it prints: each page once, by the office suite of this machine."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from support.office import needs_office
from support.printing import no_soffice
from support.runs import Generate
from support.small_pdf import pdf

from anjuan import Message
from anjuan.testing import write_workbook
from anjuan_plugins.printing import on_screen
from anjuan_plugins.printing.on_screen import lacks, pages


@needs_office
def test_every_page_is_a_picture_of_a_sheet_of_a4(generate: Generate, tmp_path: Path) -> None:
    done = generate(write_workbook(tmp_path / "表.xlsx"))
    [paper] = done.folder.rglob("*报案材料*.docx")
    (tmp_path / "room").mkdir()

    found = pages(paper.read_bytes(), tmp_path / "room", Event())

    assert isinstance(found, tuple)
    assert lacks() == ""
    for page in found:
        picture = Image.open(io.BytesIO(page))
        assert picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)
        greys = picture.convert("L").histogram()
        assert any(greys[:50]) and greys[255]
    assert len(found) >= 2


def test_nothing_is_started_once_it_is_stopped(tmp_path: Path) -> None:
    stopped = Event()
    stopped.set()

    assert isinstance(pages(b"PK", tmp_path, stopped), Message)
    assert not list(tmp_path.rglob("*.pdf"))


def test_of_very_many_pages_the_first_are_shown(tmp_path: Path) -> None:
    most = on_screen.MOST_PAGES
    file = pdf(tmp_path / "a.pdf", [[(100, 700, "页")]] * (most + 1))

    assert len(list(on_screen._drawn(file.read_bytes()))) == most


def test_a_machine_without_an_office_suite_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    no_soffice(monkeypatch)

    assert "没有找到 LibreOffice" in lacks()
    assert isinstance(pages(b"", Path(), Event()), Message)
