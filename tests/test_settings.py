"""Files of settings are read by one table each: what it doesn't know is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anjuan.config import ConfigFile, KindFolders, OwnPlugins, OwnTemplates, find_config
from anjuan.errors import ConfigError
from anjuan.law.entries import CatalogueFile
from anjuan.law.records import Courts
from anjuan.messages import Message
from anjuan.plugin.manifest import Manifest, read_manifest
from anjuan.settings import Key, keys_of, read_record

RECORDS = (Manifest, ConfigFile, KindFolders, OwnTemplates, OwnPlugins)
FILES = {"kind.toml": Manifest, "anjuan.toml": ConfigFile}
# A key, or the first word of a section's header.
KEY = re.compile(r"^\[?([a-z_]+)", re.MULTILINE)


def examples(record: type[object]) -> Iterator[str]:
    """Every key of a record as its page shows it."""
    for key in keys_of(record):
        inner = keys_of(key.record) if key.record else ()
        yield "\n".join((key.example, *(it.example for it in inner)))


@pytest.mark.parametrize(
    "key", [key for record in RECORDS for key in keys_of(record)], ids=lambda key: key.name
)
def test_every_setting_has_a_help_and_an_example_or_settings_of_its_own(key: Key) -> None:
    if not key.record:
        assert key.setting.help.endswith("。")
        assert key.setting.example
    assert key.record or key.is_section or key.example.startswith(f"{key.name} = ")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("letters", ["x", "_"])
def test_a_misspelt_setting_is_named_with_the_right_one(
    tmp_path: Path, name: str, letters: str
) -> None:
    path = tmp_path / name
    found = [it for text in examples(FILES[name]) for it in KEY.finditer(text)]
    assert len(found) >= 10

    for it in found:
        wrong = it.string[: it.end()] + letters + it.string[it.end() :]
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(ConfigError, match=f"“{it[1]}{letters}”。是不是“{it[1]}”？可以写："):
            read_record(path, FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_every_example_alone_is_taken(tmp_path: Path, name: str) -> None:
    for text in examples(FILES[name]):
        (tmp_path / name).write_text(text, encoding="utf-8")

        assert read_record(tmp_path / name, FILES[name]) != FILES[name]() or "api" in text


def test_all_examples_of_an_offices_settings_work_together(tmp_path: Path) -> None:
    (tmp_path / "文书种类").mkdir()
    (tmp_path / "模板").mkdir()
    (tmp_path / "我的插件").mkdir()
    (tmp_path / "anjuan.toml").write_text("\n".join(examples(ConfigFile)), encoding="utf-8")

    config = find_config(tmp_path)

    assert config.headings.sheet("案件") == "客户台账"
    assert config.office.templates == tmp_path / "模板"
    assert config.office.kind_folders == (tmp_path / "文书种类",)
    assert config.office.off == ("regulator_report",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[kinds]\nfolder = "x"', "的 kinds 里没有设置“folder”。是不是“folders”？"),
        ('[templates]\nfolders = "x"', "的 templates 里没有设置“folders”。是不是“folder”？"),
        ('[templates]\nfolder = ["x"]', "的 templates 的 folder 应当是文字，放在英文引号里"),
        ("[plugins]\noff = [1]", "的 plugins 的 off 第 1 项应当是文字"),
        ('[plugins]\noff = [""]', "的 plugins 的 off 第 1 项不能是空的"),
        ("kinds = true", "的 kinds 应当是一个小节。现在写的是 true"),
        ('[[kinds]]\nfolders = "x"', "的 kinds 应当是一个小节"),
        ('[sheets]\n"案件" = 3', "的 sheets 的 案件应当是文字，放在英文引号里。现在写的是 3"),
        ('[sheets]\n"案件" = true', "应当是文字，放在英文引号里。现在写的是 true"),
        ('[columns]\n"案件" = "x"', "的 columns 的 案件应当是一个小节"),
        ('[columns."案件"]\n"委托人姓名" = ""', "委托人姓名不能是空的"),
        ('[columns."案子"]\n"委托人姓名" = "x"', "里没有工作表“案子”。是不是“案件”？"),
        ('[constants]\n"律所" = "x"', "里没有标题“律所”"),
        ('[constants]\n"律师事务所" = 3', "律师事务所应当是文字"),
        ('[choices."骚扰记录"."形式"]\n"来电" = "电话"', "“骚扰记录”的标题“形式”。是不是“方式”？"),
        ('[choices."骚扰记录"."方式"]\n"来电" = "打电话"', "可选值“打电话”。是不是“电话”？"),
        ('[choices."骚扰记录"]\n"方式" = "电话"', "的 choices 的 骚扰记录的 方式应当是一个小节"),
        ('[sheets]\n"案件" = "甲"\n"案件" = "乙"\n', "第 3 行的写法不对"),
    ],
)  # fmt: skip
def test_what_an_offices_settings_say_wrongly_is_explained(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "anjuan.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        find_config(tmp_path)

    assert words in str(raised.value)
    assert str(path) in str(raised.value)


def test_an_offices_word_for_what_anything_may_stand_in_is_free(tmp_path: Path) -> None:
    text = '[choices."案件"."债权人"]\n"甲" = "虚构甲公司"'
    (tmp_path / "anjuan.toml").write_text(text, encoding="utf-8")

    headings = find_config(tmp_path).headings

    assert headings.choices == {"案件": {"债权人": {"甲": "虚构甲公司"}}}


def toml(value: object) -> str:
    """A value as TOML has it, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(it)}" for key, it in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    # JSON writes texts, numbers and truth values as TOML does.
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


