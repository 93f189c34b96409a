"""Fixtures: the sample papers as PDF, and PDFs that need not be made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.once import once, shared_folder
from support.recordings import Recordings
from support.runs import generate_into

from anjuan.resources import SAMPLE_WORKBOOK


@pytest.fixture(scope="session")
def sample_pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of every sample paper, as the step makes it, by case and name."""
    folder = once(tmp_path_factory, "sample papers", _make)
    assert len(list(folder.rglob("*.pdf"))) > 40
    cases = {pdf: pdf.parent.name.partition("_")[0] for pdf in sorted(folder.rglob("*.pdf"))}
    return {f"{case}/{pdf.stem}": pdf for pdf, case in cases.items()}


def _make(folder: Path) -> None:
    done = generate_into(folder / "out", SAMPLE_WORKBOOK, steps=("pdf",), jobs=1)
    assert done.report.is_clean, done.problems()


@pytest.fixture
def recorded(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Recordings:
    """LibreOffice makes each PDF once; see there."""
    folder = shared_folder(tmp_path_factory) / "recorded"
    folder.mkdir(exist_ok=True)
    return Recordings(folder, monkeypatch)
