"""Files that are there whole or not at all, under names that every system accepts."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO

_PRIVATE_FILE, PRIVATE_FOLDER, _USUAL_FOLDER = 0o600, 0o700, 0o777
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _usual_mode() -> int:
    """The permissions of a new file, which a private one gets when it is whole."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


_USUAL_MODE = _usual_mode()


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


# Unlike paths, which raise where a name is longer than a name may be, or a folder is closed to us.
def is_file(path: Path) -> bool:
    """Whether there is such a file; False too where nobody can look."""
    return os.path.isfile(path)


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; False too where nobody can look."""
    return os.path.isdir(path)


def is_there(path: Path) -> bool:
    """Whether there is anything of this name; False too where nobody can look."""
    return os.path.exists(path)


def write_whole(
    target: str | Path, content: bytes | IO[bytes], room: str | Path | None = None
) -> None:
    """Write a file so that at any moment either the old or the new one is complete.

    Args:
        target: the file.
        content: all of it; a stream stands at its beginning.
        room: the folder in which it is written first; None = beside the target.

    Raises:
        OSError: the temporary file is removed again.
    """
    # Texts and not `Path`s: tens of thousands are written in a run.
    path = os.fspath(target)
    name = f".{digest(os.fsencode(path))[:16]}.tmp"
    temporary = os.path.join(room or os.path.dirname(path), name)
    try:
        _write_private(temporary, content, PRIVATE_FOLDER if room else _USUAL_FOLDER)
        _move(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _write_private(temporary: str, content: bytes | IO[bytes], mode: int) -> None:
    """Write a new file, its folder made with a mode where there is none yet."""
    try:
        _write(temporary, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(temporary), mode, exist_ok=True)
        _write(temporary, content)


def _write(path: str, content: bytes | IO[bytes]) -> None:
    """Write a file that is new and the user's own, whatever lay there before."""
    try:
        descriptor = os.open(path, _NEW_FILE, _PRIVATE_FILE)
    except FileExistsError:
        os.unlink(path)
        descriptor = os.open(path, _NEW_FILE, _PRIVATE_FILE)
    if not isinstance(content, bytes):
        with os.fdopen(descriptor, "wb") as out:
            shutil.copyfileobj(content, out)
        return
    # By no file object, which asks the system more of each file.
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _move(temporary: str, target: str) -> None:
    os.chmod(temporary, _USUAL_MODE)
    try:
        os.replace(temporary, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(temporary, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The folder of the case lies on another disk, where only a neighbour can take its place.
        with open(temporary, "rb") as whole:
            write_whole(target, whole)
        os.unlink(temporary)


# Windows forbids these; their full-width twins look the same and are harmless everywhere.
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
# Control and format characters (marks of writing direction among them), lone surrogates.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
# Linux counts 255 bytes a name and Windows 260 characters a path: a Chinese character is 3 bytes.
MOST_BYTES = 120


@lru_cache(maxsize=1024)
def safe_name(text: str, most_bytes: int = MOST_BYTES) -> str:
    """A text as one part of a path; a text that had to be shortened ends in a short hash.

    Papers of thousands of cases go to the same few courts and offices: such names are kept.

    Args:
        text: anything; an empty text gives `_`.
        most_bytes: longest result in UTF-8 bytes.
    """
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r"\s+", " ", name).translate(_FORBIDDEN)
    if not name.isprintable():
        name = "".join(sign for sign in name if unicodedata.category(sign) not in _INVISIBLE)
    name = name.strip(" .") or "_"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    encoded = name.encode("utf-8", "replace")
    if len(encoded) <= most_bytes:
        return name
    mark = f"~{short_hash(text)}"
    return encoded[: most_bytes - len(mark)].decode("utf-8", "ignore").rstrip(" .") + mark


def distinct_names(texts: Iterable[str]) -> list[str]:
    """Safe names that also differ where a file system ignores case or normal form.

    Names that would fall together all get a short hash of their own text, so that a name does
    not depend on its neighbours' order.
    """
    originals = list(texts)
    names = [*map(safe_name, originals)]
    folded = [*map(_folded, names)]
    seen = Counter(folded)
    return [
        name if seen[same] == 1 else f"{name}~{short_hash(text)}"
        for text, name, same in zip(originals, names, folded, strict=True)
    ]


def short_hash(text: str) -> str:
    """Six hexadecimal digits that tell texts apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
