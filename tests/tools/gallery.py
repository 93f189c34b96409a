"""The first page of a sample paper of each kind, from the pictures that tests compare with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind
from tools.papers_page import sample_of

_VISUAL = Path(__file__).parents[1] / "visual"
# The least height of a standing page in the pictures of the tests, in dots.
_STANDING = 400


def first_pages() -> Iterator[tuple[Kind, Image.Image]]:
    """Each kind, in the order of a dossier, with its picture in grey."""
    for kind in Plugins.load(outside=False).kinds.values():
        yield kind, _first_page(_VISUAL / f"{sample_of(kind)}.png")


def _first_page(strip: Path) -> Image.Image:
    with Image.open(strip) as pages:
        grey = pages.convert("L")
    # Pages are A4; the height of one that lies is the width of one that stands.
    is_lying = grey.height < _STANDING
    width = round(grey.height * (2**0.5 if is_lying else 0.5**0.5))
    return grey.crop((0, 0, width, grey.height))


def as_png(page: Image.Image) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    page.quantize(8).save(out, "PNG", optimize=True)
    return out.getvalue()
