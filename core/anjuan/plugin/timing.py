"""How long each hook of each plug-in takes, for authors: `ANJUAN_TRACE_PLUGINS=1`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

TRACE_VARIABLE = "ANJUAN_TRACE_PLUGINS"


@contextmanager
def timed(plugin: str, hook: str) -> Iterator[None]:
    """Tell on stderr that a hook was called, and how many milliseconds it took; failed or not."""
    began = perf_counter()
    try:
        yield
    finally:
        if os.environ.get(TRACE_VARIABLE):
            taken = (perf_counter() - began) * 1000
            sys.stderr.write(f"{plugin}  {hook}  {taken:.1f} ms\n")
