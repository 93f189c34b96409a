"""What an office adds to the kinds on offer, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from anjuan.frozen import frozen


@frozen
class Office:
    """What an office adds to, and takes from, the kinds on offer.

    Attributes:
        kind_folders: folders that hold kinds without code, or are one.
        plugin_folders: folders whose `.py` files are plug-ins.
        untrusted: such folders that only a file named which lay beside the workbook: told, and not
            loaded.
        templates: folder with own versions of templates; None = ours are used.
        off: names of plug-ins to leave out.
    """

    kind_folders: tuple[Path, ...] = ()
    plugin_folders: tuple[Path, ...] = ()
    untrusted: tuple[Path, ...] = ()
    templates: Path | None = None
    off: tuple[str, ...] = ()

    def also(self, kind_folders: tuple[Path, ...], plugin_folders: tuple[Path, ...] = ()) -> Office:
        """The same with further folders of kinds and of plug-ins.

        Absolute, since workers use them too.
        """
        added = _absolute(self.plugin_folders, plugin_folders)
        return replace(
            self,
            kind_folders=_absolute(self.kind_folders, kind_folders),
            plugin_folders=added,
            untrusted=tuple(it for it in self.untrusted if it not in added),
        )


def _absolute(known: tuple[Path, ...], more: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys((*known, *(folder.absolute() for folder in more))))
