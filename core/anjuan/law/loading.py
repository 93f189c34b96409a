"""The catalogue from its TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from anjuan.chinese import chinese_number
from anjuan.errors import CatalogueError
from anjuan.law.catalogue import Authority, Catalogue, Law, Provision, Version, _period

# Confidence marks of law-facts §0 under which an article number may be printed.
_PRINTABLE = frozenset({"A", "A-"})


@cache
def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with this program."""
    folder = Path(__file__).parent / "data"
    return build_catalogue(sorted(folder.glob("*.toml")))


def build_catalogue(files: Iterable[Path], base: Catalogue | None = None) -> Catalogue:
    """Read catalogue files, adding to `base` where given.

    Args:
        files: TOML files with `[[law]]`, `[[provision]]`, `[[authority]]` tables.
        base: a catalogue whose laws may be cited and whose keys may not be taken again.

    Raises:
        CatalogueError: unreadable, a key taken twice, versions that overlap, an unknown law.
    """
    tables = [_table(path) for path in files]
    known = {
        version.law.id: version.law
        for provision in (base.provisions.values() if base else ())
        for version in provision.versions
    }
    laws = _unique((_law(entry) for table in tables for entry in table.get("law", ())), known)
    provisions = _unique(
        (_provision(entry, laws) for table in tables for entry in table.get("provision", ())),
        base.provisions if base else {},
    )
    authorities = _unique(
        (_authority(entry) for table in tables for entry in table.get("authority", ())),
        base.authorities if base else {},
    )
    courts = next((table for table in tables if "fee" in table), base.courts if base else {})
    return Catalogue(provisions, authorities, courts)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"读不了法条目录 {path}：{error}") from error


def _unique(items: Iterable[Any], known: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(known)
    for item in items:
        if item.id in merged:
            raise CatalogueError(f"法条目录里“{item.id}”出现了两次。")
        merged[item.id] = item
    return merged


def _law(entry: Mapping[str, Any]) -> Law:
    return Law(
        id=entry["id"],
        name=entry["name"],
        rank=entry["rank"],
        period=_period(entry),
        confidence=entry["confidence"],
        edition=entry.get("edition", ""),
        number=entry.get("number", ""),
    )


def _provision(entry: Mapping[str, Any], laws: Mapping[str, Law]) -> Provision:
    versions = tuple(_versions(entry, laws))
    for earlier, later in pairwise(versions):
        end, start = earlier.law.period.end, later.law.period.start
        if end is None or start is None or start != end + timedelta(days=1):
            raise CatalogueError(f"法条“{entry['id']}”的各个版本在时间上没有首尾相接。")
    return Provision(entry["id"], entry["topic"], tuple(entry.get("applies_to", ())), versions)


def _versions(entry: Mapping[str, Any], laws: Mapping[str, Law]) -> Iterator[Version]:
    for item in entry["version"]:
        if item["law"] not in laws:
            raise CatalogueError(f"法条“{entry['id']}”引用了目录里没有的法律“{item['law']}”。")
        law = laws[item["law"]]
        printable = law.confidence in _PRINTABLE and "article" in item
        yield Version(
            law=law,
            gist=item["gist"],
            article=f"第{chinese_number(item['article'])}条" if printable else "",
            detail=_detail(item) if printable else "",
            order=tuple(item.get(level, 0) for level in _LEVELS),
            figures={
                name: value
                for name, value in item.items()
                if isinstance(value, int) and name not in _LEVELS
            },
        )


_LEVELS = ("article", "paragraph", "item", "point")


def _detail(item: Mapping[str, Any]) -> str:
    text = f"第{chinese_number(item['paragraph'])}款" if "paragraph" in item else ""
    if "item" in item:
        text += f"第{chinese_number(item['item'])}项"
    if "point" in item:
        text += f"第{item['point']}目"
    return text


def _authority(entry: Mapping[str, Any]) -> Authority:
    return Authority(
        id=entry["id"],
        hotline=entry["hotline"],
        self_regulatory=entry["self_regulatory"],
        scope=entry["scope"],
        asks=tuple(entry["asks"]),
        refuses=tuple(entry["refuses"]),
        names=tuple((name["name"], _period(name)) for name in entry["name"]),
    )
