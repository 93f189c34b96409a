"""Fixtures: PDFs that need not be made again."""

from __future__ import annotations

import pytest
from support.once import shared_folder
from support.recordings import Recordings


@pytest.fixture
def recorded(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Recordings:
    """LibreOffice makes each PDF once; see there."""
    folder = shared_folder(tmp_path_factory) / "recorded"
    folder.mkdir(exist_ok=True)
    return Recordings(folder, monkeypatch)
