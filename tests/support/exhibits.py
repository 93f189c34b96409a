"""Files of exhibits as clients send them, and what their pages show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Encryption, Name
from PIL import Image
from pypdfium2 import PdfDocument

_DPI = 36


def image(path: Path, size: tuple[int, int] = (60, 90), **options: Any) -> Path:
    """A red picture."""
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", size, "red").save(path, **options)
    return path


def document(path: Path, count: int = 1, *, password: str | None = None, **page: Any) -> Path:
    """A PDF of white pages, each with a red square in its lower left corner.

    Args:
        path: of the file.
        count: how many pages.
        password: needed to read it; an empty one only keeps it from being changed.
        page: entries of every page: `Rotate=90`.
    """
    with blank(count, **page) as pdf:
        lock = None if password is None else Encryption(owner="owner", user=password)
        path.parent.mkdir(exist_ok=True)
        pdf.save(path, encryption=lock)
    return path


def blank(count: int = 1, **page: Any) -> pikepdf.Pdf:
    """The same, not yet saved."""
    pdf = pikepdf.Pdf.new()
    for _ in range(count):
        made = pdf.add_blank_page(page_size=(300, 500))
        made.obj.Contents = pdf.make_stream(b"1 0 0 rg 0 0 100 100 re f")
        for key, value in page.items():
            made.obj[Name(f"/{key}")] = value
    return pdf


def mangled(path: Path) -> Path:
    """A whole PDF whose table of contents is wrong."""
    content = path.read_bytes()
    place = content.rindex(b"xref", 0, content.rindex(b"startxref"))
    path.write_bytes(content[:place] + b"xxxx" + content[place + 4 :])
    return path


def shown(pdf: bytes, page: int = 0) -> Image.Image:
    """A page as a reader shows it."""
    with PdfDocument(pdf) as document:
        picture: Image.Image = document[page].render(scale=_DPI / 72, may_draw_forms=False).to_pil()
    return picture.convert("RGB")


def colour_at(picture: Image.Image, across: float, down: float) -> tuple[int, int, int]:
    """The colour at a place of a page, told in parts of its width and height."""
    pixel = picture.getpixel((int(across * picture.width), int(down * picture.height)))
    assert isinstance(pixel, tuple)
    red, green, blue = (int(part) for part in pixel)
    return red, green, blue
