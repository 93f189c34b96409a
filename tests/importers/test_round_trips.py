"""A log of chance calls, written as a carrier or a phone writes it, is read as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import record_files as files
from support.record_files import Call, Text, Writer

LISTED = ("17000000008", "02100001234", "057100001234", "950130001234", "4000000000", "10086")
MOMENTS = st.datetimes(datetime(2025, 11, 1), datetime(2026, 4, 30)).map(
    lambda it: it.replace(microsecond=0)
)
ENDINGS = st.sampled_from(["接听", "未接", "拒接", "拦截"])


@st.composite
def call(draw: st.DrawFn) -> Call:
    is_in = draw(st.booleans())
    ending = draw(ENDINGS) if is_in else ""
    seconds = draw(st.integers(1, 8000)) if ending in ("接听", "") else 0
    number = draw(st.sampled_from(LISTED))
    return Call(draw(MOMENTS), number, is_in, seconds, ending)


LOGS = st.lists(call(), min_size=1, max_size=12)


def billed(log: Sequence[Call]) -> list[Call]:
    """Carriers tell of what was put through only."""
    return [replace(it, seconds=it.seconds or 1, ending="接听") for it in log]


def phoned(log: Sequence[Call]) -> list[Call]:
    return list(log)


def missed_only(log: Sequence[Call]) -> list[Call]:
    """An iPhone knows no call that was rejected."""
    return [replace(it, ending="未接") if it.ending in ("拒接", "拦截") else it for it in log]


@pytest.mark.parametrize(
    ("write", "known"),
    [
        (files.mobile_xlsx, billed),
        (files.mobile_web, billed),
        (files.telecom_csv, billed),
        (files.both_sides_csv, billed),
        (files.police_tabs, billed),
        (files.imazing_csv, missed_only),
        (files.calls_xml, phoned),
        (files.super_xml, phoned),
        (files.logger_csv, phoned),
        (files.iphone_base, missed_only),
    ],
)
@given(log=LOGS)
def test_every_call_comes_back(
    write: Writer,
    known: Callable[[Sequence[Call]], list[Call]],
    log: list[Call],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    expected = known(log)
    path = write(tmp_path_factory.mktemp("log"), expected)
    assert files.calls(path) == expected


@settings(max_examples=2)
@given(log=LOGS)
def test_every_call_comes_back_from_xls(
    log: list[Call], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = files.unicom_xls(tmp_path_factory.mktemp("log"), billed(log))
    assert files.calls(path) == billed(log)


WORDS = st.text(
    st.sampled_from("今天不还明你单位【】，。\"'<>&😡\n ·1:203—年月日-"), min_size=1, max_size=30
).map(lambda it: "\n".join(line.strip() for line in it.strip().splitlines()))
TEXTS = st.lists(
    st.builds(Text, MOMENTS, st.sampled_from(["17000000008", "法务-小王"]), WORDS.filter(bool)),
    min_size=1,
    max_size=8,
)


def as_read(path: Path) -> list[tuple[datetime, str, str]]:
    return [(it.moment, it.party, it.text) for it in files.contacts(path)]


@pytest.mark.parametrize(
    "write",
    [files.sms_xml, files.imazing_messages, files.memotrace, files.weflow, files.qq_text],
)
@given(texts=TEXTS)
def test_every_message_comes_back(
    write: files.TextWriter, texts: list[Text], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.mktemp("texts"), texts)
    assert as_read(path) == [(it.moment, it.who, it.words) for it in texts]


@pytest.mark.parametrize("write", [files.wechat_zip, files.wechat_mail])
@given(texts=TEXTS)
def test_every_message_of_wechat_comes_back_to_the_minute(
    write: files.TextWriter, texts: list[Text], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = write(tmp_path_factory.mktemp("texts"), texts)
    assert as_read(path) == [(it.moment.replace(second=0), it.who, it.words) for it in texts]
