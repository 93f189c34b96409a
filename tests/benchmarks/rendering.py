"""One document: the civil complaint of a sample case, by docxtpl and by anjuan, proof included.

`make bench` runs it. Both get the same template and the same names, made ready beforehand;
rounds are interleaved, and the median of the ratios is told.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

from docxtpl import DocxTemplate
from sample import sample_names

from anjuan.word.proving import prove
from anjuan.word.rendering import render
from anjuan.word.sandbox import traced
from anjuan.word.views import Trace

ROUNDS = 7


def main() -> None:
    """Time both, in turns."""
    document, names, sandbox = sample_names()
    template, ready = document.kind.template, dict(names)

    def by_docxtpl() -> None:
        made = DocxTemplate(template)
        made.render(traced(ready, Trace()), sandbox, autoescape=True)
        made.save(io.BytesIO())

    def by_anjuan() -> None:
        printed = Trace()
        rendered = render(template, names, printed, document.title, sandbox)
        assert not prove(rendered, printed)

    by_anjuan()
    pairs = [(_microseconds(by_docxtpl, 20), _microseconds(by_anjuan, 1000)) for _ in range(ROUNDS)]
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(their / our for their, our in pairs)
    print("one civil complaint, one process, in memory")
    print(f"  docxtpl loop          {theirs:8.0f} us  {1e6 / theirs:6.0f} documents/s")
    print(f"  anjuan, with proof    {ours:8.0f} us  {1e6 / ours:6.0f} documents/s  {ratio:.0f}x")


def _microseconds(work: Callable[[], None], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times * 1e6


if __name__ == "__main__":
    main()
