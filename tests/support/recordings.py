"""PDFs as LibreOffice made them in this run of the tests: what it made once is not made again.

Most tests of the steps are about the same few papers, and not about LibreOffice. Those that are,
and those that show that it makes the same bytes again, call it.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from anjuan_plugins.printing.libreoffice import Converted, Converter, Source, given


class Recordings:
    """Stands in for LibreOffice with what it made before.

    Args:
        folder: where the PDFs are, of all processes of the tests.
        monkeypatch: puts it in its place.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._convert = Converter.convert
        self._monkeypatch = monkeypatch
        self.start()

    def start(self) -> None:
        """From now on LibreOffice is called for papers only that it has not seen."""

        def recorded(office: Converter, sources: Iterable[Source]) -> Iterator[Converted]:
            return self._converted(office, sources)

        self._monkeypatch.setattr(Converter, "convert", recorded)

    def stop(self) -> None:
        """From now on LibreOffice itself is called, for each paper anew."""
        self._monkeypatch.setattr(Converter, "convert", self._convert)

    def _converted(self, office: Converter, sources: Iterable[Source]) -> Iterator[Converted]:
        papers = [source() for source in sources]
        places = [self._folder / f"{_key(paper)}.pdf" for paper in papers]
        lacking = {place: paper for place, paper in zip(places, papers, strict=True)
                   if not place.exists()}  # fmt: skip
        # One call: each start of LibreOffice costs more than many papers.
        made = self._convert(replace(office, workers=1), map(given, lacking.values()))
        for place, result in zip(lacking, made, strict=True):
            assert not result.reason, result.reason
            own = place.with_suffix(f".{os.getpid()}")
            own.write_bytes(result.pdf)
            own.replace(place)
        for index, (paper, place) in enumerate(zip(papers, places, strict=True)):
            yield Converted(index, paper, place.read_bytes())


def _key(paper: bytes) -> str:
    """A digest of the parts: a Word file made anew tells another time in its index."""
    with zipfile.ZipFile(BytesIO(paper)) as package:
        parts = [(name, package.read(name)) for name in sorted(package.namelist())]
    return hashlib.sha256(repr(parts).encode()).hexdigest()
