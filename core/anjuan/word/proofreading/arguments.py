"""Whether what stands in the brackets of a filter or a test is what it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import nodes


def takes(function: Callable[..., Any], node: nodes.Filter | nodes.Test) -> bool:
    """True where a filter or a test can be asked with so many arguments, of these names."""
    names = tuple(sorted(str(it.key) for it in node.kwargs))
    return _fits(function, len(node.args), names)


@lru_cache(maxsize=512)
def _fits(function: Callable[..., Any], count: int, names: tuple[str, ...]) -> bool:
    # One that is passed the context gets it first, and each gets the value.
    given = [None] * (count + 1 + hasattr(function, "jinja_pass_arg"))
    try:
        inspect.signature(function).bind(*given, **dict.fromkeys(names))
    except TypeError:
        return False
    return True