VALUES = st.recursive(
    st.text('甲a ."\\', max_size=3)
    | st.integers(-1, 2)
    | st.booleans()
    | st.floats(-1, 1, allow_nan=False)
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "name", "from", "案件"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("record", [*FILES.values(), CatalogueFile, Courts])
def test_whatever_stands_behind_a_key_is_taken_or_explained(
    tmp_path: Path, record: type[Any], data: st.DataObject
) -> None:
    names = st.sampled_from([key.name for key in keys_of(record)])
    found = data.draw(st.dictionaries(names, VALUES | st.lists(VALUES, max_size=2), max_size=3))
    path = tmp_path / "甲.toml"
    path.write_text("\n".join(f"{key} = {toml(it)}" for key, it in found.items()), encoding="utf-8")

    try:
        read = read_record(path, record)
    except ConfigError as error:
        told = str(error).splitlines()
    else:
        told = []
        assert isinstance(read, record)

    for line in told:
        assert line.startswith(f"配置文件 {path} ")
        assert line.endswith(("。", "？"))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "kind.toml"
    path.write_text('titel = "x"\nhelp = 3\n[applies]\n"证据" = 1', encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        read_manifest(path)

    told = str(raised.value).splitlines()
    assert all(word in line for word, line in zip(("titel", "help", "证据"), told, strict=True))
    assert "的 applies 的 证据应当是 true 或 false，不加引号，也可以是文字，或文字的列表" in told[2]


def test_what_is_somebodys_own_can_be_taken_out_of_a_message(tmp_path: Path) -> None:
    path = tmp_path / "anjuan.toml"
    path.write_text('[sheets]\n"案件" = 13900000000\n[kind]', encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        find_config(tmp_path)

    message = raised.value.message
    assert isinstance(message, Message)
    assert message.redacted(lambda part: "＊").splitlines() == [
        "配置文件 ＊ 里没有小节“＊”。是不是“kinds”？可以写："
        "sheets、columns、constants、choices、kinds、templates、plugins、imports。",
        "配置文件 ＊ 的 sheets 的 ＊应当是文字，放在英文引号里。现在写的是＊。",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_file_of_the_editor_of_windows_is_read(encoding: str, tmp_path: Path) -> None:
    """Old versions save in the system's encoding, “Unicode” is UTF-16 to all of them."""
    path = tmp_path / "anjuan.toml"
    path.write_bytes('[constants]\n"律师事务所" = "某某律师事务所"\n'.encode(encoding))

    assert read_record(path, ConfigFile).constants == {"律师事务所": "某某律师事务所"}


def test_a_file_in_no_known_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "anjuan.toml").write_bytes(b"\xff\xff = 1")

    with pytest.raises(ConfigError, match=r"anjuan\.toml 的文字编码认不出来.*UTF-8"):
        read_record(tmp_path / "anjuan.toml", ConfigFile)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("“律师事务所” = \"甲\"", "“ 要改成 \"、” 要改成 \""),
        ('"律师事务所" ＝ "甲"', "＝ 要改成 ="),
        ('"律师事务所" = ‘甲’', "‘ 要改成 '、’ 要改成 '"),
        ('"律师事务所" = "“甲”所', "英文引号"),
        ('"律师事务所" = "甲”', '” 要改成 "'),
        ('律师事务所 = "甲，乙"', "英文引号"),
    ],
)  # fmt: skip
def test_signs_of_chinese_input_methods_are_named(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "anjuan.toml"
    path.write_text(f"[constants]\n\n{line}\n", encoding="gb18030")

    with pytest.raises(ConfigError, match="第 3 行的写法不对") as raised:
        read_record(path, ConfigFile)
    assert said in str(raised.value)
