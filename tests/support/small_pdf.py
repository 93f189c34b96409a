"""PDF files of words at places, in a Chinese font that no machine has to have."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pikepdf

# Words of a page: left end and height above the lower edge in points, and what stands there.
Words = Sequence[tuple[float, float, str]]
_SIZE = 9
_WIDE, _NARROW = 1000, 500
_HEAD = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF>"


def pdf(path: Path, pages: Iterable[Words], password: str = "", turn: int = 0) -> Path:
    """A file whose characters are named by their codes, so that any of them can be told.

    Args:
        path: of the file.
        pages: their words.
        password: without which it can't be opened.
        turn: degrees by which each page is turned to be seen; its words are not.
    """
    document = pikepdf.new()
    font = document.make_indirect(_font(document))
    for words in pages:
        page = document.add_blank_page(page_size=(595, 842))
        page.obj.Contents = document.make_stream(b"\n".join(_shown(*it, turn) for it in words))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Rotate = turn
    out = io.BytesIO()
    locked = pikepdf.Encryption(owner="owner", user=password) if password else None
    document.save(out, encryption=locked or False)
    path.write_bytes(out.getvalue())
    return path


def width(text: str) -> float:
    """How many points a text takes."""
    return sum(_NARROW if it.isascii() else _WIDE for it in text) * _SIZE / 1000


def scan(path: Path) -> Path:
    """A page with a picture and no text."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    picture = document.make_stream(b"\0")
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Length=1,
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
    page.obj.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    document.save(path)
    return path


def _shown(x: float, y: float, text: str, turn: int) -> bytes:
    codes = text.encode("utf-16-be").hex()
    matrix = {
        0: f"1 0 0 1 {x:.2f} {y:.2f}",
        90: f"0 1 -1 0 {595 - y:.2f} {x:.2f}",
        180: f"-1 0 0 -1 {595 - x:.2f} {842 - y:.2f}",
        270: f"0 -1 1 0 {y:.2f} {842 - x:.2f}",
    }[turn]
    return f"BT /F1 {_SIZE} Tf {matrix} Tm <{codes}> Tj ET".encode()


def _font(document: pikepdf.Pdf) -> pikepdf.Dictionary:
    name = pikepdf.Name("/Song")
    lines = (f"<{it:02X}00> <{it:02X}FF> <{it:02X}00>" for it in range(256))
    ranges = "\n".join(f"1 beginbfrange {line} endbfrange" for line in lines)
    names = f"{_HEAD} endcodespacerange\n{ranges}\nendcmap end"
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        DW=_WIDE, W=pikepdf.Array([0x20, 0x7E, _NARROW]),
    )  # fmt: skip
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name,
        Encoding=pikepdf.Name("/Identity-H"), ToUnicode=document.make_stream(names.encode()),
        DescendantFonts=pikepdf.Array([document.make_indirect(inner)]),
    )  # fmt: skip
