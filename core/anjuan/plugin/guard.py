"""The one place that catches what plug-in code raises, and keeps what it prints off stdout."""

from __future__ import annotations

import inspect
import io
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from functools import wraps
from itertools import islice
from pathlib import Path
from threading import Lock, local
from types import FrameType, TracebackType
from typing import TypeVar

import pluggy

from anjuan.errors import AnjuanError, PluginError
from anjuan.messages import Message, own_words, public
from anjuan.plugin import hookspecs

_T = TypeVar("_T")
# A plug-in that returns more records than this from one hook is a runaway generator.
MOST_RECORDS = 1000
# Between us and a plug-in: whoever calls it, or imports it. Once a library has imported the
# backport of importlib.metadata, plug-ins are loaded by that.
_HOSTS = frozenset(
    {hookspecs.PROJECT, pluggy.__name__, "importlib_metadata", *sys.stdlib_module_names}
)


# For tests of plug-ins: what plug-in code raised while somebody listens, whole.
_HEARD: ContextVar[list[BaseException] | None] = ContextVar("heard", default=None)


@contextmanager
def heard() -> Iterator[list[BaseException]]:
    """The errors that `guard` turns into messages while this is entered, in their order."""
    found: list[BaseException] = []
    token = _HEARD.set(found)
    try:
        yield found
    finally:
        _HEARD.reset(token)


class aside:  # noqa: N801  # it is used like a function
    """Send what plug-ins print to stderr: whoever has many guards to enter has it sent once."""

    __slots__ = ()

    def __enter__(self) -> None:
        if not _HERE.inside:
            _ASIDE.enter()
        _HERE.inside += 1

    def __exit__(
        self, sort: object, error: BaseException | None, where: TracebackType | None
    ) -> None:
        _HERE.inside -= 1
        if not _HERE.inside:
            _ASIDE.leave()


class guard(aside):  # noqa: N801  # likewise
    """Turn whatever a plug-in's code raises into a `PluginError` that names the plug-in.

    This module is the one place that catches `Exception`: plug-in code may do anything, even leave
    the program, and one plug-in must never stop another or the batch. Only Ctrl-C passes. What is
    printed inside goes to stderr.
    """

    __slots__ = ("_plugin",)

    def __init__(self, plugin: str) -> None:
        self._plugin = plugin

    def __exit__(
        self, sort: object, error: BaseException | None, where: TracebackType | None
    ) -> None:
        super().__exit__(sort, error, where)
        if error is not None and not isinstance(error, KeyboardInterrupt):
            raise _told(self._plugin, error) from error


def called(plugin: str, function: Callable[..., _T], *given: object) -> _T:
    """What a plug-in's function returns, called inside a `guard` of its own.

    Raises:
        PluginError: it raised something.
    """
    if not _HERE.inside:
        with guard(plugin):
            return function(*given)
    # As for each name that a template asks for: what is printed is turned aside already.
    try:
        return function(*given)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # this is the place
        raise _told(plugin, error) from error


def telling(
    plugin: str, function: Callable[[str], object], read: Callable[[object], str]
) -> Callable[[str], str]:
    """A plug-in's function from text to text, of which each call is inside of a `guard`.

    Args:
        plugin: whose it is.
        function: what is called for each value that a filter makes.
        read: makes a text of what is none, or of one of the plug-in's own; it may raise.
    """

    @wraps(function)
    def told(text: str) -> str:
        if not _HERE.inside:
            with guard(plugin):
                return read(function(text))
        # As nearly always: what is printed is turned aside already.
        try:
            made = function(text)
            return made if type(made) is str else read(made)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # this is the place
            raise _told(plugin, error) from error

    return told


def _told(plugin: str, error: BaseException) -> PluginError:
    """What a plug-in's code raised, as the lawyer and the plug-in's author are told of it."""
    if isinstance(error, AnjuanError):
        return PluginError("插件 {}：{}", plugin, error.message)
    if isinstance(error, pluggy.PluginValidationError):
        return PluginError(
            "插件 {} 的钩子不对：{}。可能是为另一个版本的 anjuan 编写的。", plugin, error
        )
    if isinstance(error, ImportError):
        text, place = _text(error), public(_place(error))
        return PluginError("插件 {} 导入不了：{}（{}）。{}", plugin, text, place, _hint(error))
    if (listening := _HEARD.get()) is not None:
        listening.append(error.with_traceback(_from_own_line(error)))
    sort, place = public(type(error).__name__), public(_place(error))
    return PluginError("插件 {} 出错：{}：{}（{}）。", plugin, sort, _text(error), place)


class told_at:  # noqa: N801  # likewise
    """Tell of what a plug-in returned where it was returned: its code raises nothing there.

    Args:
        place: tells where that is, such as `place_of`; empty = nothing is told.
        of: what it is asked with where it is needed.
    """

    __slots__ = ("_of", "_place")

    def __init__(self, place: Callable[..., str], *of: object) -> None:
        self._place = place
        self._of = of

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, sort: object, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception) or _own_package(error):
            return
        place = public(self._place(*self._of))
        if place and isinstance(error, AnjuanError):
            raise PluginError("{}（{}）", error.message, place) from error
        if place:
            told = "返回的用不了：{}：{}。请对照 docs/hooks.md 改正。（{}）"
            raise PluginError(told, public(type(error).__name__), _text(error), place) from error


