"""Stamps: the page numbers and exhibit marks that finished pages get in their margins.

The office suite sets them, in the fonts of the papers, on pages that are blank otherwise; those
are laid over the pages they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from anjuan_plugins.printing.pages import opened

if TYPE_CHECKING:
    from pikepdf import Name, Page

# Between these, in points, an office suite sets pages, and a line finds room on them.
_NARROWEST, _LONGEST = 300.0, 1584.0


class Stamp(NamedTuple):
    """A line in the margin of a page.

    Attributes:
        width, height: of the page as it is shown, in points.
        left, right: what stands at each side.
        is_above: in the upper margin; else in the lower one.
    """

    width: float
    height: float
    left: str
    right: str
    is_above: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page that the office suite sets; shown larger or smaller."""
        scale = max(1.0, _NARROWEST / self.width)
        scale = min(scale, _LONGEST / self.width, _LONGEST / self.height)
        return round(scale * self.width, 1), round(scale * self.height, 1)


def sheets(stamps: Iterable[Stamp]) -> tuple[Stamp, ...]:
    """Each stamp once, pages of one size after each other: as `blank_pages` sets them."""
    return tuple(sorted(set(stamps)))


def lay_over(pages: Sequence[Page], stamps: Sequence[Stamp], blank: bytes) -> None:
    """Stamp pages.

    Args:
        pages: of one file.
        stamps: what each gets.
        blank: the `sheets` of these stamps as a PDF.

    Raises:
        One of `broken_pdf`: the sheets are not those of these stamps, or a page is broken.
    """
    with opened(blank) as set_pages:
        known = dict(zip(sheets(stamps), set_pages.pages, strict=True))
        for page, stamp in zip(pages, stamps, strict=True):
            _lay(page, known[stamp])


def _lay(page: Page, stamp: Page) -> None:
    """Draw over a page; what it holds is closed off, lest its transformations stay on."""
    from pikepdf import Name, Rectangle

    name = page.add_resource(stamp.as_form_xobject(), Name.XObject, _free_name(page))
    drawn = page.resources.XObject[name]
    placed = page.calc_form_xobject_placement(
        drawn, name, Rectangle(page.cropbox), allow_expand=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + placed)


def _free_name(page: Page) -> Name:
    """A name that nothing on the page has, nor on those it shares its names with."""
    from pikepdf import Name

    names = (Name(f"/AnjuanStamp{number}") for number in count())
    return next(name for name in names if name not in page.resources.get(Name.XObject, {}))
