"""What people are told: sentences that know which of their parts are somebody's own.

`Message("{} 加了打开密码，读不了。", path)` is a text like any other; `--redact` shows it as
“＊ 加了打开密码，读不了。”. Of text that is put together in any other way nobody knows what is
in it: all of it is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Self, TypeAlias

# What is shown of what is not.
HIDDEN = "＊"
_Part: TypeAlias = str | tuple[str, ...]


class Message(str):
    """Text with the parts it was made of.

    Args:
        template: our own words, as typed in the code; `{}` stands for a part.
        parts: what goes in: paths, names, values. Lists are joined by `、`. A part that is
            itself a `Message` shows its own words.

    Raises:
        ValueError: there are more parts than places, or fewer.
    """

    __slots__ = ("_parts", "_template")
    _parts: tuple[_Part, ...]
    _template: str

    def __new__(cls, template: str, /, *parts: object) -> Self:  # noqa: D102
        said = tuple(map(_part, parts))
        message = super().__new__(cls, _filled(template, said, str))
        message._template, message._parts = template, said
        return message

    def __getnewargs__(self) -> tuple[object, ...]:  # type: ignore[override]
        return (self._template, *self._parts)

    @classmethod
    def listing(cls, messages: Sequence[Message]) -> Message | None:
        """One message for those of a template that differ in a single part; None for others."""
        template = messages[0]._template
        if any(it._template != template for it in messages):
            return None
        parts = zip(*(it._parts for it in messages), strict=True)
        different = [tuple(dict.fromkeys(same)) for same in parts]
        if sum(len(it) > 1 for it in different) != 1:
            return None
        return cls(template, *(it[0] if len(it) == 1 else _flat(it) for it in different))

    def redacted(self, hide: Callable[[str], str]) -> str:
        """The text with every part that is not our own words given to `hide`."""

        def show(part: str) -> str:
            return part.redacted(hide) if isinstance(part, Message) else part and hide(part)

        return _filled(self._template, self._parts, show)


def public(value: object) -> Message:
    """A part that gives nobody away: a limit, a row number, a list of our own words."""
    return Message("、".join(value) if isinstance(value, list | tuple) else str(value))


def in_one(sentences: Iterable[str]) -> str:
    """Several sentences in one: those that differ in a single part list what goes in there.

    Others follow one another. A sentence that is said twice counts once.

    Args:
        sentences: one at least.
    """
    different = tuple(dict.fromkeys(sentences))
    messages = [it for it in different if isinstance(it, Message)]
    if len(different) == 1:
        return different[0]
    if len(messages) < len(different):
        return "".join(different)
    return Message.listing(messages) or Message("{}" * len(messages), *messages)


def own_words(text: str) -> Message:
    """The sentence with a star for every part that is not our own words."""
    shown = text.redacted(lambda _: HIDDEN) if isinstance(text, Message) else HIDDEN
    return Message(shown)


def plain(text: str) -> str:
    """The text without what a class of somebody else's makes of it; a `Message` stays one."""
    return text if type(text) in (str, Message) else str.__str__(text)


def _part(value: object) -> _Part:
    if isinstance(value, list | tuple):
        return tuple(map(_text, value))
    return _text(value)


def _flat(parts: Iterable[_Part]) -> tuple[str, ...]:
    texts = (it if isinstance(it, tuple) else (it,) for it in parts)
    return tuple(dict.fromkeys(text for each in texts for text in each))


def _text(value: object) -> str:
    return plain(value if isinstance(value, str) else str(value))


def _filled(template: str, parts: tuple[_Part, ...], show: Callable[[str], str]) -> str:
    if not parts:
        return template
    words = template.split("{}")
    if len(words) != len(parts) + 1:
        raise ValueError(f"“{template}”要 {len(words) - 1} 个部分，给了 {len(parts)} 个。")
    shown = ("、".join(map(show, it)) if isinstance(it, tuple) else show(it) for it in parts)
    return "".join(piece for pair in zip_longest(words, shown, fillvalue="") for piece in pair)
