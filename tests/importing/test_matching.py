"""One call in two files is one call; two calls stay two, however near they are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.call_records import LANDLINE, START, contact, message

from anjuan import Contact, Ending, Method, Origin, TimePrecision
from anjuan.importing.matching import United, united


def together(*files: list[Contact]) -> United:
    return united([(f"文件{number}", contacts) for number, contacts in enumerate(files)])


def billed(after: float, seconds: int | None = 65) -> Contact:
    return contact(after=after, seconds=seconds, origin=Origin.CARRIER)


def rang(after: float = 0, seconds: int | None = 65, ending: Ending = Ending.ANSWERED) -> Contact:
    return contact(after=after, seconds=seconds, ending=ending)


def test_a_call_on_the_bill_and_in_the_phone_is_one_with_the_phones_time() -> None:
    found = together([rang()], [billed(6)])

    (event,) = found.events
    assert event.contact.moment == START
    assert [source.label for source in event.sources] == ["文件0", "文件1"]
    assert found.merged == 1


@pytest.mark.parametrize("order", [1, -1])
def test_whichever_file_comes_first_the_call_is_the_same(order: int) -> None:
    files = [[rang(), rang(20)], [billed(6), billed(26)]][::order]
    moments = [event.contact.moment for event in together(*files).events]
    assert moments == [START, START + timedelta(seconds=20)]


def test_two_calls_twenty_seconds_apart_stay_two() -> None:
    assert len(together([rang(0, 5), rang(20, 6)], [billed(4, 5), billed(25, 6)]).events) == 2
    assert len(together([rang(0), rang(20)]).events) == 2
    assert len(together([billed(0), billed(20)]).events) == 2


@pytest.mark.parametrize(
    ("phone", "bill"),
    [
        (rang(), billed(61)),
        (rang(), billed(-1)),
        (rang(seconds=65), billed(6, 68)),
        (rang(seconds=0, ending=Ending.MISSED), billed(6, 0)),
        (rang(seconds=0, ending=Ending.REJECTED), billed(6, None)),
        (rang(seconds=0, ending=Ending.BLOCKED), billed(6, 1)),
        (rang(), contact(after=6, seconds=65, origin=Origin.CARRIER, party=LANDLINE)),
    ],
)
def test_what_differs_by_more_than_two_clocks_do_is_two_calls(
    phone: Contact, bill: Contact
) -> None:
    assert len(together([phone], [bill]).events) == 2


def test_the_nearest_call_is_the_same() -> None:
    # The first was not put through, though the log does not say so.
    found = together([rang(0, None), rang(50, None)], [billed(56)])
    assert [len(event.sources) for event in found.events] == [1, 2]


def test_an_older_backup_of_the_same_phone_adds_nothing() -> None:
    old = [rang(0), rang(90)]
    assert len(together(old, [*old, rang(300)]).events) == 3


def test_what_stands_twice_in_one_file_happened_twice() -> None:
    twice = [billed(0), billed(0)]
    assert len(together(twice).events) == 2
    assert len(together(twice, twice, [billed(0)]).events) == 2


def test_a_message_to_the_minute_is_the_one_to_the_second_with_its_words() -> None:
    exact = message("明天上门", START + timedelta(seconds=48), precision=TimePrecision.SECOND)
    found = together([message("明天上门"), message("还钱")], [exact])

    assert sorted(event.contact.text for event in found.events) == ["明天上门", "还钱"]
    assert found.events[-1].contact.moment == exact.moment


def test_a_picture_is_one_whether_an_export_names_its_file_or_not() -> None:
    named = message("[图片] 微信图片_20260304090048.jpg")
    bare = message("[图片]", START + timedelta(seconds=48), precision=TimePrecision.SECOND)
    assert len(together([named, named], [bare]).events) == 2
    assert len(together([message("[文件] 一.pdf")], [message("[文件] 二.pdf")]).events) == 2


def test_a_message_on_the_bill_gets_its_words_from_the_phone() -> None:
    phone = contact(text="还钱", method=Method.MESSAGE)
    bill = contact(after=3, method=Method.MESSAGE, origin=Origin.CARRIER)
    (event,) = together([bill], [phone]).events
    assert event.contact.text == "还钱"


def test_a_day_without_a_time_is_doubtful_beside_calls_of_that_day() -> None:
    noted = contact(datetime(2026, 3, 4), precision=TimePrecision.DAY, origin=Origin.HAND)
    alone = contact(datetime(2026, 3, 5), precision=TimePrecision.DAY, origin=Origin.HAND)
    found = together([rang()], [noted, alone])

    assert len(found.events) == 2
    assert [doubt.value for doubt in found.doubts] == ["2026-03-04"]
    assert found.merged == 0


SECONDS = st.lists(st.integers(0, 5000), min_size=1, max_size=30)


@given(SECONDS, st.integers(0, 60))
def test_a_bill_of_the_same_calls_never_adds_one(starts: list[int], ring: int) -> None:
    # No ring longer than the shortest gap: else nobody could tell which is which.
    spread = [second * 61 for second in starts]
    phone = [rang(second, 10 + second % 50) for second in spread]
    bill = [billed(second + ring, 10 + second % 50) for second in spread]
    found = together(phone, bill)
    assert len(found.events) == len(starts)
    assert found.merged == len(starts)


@given(SECONDS, SECONDS)
def test_nothing_is_lost_and_nothing_counted_twice(phone: list[int], bill: list[int]) -> None:
    found = together([rang(it) for it in phone], [billed(it) for it in bill])
    sources = [source for event in found.events for source in event.sources]
    assert len(sources) == len(phone) + len(bill)
    assert max(len(phone), len(bill)) <= len(found.events) <= len(phone) + len(bill)
