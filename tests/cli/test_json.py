"""JSON that is printed bit by bit is, to the last byte, what it is in one piece."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from anjuan.cli import terminal
from anjuan.cli.terminal import harmless, print_members

_DOCUMENTS = [
    {"case": "A001", "problems": [{"message": "一行\n两行", "proposal": None}], "signoffs": []},
    {"case": "\u202e\x7f\ud800", "problems": [], "nested": {"empty": {}, "one": {"days": [1, 2]}}},
]


@pytest.mark.parametrize("at_once", [0, 50, 100_000])
@pytest.mark.parametrize(
    "value",
    [
        {},
        {"documents": []},
        {"documents": _DOCUMENTS},
        {"documents": [], "next_steps": _DOCUMENTS * 20, "acknowledged": 2},
        {"accepted": {"before": "", "after": {"type": "text"}}, "problems": _DOCUMENTS},
    ],
    ids=["nothing", "an empty list", "a list", "several lists", "no list"],
)
@pytest.mark.parametrize("streamed", [iter, list], ids=["as they come", "at hand"])
def test_members_are_printed_as_the_object_that_they_make(
    value: dict[str, object],
    at_once: int,
    streamed: type,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(terminal, "_AT_ONCE", at_once)
    print_members(
        (name, streamed(it) if isinstance(it, list) else it) for name, it in value.items()
    )

    assert (
        capsys.readouterr().out == harmless(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
    )


def test_what_comes_late_is_printed_late(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal, "_AT_ONCE", 0)

    def documents() -> Iterable[str]:
        yield "先"
        assert "先" in capsys.readouterr().out
        yield "后"

    print_members([("documents", iter(documents()))])
    assert "先" not in capsys.readouterr().out
