"""What an office adds to the kinds on offer, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Office:
    """What an office adds to, and takes from, the kinds on offer.

    Attributes:
        kind_folders: folders that hold kinds without code, or are one.
        templates: folder with own versions of templates; None = ours are used.
        off: names of plug-ins to leave out.
    """

    kind_folders: tuple[Path, ...] = ()
    templates: Path | None = None
    off: tuple[str, ...] = ()

    def also(self, kind_folders: tuple[Path, ...]) -> Office:
        """The same with further folders of kinds; absolute, since workers use them too."""
        more = tuple(folder.absolute() for folder in kind_folders)
        return replace(self, kind_folders=tuple(dict.fromkeys((*self.kind_folders, *more))))
