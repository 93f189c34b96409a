"""What is installed, told by the folders of notes beside it."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, distributions, version
from pathlib import Path
from zipfile import ZipFile

import pytest

from anjuan.installed import entry_points_of, version_of

_OFFER = "[anjuan.tried]\neins = json\n"


def test_the_version_of_every_library_is_that_which_python_tells() -> None:
    names = {it.name for it in distributions()}
    assert "python-docx" in names

    assert {name: version_of(name) for name in names} == {name: version(name) for name in names}


def test_a_library_is_known_in_every_spelling_and_another_one_is_not() -> None:
    assert version_of("Python_DOCX") == version("python-docx")
    with pytest.raises(PackageNotFoundError):
        version_of("python")


def test_what_a_library_offers_is_found_in_a_folder_an_old_one_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not entry_points_of("anjuan.tried")
    for name in ("new-1.0.dist-info", "old.egg-info"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "entry_points.txt").write_text(_OFFER.replace("eins", name[:3]))
        notes = "METADATA" if name.endswith("dist-info") else "PKG-INFO"
        (tmp_path / name / notes).write_text(f"Name: {name[:3]}\nVersion: 1.0\n")
    with ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("zip-1.0.dist-info/METADATA", "Name: zip\nVersion: 1.0\n")
        packed.writestr("zip-1.0.dist-info/entry_points.txt", _OFFER.replace("eins", "zip"))

    monkeypatch.syspath_prepend(tmp_path)
    assert [it.name for it in entry_points_of("anjuan.tried")] == ["new", "old"]
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packed.zip"), *sys.path[1:]])
    assert [it.name for it in entry_points_of("anjuan.tried")] == ["zip"]
