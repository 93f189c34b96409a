"""The catalogue from its TOML files; what they say wrongly is refused with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from anjuan.chinese import chinese_number
from anjuan.errors import CatalogueError
from anjuan.law.catalogue import Catalogue
from anjuan.law.checking import court_faults, file_faults, repeated_keys
from anjuan.law.entries import CatalogueFile, ProvisionEntry, VersionEntry
from anjuan.law.records import Courts, Law, Provision, Version
from anjuan.messages import Message, public
from anjuan.settings import read_record, refuse

_WHAT = "法条目录"
_COURTS = "courts.toml"
_FILES = ("provisions.toml", "authorities.toml")


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with this program."""
    return load_catalogue(Path(__file__).parent / "data")


def load_catalogue(folder: Path) -> Catalogue:
    """A whole catalogue, of the three files that the shipped one has.

    Raises:
        CatalogueError: as for `build_catalogue`.
    """
    path = folder / _COURTS
    courts = read_record(path, Courts, _WHAT, CatalogueError)
    catalogue = build_catalogue([folder / name for name in _FILES], Catalogue({}, {}, {}, courts))
    _refuse({path: court_faults(courts, catalogue.provisions)})
    return catalogue


def build_catalogue(files: Iterable[Path], base: Catalogue) -> Catalogue:
    """Read catalogue files, adding to `base`.

    Args:
        files: TOML files with `[[law]]`, `[[provision]]`, `[[authority]]` tables.
        base: a catalogue whose laws may be cited and whose keys may not be taken again.

    Raises:
        CatalogueError: a file can't be read, has a key that is unknown, missing or of the wrong
            type, takes a key twice, refers to an unknown law, or has versions that don't follow
            one another; all faults of a file are named.
    """
    read = {path: read_record(path, CatalogueFile, _WHAT, CatalogueError) for path in files}
    every = tuple(read.values())
    laws = {**base.laws, **{law.id: law for file in every for law in file.laws}}
    repeated = repeated_keys(every, base)
    _refuse({path: file_faults(file, laws, repeated) for path, file in read.items()})
    provisions = (_provision(entry, laws) for file in every for entry in file.provisions)
    authorities = (entry for file in every for entry in file.authorities)
    return Catalogue(
        laws,
        {**base.provisions, **{item.id: item for item in provisions}},
        {**base.authorities, **{item.id: item for item in authorities}},
        base.courts,
    )


def _refuse(faults: Mapping[Path, Iterable[str]]) -> None:
    # What a catalogue says is the law, which is nobody's secret.
    told = (
        Message(_WHAT + " {} 的 {}", path, public(fault))
        for path, found in faults.items()
        for fault in found
    )
    refuse(list(told), CatalogueError)


def _provision(entry: ProvisionEntry, laws: Mapping[str, Law]) -> Provision:
    versions = tuple(_version(version, laws[version.law]) for version in entry.versions)
    return Provision(entry.id, entry.topic, entry.applies_to, versions)


def _version(entry: VersionEntry, law: Law) -> Version:
    printable = law.confidence.is_printable and entry.article > 0
    return Version(
        law=law,
        gist=entry.gist,
        article=f"第{chinese_number(entry.article)}条" if printable else "",
        detail=_detail(entry) if printable else "",
        order=(entry.article, entry.paragraph, entry.item, entry.point),
        figures=entry.figures,
    )


def _detail(entry: VersionEntry) -> str:
    text = f"第{chinese_number(entry.paragraph)}款" if entry.paragraph else ""
    text += f"第{chinese_number(entry.item)}项" if entry.item else ""
    return text + (f"第{entry.point}目" if entry.point else "")
