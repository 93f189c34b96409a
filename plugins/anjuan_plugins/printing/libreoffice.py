"""Word files to PDF by LibreOffice: many a call, several calls at once, none for ever.

What is known of it (pitfalls 23): two calls can't share a profile, a call may hang, die, or end
well without a PDF. So each worker has a profile of its own in a private folder, a call that
brings nothing forth any more is killed with all its processes, and the file at which a call
stopped is tried once more alone: the others never suffer from it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from anjuan import Message, why
from anjuan_plugins.printing.front_pages import Front

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

# Starting costs as much as ten documents; a larger batch has more to do again where it fails.
BATCH = 60
# So many are handed over at once by `in_turn`: some calls for each process.
_AT_ONCE = 1_000
# Seconds without a further PDF after which a call has hung; the first start on a slow machine
# with a virus scanner takes half a minute.
PATIENCE = 120.0
# Each takes some 250 MB.
MOST_WORKERS = 8

# Batches in flight: enough to keep every worker busy, few enough to keep memory flat.
_AHEAD = 2
_TICK = 0.1
_OUT = "out"
_PLACES = (
    "C:/Program Files/LibreOffice/program",
    "C:/Program Files (x86)/LibreOffice/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
)
# soffice.com waits for the end, soffice.exe may not.
_NAMES = ("soffice.com", "soffice.exe") if os.name == "nt" else ("soffice",)
_SETTINGS = Path("user") / "registrymodifications.xcu"
_KILLED = "没有转换完就停了"


_A = TypeVar("_A")
_B = TypeVar("_B")


class ConverterError(Exception):
    """LibreOffice converts nothing at all; the text says how that showed."""


class Converted(NamedTuple):
    """What became of one file.

    Attributes:
        place: among those given.
        source: the Word file as it was read; empty where it could not be.
        pdf: the PDF; empty where there is none.
        reason: why there is none, a Chinese clause; empty where there is one.
    """

    place: int
    source: bytes = b""
    pdf: bytes = b""
    reason: str = ""


Source = Callable[[], bytes]


class Driver(NamedTuple):
    """How a program is asked to convert.

    Attributes:
        title: as people know the program.
        command: for the program, a private folder, the folder for PDFs and the names of files, both
            of which lie there.
        most: how many calls at once.
    """

    title: str
    command: Callable[[Path, Path, str, Sequence[str]], list[str]]
    most: int


def _by_soffice(program: Path, folder: Path, out: str, names: Sequence[str]) -> list[str]:
    return [
        str(program),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", out, *names),
    ]


SOFFICE = Driver("LibreOffice", _by_soffice, MOST_WORKERS)


def given(content: bytes) -> Source:
    """A source that is in memory already."""
    return lambda: content


def find_soffice() -> Path | None:
    """LibreOffice's program: on PATH, or where its installers put it."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            console = Path(found).with_suffix(".com")
            return console if os.name == "nt" and console.is_file() else Path(found)
    candidates = (Path(place) / name for place in (*_PLACES, *_optional()) for name in _NAMES)
    return next((path for path in candidates if path.is_file()), None)


def _optional() -> list[str]:
    return [str(path) for path in sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)]


