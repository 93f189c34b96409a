"""docs/hooks.md: the door of the program, from its code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any

from pluggy import HookimplMarker

import anjuan
from anjuan import testing
from anjuan.plugin import hookspecs
from anjuan.plugin.host import BUILT_IN
from anjuan.plugin.kinds import API_VERSION
from tools.docstrings import first_sentence, told
from tools.settings_pages import catalogue_tables

ROOT = Path(__file__).parents[2]
_STUB = Path(anjuan.__file__).with_suffix(".pyi")
# A default that is written longer than this is left out.
_LONGEST = 40
_PLAIN = (str, int, tuple, type(None))


def hooks() -> str:
    """The page, for authors of plug-ins."""
    return "\n".join((*_head(), *_hooks(), *_offered(), *_testing(), *_catalogue())) + "\n"


def _head() -> Iterator[str]:
    yield "# Hooks and records"
    yield ""
    yield f"Version {API_VERSION} of the interface. Made from the code (`make reference`)."
    yield "All of it is imported from `anjuan` itself, what tests need from `anjuan.testing`; what"
    yield "is not listed here may change at any time."


def _hooks() -> Iterator[str]:
    yield from ("", "## Hooks")
    for name, hook in inspect.getmembers(hookspecs, inspect.isfunction):
        if name.startswith("anjuan_"):
            yield from ("", f"### `{name}{_signature(hook)}`")
            yield from told(inspect.getdoc(hook) or "")
            yield from ("", f"Used by: {', '.join(_users(name))}.")


def _users(hook: str) -> Iterator[str]:
    """The shipped plug-ins and the examples that use a hook, from their source."""
    places = [it.place for it in BUILT_IN if not it.is_folder]
    files = {f"`{it}`": ROOT / "plugins" / f"{it.replace('.', '/')}.py" for it in places}
    examples = (ROOT / "docs" / "examples").rglob("*.py")
    for it in examples:
        shown = it.relative_to(ROOT / "docs").as_posix()
        files[f"[`docs/{shown}`]({shown})"] = it
    for shown, path in files.items():
        if f"def {hook}(" in path.read_text(encoding="utf-8"):
            yield shown


def _offered() -> Iterator[str]:
    """Every public name, in the groups and the order of the stub."""
    _, *groups = _STUB.read_text(encoding="utf-8").split("\n\n")
    for group in groups:
        title, _, names = group.partition("\n")
        things = {name: getattr(anjuan, name) for name in re.findall(r"(\w+) as \1,", names)}
        yield from _section(title.strip("# ."), things)


def _testing() -> Iterator[str]:
    """What `anjuan.testing` offers: its functions first, then the rows that they begin with."""
    things = {name: getattr(testing, name) for name in testing.__all__}
    functions = {name: it for name, it in things.items() if callable(it) and name != "Row"}
    yield from _section("`anjuan.testing`", functions)
    rows = (f"`{name}`" for name, it in things.items() if isinstance(it, dict))
    others = (f"`{name}`" for name, it in things.items() if isinstance(it, str))
    yield from ("", f"The sound rows: {', '.join(rows)}; what stands in some: {', '.join(others)}.")
    yield f"`TODAY` is {testing.TODAY}, `Row` a mapping of headings to what is typed below them."


def _section(title: str, things: dict[str, Any]) -> Iterator[str]:
    """A list of all, and each that more is to be said of with a heading of its own."""
    long = {name: it for name, it in things.items() if _has_more(it)}
    yield from ("", f"## {title}", "")
    for name, it in things.items():
        shown = f"[`{name}`](#{name.lower()})" if name in long else f"`{name}`"
        yield f"- {shown}: {_short(it)}"
    for name, it in long.items():
        yield from ("", f"### `{name}`", "", "```", *_shape(name, it), "```")
        yield from told(_documentation(it))
        yield from _methods(it)


def _has_more(thing: object) -> bool:
    if isinstance(thing, type) and issubclass(thing, Exception):
        return "\n\n" in _documentation(thing)
    return callable(thing) and not isinstance(thing, UnionType | HookimplMarker)


def _short(thing: object) -> str:
    """Its first sentence; of a constant, what it is."""
    if isinstance(thing, HookimplMarker):
        return "marks a function as the implementation of the hook of its name."
    if callable(thing) and not isinstance(thing, UnionType):
        return first_sentence(_behind(thing))
    if isinstance(thing, UnionType):
        names = (getattr(it, "__name__", str(it)) for it in thing.__args__)
        return f"one of {', '.join(f'`{it}`' for it in names)}."
    return f"{thing}."


def _documentation(thing: Any) -> str:
    """What it says of itself; of what is only called, what is said of the call too."""
    called = thing.__call__ if getattr(thing, "_is_protocol", False) else None
    return "\n\n".join(filter(None, map(inspect.getdoc, (_behind(thing), called))))


def _behind(thing: object) -> object:
    """The function that a fixture of pytest or a cache stands before."""
    return getattr(thing, "__wrapped__", None) or getattr(thing, "_fixture_function", thing)


def _shape(name: str, thing: Any) -> Iterator[str]:
    """What it is made of, or how it is called."""
    if isinstance(thing, type) and issubclass(thing, Enum):
        yield from (f"{word.name} = {word.value!r}" for word in thing)
    elif isinstance(thing, type) and is_dataclass(thing):
        yield from (_field(it) for it in fields(thing) if not it.name.startswith("_"))
        yield from _properties(thing)
    elif isinstance(thing, type) and issubclass(thing, Exception):
        yield f"class {name}({thing.__base__.__name__ if thing.__base__ else ''})"
    elif getattr(thing, "_is_protocol", False):
        yield f"{name}{_signature(thing.__call__)}"
    else:
        yield f"{name}{_signature(thing if isinstance(thing, type) else _behind(thing))}"


def _field(it: Field[Any]) -> str:
    if it.default is not MISSING:
        value = repr(it.default) if isinstance(it.default, _PLAIN) else "…"
    else:
        value = "" if it.default_factory is MISSING else "…"
    return f"{it.name}: {_type(it.type)}{value and f' = {value}'}"


def _properties(record: type[Any]) -> Iterator[str]:
    for name, made in inspect.getmembers(record, lambda thing: isinstance(thing, property)):
        typed = inspect.signature(made.fget).return_annotation
        yield f"{name}: {typed}  # {first_sentence(made)}"


def _methods(thing: object) -> Iterable[str]:
    """What a record does, each with what comes of it."""
    if not isinstance(thing, type) or issubclass(thing, Enum | Exception):
        return
    for name, method in vars(thing).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            yield from (
                "",
                f"**`{name}{_signature(method)}`**",
                *told(inspect.getdoc(method) or ""),
            )


class _Omitted:
    """Stands for a default that tells a reader nothing."""

    def __repr__(self) -> str:
        return "…"


def _signature(function: Callable[..., Any] | Any) -> str:
    """As it is typed, without defaults that are long, or a function."""
    signature = inspect.signature(function)
    shown = signature.replace(
        parameters=[
            it if len(repr(it.default)) <= _LONGEST and not inspect.isfunction(it.default)
            else it.replace(default=_Omitted())
            for it in signature.parameters.values()
        ]
    )  # fmt: skip
    # Annotations come as texts.
    typed = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(shown))
    return re.sub(r"\(self(?:, )?", "(", typed)


def _type(annotation: object) -> str:
    """Without the description of the column, which the reference of columns has."""
    text = str(annotation)
    return re.sub(r"^Annotated\[(.+?), Column\(.*$", r"\1", text, flags=re.DOTALL)


def _catalogue() -> Iterator[str]:
    yield from ("", "## Catalogue files", "")
    yield "What `anjuan_catalogue_files` points to is TOML. Unknown, missing and mistyped keys are"
    yield "refused, and so are unknown laws, keys taken already, and versions or names that do not"
    yield from ("follow one another in time; every fault is named with its file and entry.", "")
    yield from catalogue_tables()
