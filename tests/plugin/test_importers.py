"""Readers of call records: what they are handed and hand over, and what never comes out of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anjuan import (
    Contact,
    Direction,
    FileRemark,
    Found,
    Importer,
    Message,
    Method,
    Origin,
    RecordError,
    RecordFile,
    RecordFormat,
    TimePrecision,
    hookimpl,
    public,
)
from anjuan.errors import AnjuanError, PluginError
from anjuan.plugin.host import Plugins

MOTHER = "13900000077"


class Office:
    """A plug-in with a reader of a test's own."""

    def __init__(self, read: Callable[[Any], Any], name: str = "own") -> None:
        self._importer = Importer(
            name=name,
            title="自有",
            formats=(RecordFormat(title="自有", how_to_get="", tried=""),),
            recognise=lambda start, name: name.endswith((".own", ".xlsx")),
            read=read,
        )

    @hookimpl
    def anjuan_importers(self) -> list[Importer]:
        return [self._importer]


def contact(**changes: Any) -> Contact:
    given: dict[str, Any] = {
        "moment": datetime(2026, 1, 3, 9),
        "precision": TimePrecision.SECOND,
        "method": Method.CALL,
        "party": MOTHER,
        "direction": Direction.INCOMING,
        "origin": Origin.PHONE,
        "place": "第 1 行",
    }
    return Contact(**{**given, **changes})


def reader(read: Callable[[Any], Any]) -> Importer:
    return Plugins.load(outside=False, extra=[("office", Office(read))]).importers["own"]


def refusal(read: Callable[[Any], Any]) -> AnjuanError:
    file: Any = None
    with pytest.raises(AnjuanError) as caught:
        list(reader(read).read(file))
    return caught.value


def test_what_a_reader_finds_comes_out_as_it_was_found() -> None:
    file: Any = None
    assert list(reader(lambda file: iter([contact()])).read(file)) == [contact()]


def test_a_broken_reader_is_named_without_a_word_of_what_it_read() -> None:
    def read(file: RecordFile) -> Iterator[Found]:
        yield contact()
        int(f"{MOTHER}妈妈")

    error = refusal(read)

    assert isinstance(error, PluginError)
    assert "office" in error.message
    assert "ValueError" in error.message
    assert "test_importers.py" in error.message
    assert MOTHER not in error.message
    assert error.__cause__ is None


def test_a_refusal_keeps_its_own_words_and_hides_the_rest() -> None:
    def read(file: RecordFile) -> Iterable[Found]:
        raise RecordError("第 {} 页的“{}”读不懂。", public(3), MOTHER)

    error = refusal(read)

    assert isinstance(error, RecordError)
    assert error.message == Message("第 3 页的“＊”读不懂。")


def test_a_refusal_that_is_no_message_says_nothing() -> None:
    def read(file: RecordFile) -> Iterable[Found]:
        raise RecordError(f"{MOTHER} 读不懂。")

    assert MOTHER not in refusal(read).message


def test_of_what_is_told_of_a_file_only_own_words_are_shown() -> None:
    file: Any = None
    remark = FileRemark(message=Message("差 {} 小时：{}", public(8), MOTHER))
    (found,) = reader(lambda file: [remark]).read(file)

    assert found == FileRemark(message=Message("差 8 小时：＊"))


def test_nothing_that_a_reader_prints_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    def read(file: RecordFile) -> Iterator[Found]:
        sys.stdout.write(MOTHER)
        sys.stderr.write(MOTHER)
        yield contact()

    file: Any = None
    list(reader(read).read(file))

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        "text",
        contact(moment=datetime(2026, 1, 3, tzinfo=UTC)),
        contact(moment="2026-01-03"),
        contact(party=13900000077),
        contact(method="传真"),
        contact(direction="哪里"),
        contact(seconds="很久"),
    ],
)
def test_what_is_no_record_is_the_readers_fault(wrong: Any) -> None:
    error = refusal(lambda file: [wrong])
    assert isinstance(error, PluginError)
    assert "office" in error.message


def test_an_outside_reader_is_asked_before_the_shipped_ones() -> None:
    plugins = Plugins.load(outside=False, extra=[("office", Office(lambda file: []))])
    found = next(it for it in plugins.importers.values() if it.recognise(b"PK", "详单.xlsx"))
    assert found.name == "own"


def test_two_readers_of_one_name_are_refused() -> None:
    plugins = Plugins.load(outside=False, extra=[("office", Office(lambda file: [], name="table"))])
    assert "table" in plugins.infos["office"].reason


def test_a_reader_that_fails_to_load_stops_no_other(tmp_path: Path) -> None:
    class Broken:
        @hookimpl
        def anjuan_importers(self) -> list[Importer]:
            raise LookupError

    plugins = Plugins.load(outside=False, extra=[("broken", Broken())])

    assert plugins.infos["broken"].state == "failed"
    assert "table" in plugins.importers
