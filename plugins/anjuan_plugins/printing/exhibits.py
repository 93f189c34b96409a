"""Exhibits as pages: pictures and PDF files from the lawyer's disk, taken in with care.

They come from clients and counterparties: nothing is believed of them. Each is read once, within
limits, and by what it is rather than by what its name says.
"""

from __future__ import annotations

import hashlib
import io
import stat
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjuan.files import digest
from anjuan_plugins.printing.fonts import broken_pdf, open_pdf

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from pypdf import PageObject, PdfReader, PdfWriter

MOST_BYTES = 100 * 2**20
MOST_PIXELS = 80_000_000
MOST_PAGES = 2000
# Recordings can't be printed: they are listed, and handed in on a disk.
RECORDINGS = (
    ".mp3", ".m4a", ".wav", ".amr", ".aac", ".ogg", ".wma", ".flac",
    ".mp4", ".mov", ".avi", ".mkv", ".3gp", ".wmv", ".m4v",
)  # fmt: skip

Matrix = tuple[float, float, float, float, float, float]

# Where each EXIF orientation has to be turned to, in the unit square of a PDF picture.
_TURNS: dict[int, Matrix] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_EXIF_ORIENTATION = 0x0112
# Annotations that are no part of what is printed.
_UNPRINTED = ("/Link", "/Popup")
_HIDDEN = 2 | 32
_PRINT_AGAIN = "请重新保存或打印成 PDF。"


class UnusableError(Exception):
    """A file can't become pages.

    Attributes:
        code: of the problem.
        remedy: what to do, one Chinese sentence.
    """

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.code = code
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an exhibit, before it is put on paper.

    Attributes:
        width, height: as shown; points, or pixels of a picture.
        matrix: from what is drawn to that size.
        largest: how many times as large it may be printed.
        drawn: what is drawn, put into a file that is being written.
    """

    width: float
    height: float
    matrix: Matrix
    largest: float
    drawn: Callable[[PdfWriter], Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of an exhibit.

    Attributes:
        path: where it lies.
        digest: SHA-256 of the file.
        size: in bytes.
        leaves: its pages; none where it is a recording.
    """

    path: Path
    digest: str
    size: int
    leaves: tuple[Leaf, ...] = ()


def attachment(path: Path) -> Attachment:
    """A file of an exhibit.

    Raises:
        UnusableError: it can't be used.
        FileNotFoundError: it is not there.
    """
    try:
        size = _size(path)
        if path.suffix.lower() in RECORDINGS:
            with path.open("rb") as file:
                return Attachment(path, hashlib.file_digest(file, "sha256").hexdigest(), size)
        if size > MOST_BYTES:
            told = f"有 {size / 2**20:.0f} MB，超过 {MOST_BYTES // 2**20} MB"
            raise UnusableError("file-too-large", told, "请压缩或拆成几个文件。")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnusableError("unreadable-file", f"读不出来（{reason}）", "请检查权限。") from error
    return Attachment(path, digest(content), size, _leaves(content))


def _size(path: Path) -> int:
    """Size of an ordinary file: what else there is (folders, devices, pipes) may never end."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise UnusableError("not-a-file", "是文件夹", "请写到文件；几个文件用分号隔开。")
    if not stat.S_ISREG(about.st_mode):
        raise UnusableError("not-a-file", "不是普通文件", "请换成 png、jpg 或 pdf 文件。")
    if not about.st_size:
        raise UnusableError("broken-file", "是空的", "请重新保存。")
    return about.st_size


def _leaves(content: bytes) -> tuple[Leaf, ...]:
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return (_picture(content),)
    if b"%PDF-" in content[:1024]:
        return _pdf_leaves(content)
    raise UnusableError(
        "unsupported-file", "不是 png、jpg 或 pdf 文件", "请转成其中一种（看内容，不看扩展名）。"
    )


def _picture(content: bytes) -> Leaf:
    from PIL import Image, UnidentifiedImageError

    too_large = UnusableError("file-too-large", "图片太大", "请缩小到八千万像素以内。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if image.width * image.height > MOST_PIXELS:
                raise too_large
            image.load()
            return _picture_leaf(image, content)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        raise UnusableError("broken-file", f"图片坏了（{error}）", "请重新截图或导出。") from error


def _picture_leaf(image: Picture, content: bytes) -> Leaf:
    a, b, c, d, e, f = _TURNS.get(image.getexif().get(_EXIF_ORIENTATION, 1), _TURNS[1])
    width, height = image.size if a else (image.height, image.width)
    matrix = (a * width, b * height, c * width, d * height, e * width, f * height)
    is_jpeg = content.startswith(b"\xff\xd8") and image.mode in ("L", "RGB")
    if is_jpeg:
        # As it is: an exhibit is not compressed a second time.
        drawn = partial(_image, image.size, image.mode, content, "/DCTDecode")
    else:
        flat = _on_white(image)
        data = zlib.compress(flat.tobytes())
        drawn = partial(_image, flat.size, flat.mode, data, "/FlateDecode")
    # A small picture is not blown up beyond 72 dots per inch.
    return Leaf(width, height, matrix, 1.0, drawn)


def _on_white(image: Picture) -> Picture:
    """Without transparency and without more than 8 bits a channel, as PDF takes it at once."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if not image.has_transparency_data:
        return image if image.mode == "L" else image.convert("RGB")
    clear = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _image(size: tuple[int, int], mode: str, data: bytes, code: str, writer: PdfWriter) -> Any:
    from pypdf.generic import NameObject, NumberObject, StreamObject

    picture = StreamObject()
    picture._data = data
    entries = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Image"),
        "/Width": NumberObject(size[0]),
        "/Height": NumberObject(size[1]),
        "/BitsPerComponent": NumberObject(8),
        "/ColorSpace": NameObject("/DeviceGray" if mode == "L" else "/DeviceRGB"),
        "/Filter": NameObject(code),
    }
    picture.update({NameObject(key): value for key, value in entries.items()})
    return writer._add_object(picture)


