"""Names of recordings, screenshots and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from anjuan import Found, Importer, RecordFile, RecordFormat, hookimpl

SOUNDS = (
    *(".mp3", ".m4a", ".amr", ".wav", ".aac", ".3gp"),
    *(".3gpp", ".ogg", ".opus", ".awb", ".flac"),
)
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".bmp")
_FILMS = (".mp4", ".mov", ".3g2", ".mkv")


def recognise(start: bytes, name: str) -> bool:
    """Whether a file is called like a sound, a picture or a film."""
    return PurePath(name).suffix.lower() in (*SOUNDS, *_PICTURES, *_FILMS)


def read(file: RecordFile) -> Iterator[Found]:
    """What the name of the file tells; nothing in it is looked at."""
    # Loaded when it is needed: few commands read records.
    from anjuan_plugins.importers.reading.names import read_file

    yield from read_file(file)


_TRIED = "按公开资料里的命名方式仿制的文件名；没有用真实手机试过。"


@hookimpl
def anjuan_importers() -> list[Importer]:
    """The reader of names of recordings and pictures."""
    return [
        Importer(
            name="file-names",
            title="录音、截图和照片的文件名",
            formats=(
                RecordFormat(
                    title="手机自动命名的通话录音（小米、华为、荣耀、vivo 等）",
                    how_to_get=(
                        "用数据线或微信“文件”传出手机里的录音文件，不要改名。常在"
                        " MIUI/sound_recorder/call_rec、Sounds/CallRecord、Record/Call、"
                        "Recordings/Record/Call、Music/Recordings/Call Recordings。"
                    ),
                    tried=_TRIED,
                ),
                RecordFormat(
                    title="截图、照片，微信和 QQ 保存的图片",
                    how_to_get=(
                        "用数据线传出，或作为“原图”“文件”发送，不要改名。文件名里的时间是截图、保存的时间，"
                        "不是消息的时间。"
                    ),
                    tried=_TRIED,
                ),
            ),
            recognise=recognise,
            read=read,
        )
    ]