def place_of(function: Callable[..., object]) -> str:
    """File, line and name of a plug-in's function; empty for one of ours, or where unknown."""
    inner = inspect.unwrap(function)
    code = getattr(inner, "__code__", None)
    if code is None or not _is_file(code.co_filename):
        return ""
    if str(inner.__module__).partition(".")[0] in _HOSTS:
        return ""
    return f"{Path(code.co_filename).name} 第 {code.co_firstlineno} 行，{code.co_name}"


@contextmanager
def sealed(plugin: str) -> Iterator[None]:
    """Like `guard`, around code that has other people's data in its hands: none of it comes out.

    What is printed inside goes nowhere. Of an error that was made for the user its own words are
    told, of any other its sort and its place.
    """
    nowhere = _Nowhere()
    try:
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            yield
    except KeyboardInterrupt:
        raise
    except AnjuanError as error:
        # Not `from error`: who prints the chain would print what was hidden.
        words = own_words(error.message)
        if isinstance(error, PluginError):
            words = Message("插件 {}：{}", public(plugin), words)
        raise type(error)(words) from None
    except BaseException as error:  # noqa: BLE001  # this is the place
        sort, place = public(type(error).__name__), public(_place(error))
        raise PluginError("插件 {} 出错：{}（{}）。", public(plugin), sort, place) from None


class _Nowhere(io.TextIOBase):
    """Takes what is printed and keeps nothing."""

    def write(self, text: str, /) -> int:
        return len(text)


class _Aside:
    """Sends what is printed to stderr while any thread is inside: stdout is for results.

    Children of the process, and what writes to file descriptors, it doesn't reach: for those the
    command line takes stdout out of reach (cli/terminal.py).
    """

    __slots__ = ("_lock", "_stdout", "_threads")

    def __init__(self) -> None:
        self._lock = Lock()
        self._threads = 0

    def enter(self) -> None:
        with self._lock:
            if not self._threads:
                self._stdout, sys.stdout = sys.stdout, sys.stderr
            self._threads += 1

    def leave(self) -> None:
        with self._lock:
            self._threads -= 1
            if not self._threads:
                sys.stdout = self._stdout


class _Here(local):
    """How many of them this thread is inside of."""

    inside = 0


_ASIDE, _HERE = _Aside(), _Here()


def bounded(items: Iterable[_T], most: int, what: str) -> tuple[_T, ...]:
    """All items, where there are not too many of them.

    Args:
        items: anything, also a generator without end.
        most: how many are allowed.
        what: what they are, for the message.

    Raises:
        PluginError: there are more.
    """
    taken = tuple(islice(items, most + 1))
    if len(taken) > most:
        endless = "{}超过 {} 个，多半没有尽头。请给它一个尽头。"
        raise PluginError(endless, public(what), public(most))
    return taken


def _text(error: BaseException) -> str:
    """What an error of a plug-in says; nothing where that can't be told either."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # this is the place
        return ""


def _place(error: BaseException) -> str:
    """File, line and function in which it happened, for the plug-in's author.

    The last line of his own, for he can't look into the libraries that he calls; where none of his
    was reached, the innermost.
    """
    if isinstance(error, SyntaxError) and _is_file(error.filename or "<unknown>"):
        return f"{Path(error.filename or '').name} 第 {error.lineno} 行"
    frames = [*traceback.walk_tb(error.__traceback__)]
    packages = [_package(frame) for frame, _ in frames]
    own = _own_package(error)
    places = [place for place, package in zip(frames, packages, strict=True) if package == own]
    frame, line = (places or frames)[-1]
    return f"{Path(frame.f_code.co_filename).name} 第 {line} 行，{frame.f_code.co_name}"


def _own_package(error: BaseException) -> str:
    """The first package on the way to an error that is the plug-in's; empty where none is."""
    packages = (_package(frame) for frame, _ in traceback.walk_tb(error.__traceback__))
    return next((it for it in packages if it not in _HOSTS), "")


def _from_own_line(error: BaseException) -> TracebackType | None:
    """The traceback from the first line that is the plug-in's; whole where none is."""
    rest = error.__traceback__
    while rest and _package(rest.tb_frame) in _HOSTS:
        rest = rest.tb_next
    return rest or error.__traceback__


def _package(frame: FrameType) -> str:
    """The package whose code runs in a frame; our own for code that stands in no file."""
    if not _is_file(frame.f_code.co_filename):
        return hookspecs.PROJECT
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _is_file(name: str) -> bool:
    return not name.startswith("<")


def _hint(error: ImportError) -> Message:
    if (error.name or "").partition(".")[0] == hookspecs.PROJECT:
        return Message("名字写错了，或者它是为更新的 anjuan 编写的：请核对，或升级 anjuan。")
    return Message("请安装它缺少的包。")
