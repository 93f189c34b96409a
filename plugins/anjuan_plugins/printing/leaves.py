"""Exhibits as leaves of a book: pictures and PDF files from the lawyer's disk, set on A4.

They come from clients and counterparties: nothing is believed of them. Each is read once, within
limits, and by what it is rather than by what its name says.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from anjuan import Rule, Severity, why
from anjuan_plugins.printing.pages import digest, opened, shown_size

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MOST_BYTES = 100 * 2**20
MOST_PIXELS = 80_000_000
# Seconds that the pages of one PDF may take.
MOST_SECONDS = 120.0
# Recordings can't be printed: they are listed, and handed in on a disk.
RECORDINGS = (
    ".mp3", ".m4a", ".wav", ".amr", ".aac", ".ogg", ".wma", ".flac",
    ".mp4", ".mov", ".avi", ".mkv", ".3gp", ".wmv", ".m4v",
)  # fmt: skip

NOT_A_FILE = Rule("not-a-file", "证据文件的路径是文件夹或设备，不是文件。")
UNREADABLE_FILE = Rule("unreadable-file", "证据文件读不出来。")
BROKEN_FILE = Rule("broken-file", "证据文件是空的或坏的。")
LOCKED_FILE = Rule("locked-file", "证据 PDF 有密码或加密。")
UNSUPPORTED_FILE = Rule("unsupported-file", "证据文件不是 png、jpg、pdf 或录音录像。")
FILE_TOO_LARGE = Rule("file-too-large", "证据文件太大、像素或页数太多。")
UNSHOWN_TEXT = Rule("unshown-text", "证据 PDF 的表单里填了字，却没有存下可以印的样子。")
UNTRIED_FILE = Rule("untried-file", "证据 PDF 要在另一个进程里打开，那个进程没能启动。")
MENDED_FILE = Rule(
    "mended-file", "证据 PDF 的结构有误，按读得出的内容编进了证据册。", Severity.WARNING
)

RULES = (
    NOT_A_FILE, UNREADABLE_FILE, BROKEN_FILE, LOCKED_FILE, UNSUPPORTED_FILE, FILE_TOO_LARGE,
    UNSHOWN_TEXT, UNTRIED_FILE, MENDED_FILE,
)  # fmt: skip

# A page may be as long as this, in points; on paper all of them become shorter.
_LONGEST = 14_000
# What the colour profile of a picture has to be for; another one would falsify its colours.
_COLOURS = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}
# What is raised for several pictures in one file that don't fit together.
_UNFIT = (AssertionError, LookupError, OSError, TypeError, ValueError)
_PRINT_AGAIN = "请重新保存或打印成 PDF。"
# What the trial says before it looks at the file: without it nothing is known of the file.
_STARTED = "anjuan: started\n"


class UnusableError(Exception):
    """A file can't become leaves; the text says why, a Chinese clause.

    Attributes:
        rule: of the problem.
        remedy: what to do, one Chinese sentence.
    """

    def __init__(self, rule: Rule, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.remedy = remedy


class Attachment(NamedTuple):
    """One file of an exhibit.

    Attributes:
        path: where it lies.
        digest: SHA-256 of the file.
        size: in bytes.
        leaves: its pages as a PDF, each on a sheet of A4; empty where it is a recording.
        shapes: width and height of each sheet, in points.
        is_mended: true where the file is damaged and something may be missing.
    """

    path: Path
    digest: str
    size: int
    leaves: bytes = b""
    shapes: tuple[tuple[float, float], ...] = ()
    is_mended: bool = False


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
            raise UnusableError(FILE_TOO_LARGE, told, "请压缩或拆成几个文件。")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnusableError(UNREADABLE_FILE, f"读不出来（{why(error)}）", "请检查权限。") from error
    except ValueError as error:
        raise UnusableError(UNREADABLE_FILE, "读不出来（路径不对）", "请核对路径。") from error
    return _attached(path, content)


def fingerprint(path: Path) -> str:
    """SHA-256 of a file; empty where it can't be read."""
    try:
        _size(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, UnusableError):
        return ""


def _size(path: Path) -> int:
    """Size of an ordinary file: what else there is (folders, devices, pipes) may never end."""
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise UnusableError(NOT_A_FILE, "是文件夹", "请写到文件；几个文件用分号隔开。")
    if not stat.S_ISREG(about.st_mode):
        raise UnusableError(NOT_A_FILE, "不是普通文件", "请换成 png、jpg 或 pdf 文件。")
    if not about.st_size:
        raise UnusableError(BROKEN_FILE, "是空的", "请重新保存。")
    return about.st_size


