"""Names of recordings and pictures: the moment and the number that a phone has put there."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.record_files import found, moment

from anjuan import EvidenceType, FileOfMoment, phone_key
from anjuan_plugins.importers.reading.names import read_name

TEN_FORTY = moment("2026-01-03T22:40:00")


@pytest.mark.parametrize(
    "name",
    [
        "通话录音@170 0000 0008(17000000008)_20260103224000.mp3",
        "Call@某某(17000000008)_20260103224000.mp3",
        "某某金融(17000000008)_20260103224000.mp3",
        "某某@17000000008_20260103224000.m4a",
        "170 0000 0008_20260103224000.amr",
        "17000000008_20260103224000.amr",
        "17000000008 2026-01-03 22-40-00.m4a",
        "通话录音 17000000008 20260103224000.m4a",
        "通话录音_17000000008_20260103_224000.wav",
        "+8617000000008_20260103224000.M4A",
        "某某（17000000008）_20260103224000.mp3",
        "17000000008_20260103224000(1).mp3",
        "某某@17000000008_20260103224000 - 副本.mp3",
        "17000000008_20260103224000_1.m4a",
        "Call recording 17000000008_260103_224000.m4a",
        "17000000008_2026_01_03_22_40_00.m4a",
        "通话录音 17000000008 2026年01月03日22时40分00秒.m4a",
    ],
)
def test_a_recording_tells_when_it_began_and_with_whom(name: str) -> None:
    found_ = read_name(name)
    assert (found_.moment, phone_key(found_.party), found_.evidence_type) == (
        TEN_FORTY, "17000000008", EvidenceType.CALL_RECORDING,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["妈妈_20260103224000.m4a", "通话录音@张三(2)_20260103224000.mp3", "录音 3_20260103224000.m4a",
     "20260103_224000.m4a", "Call recording 张三_260103_224000.m4a", "会议2026_20260103224000.m4a"],
)  # fmt: skip
def test_a_name_is_no_number(name: str) -> None:
    assert (read_name(name).moment, read_name(name).party) == (TEN_FORTY, "")


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Screenshot_2026-01-03-22-40-00-331_com.tencent.mm.jpg", EvidenceType.WECHAT_SCREENSHOT),
        ("Screenshot_20260103_224000_com.android.mms.jpg", EvidenceType.MESSAGE_SCREENSHOT),
        ("Screenshot_20260103_224000_微信.jpg", EvidenceType.WECHAT_SCREENSHOT),
        ("Screenshot_2026-01-03-22-40-00-1_com.android.contacts.png", EvidenceType.CALL_RECORD),
        ("Screenshot_20260103-224000.png", None),
        ("Screenshot_20260103_224000_com.huawei.contacts.jpg", EvidenceType.CALL_RECORD),
        ("Screenshot_20260103_224000_com.hihonor.mms.jpg", EvidenceType.MESSAGE_SCREENSHOT),
        ("屏幕截图 2026-01-03 224000.png", None),
        ("IMG_20260103_224000.jpg", None),
        ("微信图片_20260103224000.jpg", None),
        ("微信图片_20260103224000_921_3.jpg", None),
        ("QQ图片20260103224000.jpg", None),
        ("mmexport1767451200000.jpg", None),
        ("VID_20260103_224000.mp4", None),
    ],
)
def test_a_picture_tells_when_it_was_saved(name: str, sort: EvidenceType | None) -> None:
    assert read_name(name) == FileOfMoment(moment=TEN_FORTY, evidence_type=sort)


@pytest.mark.parametrize(
    "name",
    ["录音 1.m4a", "1234567890123.jpg", "1767451200000.jpg", "IMG_20260230_224000.jpg",
     "IMG_20260103_994000.jpg", "20260103.jpg", "20260103224000_20260104224000.jpg", "证据.png"],
)  # fmt: skip
def test_where_a_name_tells_no_time_or_two_none_is_made_up(name: str) -> None:
    assert read_name(name).moment is None


def test_nothing_inside_of_a_file_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "17000000008_20260103224000.mp3"
    path.write_bytes(b"%PDF PK <calls SQLite format 3")
    (item,) = found(path)
    assert isinstance(item, FileOfMoment) and item.moment == TEN_FORTY