@dataclass(frozen=True)
class Converter:
    """LibreOffice at work for one run; made by `converter`.

    Attributes:
        program: what is called.
        folder: private to this run.
        workers: how many calls at once.
        patience: seconds without a further PDF after which a call is given up.
        stopped: set when the run is over, so that no call outlives it.
        driver: how the program is asked.
    """

    program: Path
    folder: Path
    workers: int
    patience: float
    stopped: Event = field(default_factory=Event)
    driver: Driver = SOFFICE

    def in_turn(
        self, items: Iterable[_A], source: Callable[[_A], Source]
    ) -> Iterator[tuple[_A, Converted]]:
        """Convert what there may be very many of: so many at a time, and no more are held.

        Args:
            items: what Word files stand for.
            source: gives the file of one.

        Raises:
            ConverterError: as from `convert`.
        """
        remaining = iter(items)
        while some := tuple(islice(remaining, _AT_ONCE)):
            for result in self.convert(map(source, some)):
                yield some[result.place], result

    def convert(self, sources: Iterable[Source]) -> Iterator[Converted]:
        """Convert Word files; each comes back exactly once, in order of batches.

        Args:
            sources: read each file when its turn comes; they may raise OSError.

        Raises:
            ConverterError: LibreOffice converts nothing at all.
        """
        # Whoever only loads the plug-ins starts no threads.
        from concurrent.futures import ThreadPoolExecutor

        numbered = list(enumerate(sources))
        size = max(1, min(BATCH, -(-len(numbered) // self.workers)))
        desks: SimpleQueue[_Desk] = SimpleQueue()
        for number in range(self.workers):
            desks.put(_Desk(self, self.folder / str(number)))
        with ThreadPoolExecutor(self.workers) as executor:
            try:
                batches = (numbered[at : at + size] for at in range(0, len(numbered), size))
                for batch in _in_order(executor, self.workers, partial(_at_a_desk, desks), batches):
                    yield from batch
            except BaseException:
                self.stopped.set()
                raise


@contextmanager
def converter(
    program: Path,
    output: Path,
    jobs: int,
    patience: float = PATIENCE,
    driver: Driver = SOFFICE,
) -> Iterator[Converter]:
    """LibreOffice with private profiles, removed afterwards; leftovers of a killed run as well.

    Args:
        program: LibreOffice.
        output: the output folder, which this run holds against others.
        jobs: how many calls at once, at most.
        patience: seconds without a further PDF after which a call is given up.
        driver: how the program is asked.
    """
    mark = hashlib.sha256(str(output).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    prefix = f"anjuan-{mark}-"
    _remove(prefix)
    # Only its owner may look into it: it holds copies of the papers.
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    workers = max(1, min(jobs, driver.most))
    made = Converter(program, folder, workers, patience, driver=driver)
    try:
        yield made
    finally:
        made.stopped.set()
        # All of them: what a killed run had started may have written on while this one began.
        _remove(prefix)


def _remove(prefix: str) -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _in_order(
    executor: Executor, workers: int, work: Callable[[_A], _B], items: Iterable[_A]
) -> Iterator[_B]:
    """Results in the order of the items, not many of which are ahead of the one that is taken."""
    waiting: deque[Future[_B]] = deque()
    for item in items:
        waiting.append(executor.submit(work, item))
        if len(waiting) > _AHEAD * workers:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _at_a_desk(desks: SimpleQueue[_Desk], batch: Sequence[tuple[int, Source]]) -> list[Converted]:
    desk = desks.get()
    try:
        return list(desk.converted(batch))
    finally:
        desks.put(desk)


class _Desk:
    """The place of one worker: a profile, a folder for copies, a folder for PDFs."""

    def __init__(self, converter: Converter, folder: Path) -> None:
        self._converter = converter
        self._folder = folder
        self._out = folder / _OUT
        # False as long as nothing says that LibreOffice works at all.
        self._works = False

    def converted(self, batch: Sequence[tuple[int, Source]]) -> Iterator[Converted]:
        """Every file of a batch, whatever happens to the calls."""
        self._prepare()
        waiting: dict[int, bytes] = {}
        for index, read in batch:
            try:
                waiting[index] = read()
            except OSError as error:
                yield Converted(index, reason=Message("读不出来（{}）", why(error)))
        while waiting:
            self._call(waiting)
            yield from self._finished(waiting)
            if waiting:
                yield self._alone(waiting)

    def _prepare(self) -> None:
        settings = self._folder / "profile" / _SETTINGS
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(_settings(), encoding="utf-8")
            (self._folder / "fonts.conf").write_text(_font_settings(), encoding="utf-8")

    def _finished(self, waiting: dict[int, bytes]) -> Iterator[Converted]:
        """Those whose PDF stands; they wait no longer."""
        for index in list(waiting):
            if pdf := self._take(f"{index}.pdf"):
                self._works = True
                yield Converted(index, waiting.pop(index), pdf)

    def _alone(self, waiting: dict[int, bytes]) -> Converted:
        """The file at which a call stopped: it is to blame, or just happened to be there."""
        index = next(iter(waiting))
        source = waiting.pop(index)
        reason = self._call({index: source})
        if pdf := self._take(f"{index}.pdf"):
            self._works = True
            return Converted(index, source, pdf)
        self._prove_that_it_works(reason)
        return Converted(index, source, reason=reason or "没有转出 PDF")

    def _prove_that_it_works(self, reason: str) -> None:
        """After a failure, lest a thousand files be blamed for a broken installation.

        Raises:
            ConverterError: it does not.
        """
        if not self._works:
            from anjuan_plugins.printing.typesetting import front_pages

            self._call({0: front_pages(Front("试转", (), (), ()))}, "probe")
            if not self._take("probe0.pdf"):
                title = self._converter.driver.title
                raise ConverterError(f"{title} {reason or '没有转出 PDF'}")
        self._works = False

    def _call(self, files: dict[int, bytes], mark: str = "") -> str:
        """One call; returns what was wrong with it, a Chinese clause, or nothing."""
        if self._converter.stopped.is_set():
            return _KILLED
        shutil.rmtree(self._out, ignore_errors=True)
        self._out.mkdir()
        names = []
        for index, content in files.items():
            names.append(f"{mark}{index}.docx")
            (self._folder / names[-1]).write_bytes(content)
        try:
            with _started(self._command(names), self._folder) as process:
                return self._watched(process)
        except OSError as error:
            return f"启动不了（{why(error)}）"
        finally:
            for name in names:
                (self._folder / name).unlink(missing_ok=True)

    def _command(self, names: Sequence[str]) -> list[str]:
        office = self._converter
        return office.driver.command(office.program, self._folder, _OUT, names)

    def _watched(self, process: subprocess.Popen[bytes]) -> str:
        """Wait until it ends, or until nothing more comes."""
        patience, stopped = self._converter.patience, self._converter.stopped
        last, produced = time.monotonic(), 0
        while True:
            with suppress(subprocess.TimeoutExpired):
                status = process.wait(_TICK)
                return f"{_KILLED}（状态 {status}）" if status else ""
            now = sum(1 for _ in self._out.iterdir())
            if now != produced:
                last, produced = time.monotonic(), now
            if stopped.is_set():
                return _KILLED
            if time.monotonic() - last > patience:
                return f"超过 {patience:g} 秒没有结果，已强行结束"

    def _take(self, name: str) -> bytes:
        """A finished PDF; nothing where there is none, or only the first part of one."""
        try:
            content = (self._out / name).read_bytes()
        except OSError:
            return b""
        return content if content.rstrip().endswith(b"%%EOF") else b""


@contextmanager
def _started(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process with all that it starts in one group, none of which outlives the block."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        if process.poll() is None:
            command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)
    else:
        # The program that was started may have ended before those it started itself.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Ours, with Chinese fonts in place of those of Windows where fontconfig chooses fonts."""
    environment = dict(os.environ)
    if sys.platform == "linux":
        environment.setdefault("FONTCONFIG_FILE", str(folder / "fonts.conf"))
    return environment


def _settings() -> str:
    """A profile that runs no macro and fetches nothing that a document links to."""
    security = "/org.openoffice.Office.Common/Security/Scripting"
    values = (
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
        ("BlockUntrustedRefererLinks", "true"),
        ("DisableActiveContent", "true"),
    )
    items = "".join(
        f'<item oor:path="{security}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for name, value in values
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )


# Free fonts of the same style, best first; without them a missing 仿宋 becomes any sans serif.
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "AR PL UMing CN")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Zen Hei")
_LATIN = ("Liberation Serif", "Tinos", *_SERIF)
_STAND_INS = {
    **dict.fromkeys(("仿宋", "仿宋_GB2312", "FangSong", "宋体", "SimSun", "楷体", "KaiTi"), _SERIF),
    **dict.fromkeys(("黑体", "SimHei", "微软雅黑", "Microsoft YaHei"), _SANS),
    "Times New Roman": _LATIN,
}


def _font_settings() -> str:
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{font}</string></test>'
        '<edit name="family" mode="append" binding="strong">'
        + "".join(f"<string>{name}</string>" for name in names)
        + "</edit></match>"
        for font, names in _STAND_INS.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>'
    )