def _attached(path: Path, content: bytes) -> Attachment:
    from anjuan_plugins.printing.trial import on_sheets

    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        word, leaves = on_sheets(_picture_page(content))
    elif b"%PDF-" in content[:1024]:
        word, leaves = _tried(content)
    else:
        raise UnusableError(
            UNSUPPORTED_FILE,
            "不是 png、jpg 或 pdf 文件",
            "请转成其中一种（看内容，不看扩展名）。",
        )
    if not leaves:
        raise _refused(word)
    name = digest(content)
    return Attachment(path, name, len(content), leaves, _shapes(leaves), word == "mended")


def _shapes(leaves: bytes) -> tuple[tuple[float, float], ...]:
    with opened(leaves) as pdf:
        return tuple(shown_size(page) for page in pdf.pages)


def _picture_page(content: bytes) -> bytes:
    """A picture as a PDF of one page, a dot a point or less, turned as the camera was held."""
    from PIL import Image, UnidentifiedImageError

    too_large = UnusableError(FILE_TOO_LARGE, "图片太大", "请缩小到八千万像素以内。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if image.width * image.height > MOST_PIXELS:
                raise too_large
            image.load()
            return _as_it_is(content, image) or _paged(_plain(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        raise UnusableError(BROKEN_FILE, "图片坏了，打不开", "请重新截图或导出。") from error


def _as_it_is(content: bytes, image: Picture) -> bytes:
    """The page of a photograph, which is not compressed a second time; empty where it must be."""
    profile = image.info.get("icc_profile")
    fits = not profile or profile[16:20] == _COLOURS.get(image.mode)
    if not content.startswith(b"\xff\xd8") or not fits:
        return b""
    from img2pdf import ExifOrientationError, JpegColorspaceError

    try:
        return _paged(content)
    except (ExifOrientationError, JpegColorspaceError, *_UNFIT):
        # The first is raised for a mirrored one.
        return b""


def _paged(picture: bytes) -> bytes:
    import logging

    import img2pdf

    # What it would say on stderr is of no use to anybody.
    logging.getLogger("img2pdf").setLevel(logging.CRITICAL)
    made: Any = img2pdf.convert(picture, layout_fun=_layout, first_frame_only=True, nodate=True)
    return bytes(made)


def _layout(width: int, height: int, _: object) -> tuple[float, float, float, float]:
    """Page and picture, whatever dots an inch it claims; some readers cut a dot off an edge."""
    scale = min(1.0, _LONGEST / max(width, height))
    return scale * width + 3, scale * height + 3, scale * width, scale * height


def _plain(image: Picture) -> bytes:
    """A picture upright, on white instead of transparent, with 8 bits a channel at most."""
    from PIL import Image, ImageOps

    flat = ImageOps.exif_transpose(image)
    if flat.mode.startswith("I"):
        flat = flat.convert("I").point(lambda level: level / 256).convert("L")
    elif flat.has_transparency_data:
        clear = flat.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        flat = Image.alpha_composite(white, clear).convert("RGB")
    elif flat.mode not in ("1", "L", "P", "RGB"):
        flat = flat.convert("RGB")
    content = io.BytesIO()
    flat.save(content, "PNG", icc_profile=None)
    return content.getvalue()


def _tried(content: bytes) -> tuple[str, bytes]:
    """What is to be told of a PDF, and its sheets; none where it can't be used."""
    # Without its own folder on the path: modules there are called like others elsewhere.
    command = [sys.executable, "-P", str(Path(__file__).with_name("trial.py"))]
    # A program that runs from one file has put its libraries where no other Python looks.
    places = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
            env={**os.environ, **places},
        )
    except subprocess.TimeoutExpired:
        return FILE_TOO_LARGE.code, b""
    except (OSError, ValueError):
        return UNTRIED_FILE.code, b""
    _, started, word = done.stderr.decode("utf-8", "replace").partition(_STARTED)
    if not started:
        return UNTRIED_FILE.code, b""
    return word, done.stdout if done.returncode == 0 else b""


def _refused(word: str) -> UnusableError:
    """Why a PDF can't be used, by the word that the trial left; any other end is a broken file."""
    if word == LOCKED_FILE.code:
        return UnusableError(LOCKED_FILE, "PDF 有密码或加密", "请打印成不加密的 PDF。")
    if word == FILE_TOO_LARGE.code:
        from anjuan_plugins.printing.trial import MOST_PAGES

        told = f"PDF 超过 {MOST_PAGES} 页，或者读起来太费内存、时间"
        return UnusableError(FILE_TOO_LARGE, told, "请拆成几个文件，或只留要用的页。")
    if word == UNTRIED_FILE.code:
        told = "PDF 没有看成：看它的进程没能启动，文件本身不一定有问题"
        return UnusableError(UNTRIED_FILE, told, "请重试；还不行的，请转成图片（png、jpg）。")
    if word == UNSHOWN_TEXT.code:
        return UnusableError(UNSHOWN_TEXT, "的表单里填的字印不出来", _PRINT_AGAIN)
    return UnusableError(BROKEN_FILE, "PDF 坏了，打不开", _PRINT_AGAIN)