def _pdf_leaves(content: bytes) -> tuple[Leaf, ...]:
    try:
        reader = open_pdf(content)
        _open_lock(reader)
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            told = f"有 {pages} 页，超过 {MOST_PAGES} 页"
            raise UnusableError("file-too-large", told, "请拆成几个文件，或只留要用的页。")
        leaves = tuple(_pdf_leaf(page, number) for number, page in enumerate(reader.pages))
    except broken_pdf() as error:
        raise UnusableError("broken-file", f"PDF 坏了（{error}）", _PRINT_AGAIN) from error
    if not leaves:
        raise UnusableError("broken-file", "没有页", _PRINT_AGAIN)
    return leaves


def _open_lock(reader: PdfReader) -> None:
    """Many a file is only locked against changes, with an empty password for reading."""
    from pypdf.errors import DependencyError

    try:
        is_locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError:
        is_locked = True
    if is_locked:
        raise UnusableError("locked-file", "PDF 有密码或加密", "请打印成不加密的 PDF。")


def _pdf_leaf(page: PageObject, number: int) -> Leaf:
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    right, top = float(box.right), float(box.top)
    if right <= left or top <= bottom:
        raise ValueError("page without size")
    upright: dict[int, Matrix] = {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }
    turn = page.rotation % 360
    width, height = right - left, top - bottom
    if turn in (90, 270):
        width, height = height, width
    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    return Leaf(width, height, upright[turn], 1.0, partial(_form, page, data, number))


def _form(page: PageObject, data: bytes, number: int, writer: PdfWriter) -> Any:
    """A page as a picture of itself: its content, and over it what its annotations show."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

    resources = page.get("/Resources", DictionaryObject()).get_object().clone(writer)
    objects = DictionaryObject(resources.get("/XObject", DictionaryObject()).get_object())
    pieces = [b"q\n", data, b"\nQ\n"]
    for place, (appearance, matrix) in enumerate(_appearances(page)):
        name = f"/AnjuanNote{number}-{place}"
        objects[NameObject(name)] = appearance.clone(writer).indirect_reference
        pieces.append(f"q {numbers(matrix)} cm {name} Do Q\n".encode())
    resources[NameObject("/XObject")] = objects
    form = StreamObject()
    form.set_data(b"".join(pieces))
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    box = page.cropbox
    form[NameObject("/BBox")] = ArrayObject(
        FloatObject(side) for side in (box.left, box.bottom, box.right, box.top)
    )
    form[NameObject("/Resources")] = getattr(resources, "indirect_reference", resources)
    if "/Group" in page:
        group: Any = page["/Group"].get_object()
        form[NameObject("/Group")] = group.clone(writer)
    return writer._add_object(form.flate_encode())


def _appearances(page: PageObject) -> Iterator[tuple[Any, Matrix]]:
    """What annotations show, such as an electronic seal, and where it is drawn on the page."""
    for reference in page.get("/Annots") or ():
        note: Any = reference.get_object()
        if note.get("/Subtype") in _UNPRINTED or int(note.get("/F", 0)) & _HIDDEN:
            continue
        shown: Any = note.get("/AP", {}).get("/N")
        shown = shown.get_object() if shown is not None else None
        if shown is not None and not hasattr(shown, "get_data"):
            # One appearance for each state, of a box that is ticked or not.
            shown = shown.get(note.get("/AS"))
            shown = shown.get_object() if shown is not None else None
        matrix = _fitted(shown, note["/Rect"]) if shown is not None and "/Rect" in note else None
        if matrix:
            yield shown, matrix


def _fitted(appearance: Any, rectangle: Any) -> Matrix | None:
    """The matrix that fits an appearance into its rectangle (ISO 32000-1, 12.5.5)."""
    x0, y0, x1, y1 = (float(side) for side in appearance.get("/BBox", (0, 0, 0, 0)))
    a, b, c, d, e, f = (float(it) for it in appearance.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(x, y) for x in (x0, x1) for y in (y0, y1)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    width, height = max(across) - min(across), max(up) - min(up)
    if not width or not height:
        return None
    left, right = sorted((float(rectangle[0]), float(rectangle[2])))
    low, high = sorted((float(rectangle[1]), float(rectangle[3])))
    wide, tall = (right - left) / width, (high - low) / height
    return (wide, 0, 0, tall, left - wide * min(across), low - tall * min(up))


def numbers(matrix: Matrix) -> str:
    """A matrix as PDF writes it: never with an exponent."""
    return " ".join(f"{it:.6f}".rstrip("0").rstrip(".") for it in matrix)
