"""PDF files as this program opens and writes them."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Page, Pdf


def broken_pdf() -> tuple[type[Exception], ...]:
    """All that a PDF may raise whenever it is touched."""
    from pikepdf import PikepdfError

    return (
        PikepdfError, ArithmeticError, AttributeError, LookupError, OSError, RuntimeError,
        TypeError, ValueError,
    )  # fmt: skip


def opened(content: bytes) -> Pdf:
    """A PDF that is opened.

    Raises:
        One of `broken_pdf`: it can't be.
    """
    import pikepdf

    return pikepdf.open(io.BytesIO(content))


def shown_size(page: Page) -> tuple[float, float]:
    """Width and height of a page as a reader shows it: cut and turned; in its own units.

    Raises:
        ValueError: it has none.
    """
    from pikepdf import Rectangle

    box = Rectangle(page.cropbox)
    if box.width <= 0 or box.height <= 0:
        raise ValueError("page without size")
    return (box.height, box.width) if page.rotation in (90, 270) else (box.width, box.height)


def saved(pdf: Pdf, title: str = "") -> bytes:
    """The finished file; its bytes depend on nothing but what it is made from."""
    from pikepdf import Dictionary

    pdf.docinfo = pdf.make_indirect(Dictionary(Producer="anjuan", Title=title))
    content = io.BytesIO()
    pdf.save(content, deterministic_id=True)
    return content.getvalue()


def without_moment(pdf: bytes) -> bytes:
    """A PDF of the office suite without the moment it was made: same paper, same bytes."""
    with opened(pdf) as paper:
        for place, key in (
            (paper.trailer, "/ID"),
            (paper.trailer, "/DocChecksum"),
            (paper.Root, "/Metadata"),
        ):
            if key in place:
                del place[key]
        return saved(paper, str(paper.docinfo.get("/Title", "")))


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def key_of(*parts: object) -> str:
    """A key for all that a file is made from; their `repr` counts."""
    return digest("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass"))


def page_range(first: int, last: int) -> str:
    """`3` or `3—5`."""
    return str(first) if first == last else f"{first}—{last}"
