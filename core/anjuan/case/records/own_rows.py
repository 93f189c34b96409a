"""Rows of sheets that plug-ins add: of each case, by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from anjuan.case.records.base import CaseRow
from anjuan.frozen import frozen


@frozen(kw_only=True)
class OwnRow(CaseRow):
    """A row of a sheet that a plug-in adds: all but its 案件编号 stands in `own`."""


class OwnRows(Mapping[str, tuple[OwnRow, ...]]):
    """The rows of one case in such sheets, by the name that the plug-in gives the sheet.

    A sheet that the workbook lacks has no rows.

    Args:
        rows: by name, one entry for each sheet.
        titles: what the workbook calls the sheets, by name.
    """

    __slots__ = ("_rows", "titles")

    def __init__(
        self,
        rows: Mapping[str, tuple[OwnRow, ...]] = MappingProxyType({}),
        titles: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._rows = dict(rows)
        self.titles = titles

    def __getitem__(self, name: str) -> tuple[OwnRow, ...]:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        # What a document was made from is known by it.
        return repr(self._rows)

    @property
    def names(self) -> tuple[str, ...]:
        """All by which a template may ask for the rows of a sheet."""
        return (*self.titles.values(), *self.titles)

    def called(self, name: str) -> tuple[OwnRow, ...]:
        """The rows of a sheet, by either of its names.

        Raises:
            KeyError: there is no such sheet.
        """
        same = (it for it, title in self.titles.items() if title == name)
        return self[next(same, name)]


NO_OWN_ROWS = OwnRows()
