"""Catalogue files say exactly what the catalogue knows: all else is refused, with its place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import anjuan.law.loading
import anjuan_plugins.kinds
from anjuan import Kind, hookimpl
from anjuan.errors import CatalogueError
from anjuan.law.loading import build_catalogue, load_catalogue, shipped_catalogue
from anjuan.plugin.host import Plugins

LAW = shipped_catalogue()
DAY = date(2026, 1, 1)
DATA = Path(anjuan.law.loading.__file__).with_name("data")
FILES = (*sorted(DATA.glob("*.toml")), *Path(anjuan_plugins.kinds.__path__[0]).glob("*.toml"))

GOOD = """
[[law]]
id = "jiafa"
name = "甲法"
rank = "法律"
from = 2020-01-01
to = 2021-12-31
confidence = "A"

[[law]]
id = "jiafa-2022"
name = "甲法"
edition = "2022年修订"
rank = "法律"
from = 2022-01-01
confidence = "A"

[[provision]]
id = "jia.yi"
topic = "某事"
applies_to = ["商业银行"]
[[provision.version]]
law = "jiafa"
article = 1
gist = "甲"
figures = { fine_limit = 500 }
[[provision.version]]
law = "jiafa-2022"
article = 2
paragraph = 1
item = 3
point = 4
gist = "乙"
figures = { fine_limit = 1000 }

[[authority]]
id = "ju"
self_regulatory = false
scope = "某事"
asks = ["姓名"]
refuses = []
[[authority.name]]
name = "甲局"
to = 2023-05-17
[[authority.name]]
name = "乙局"
from = 2023-05-18
"""


def built(folder: Path, text: str) -> str:
    """What is said of a plug-in's file with this text; empty where it is taken."""
    path = folder / "劳动.toml"
    path.write_text(text, encoding="utf-8")
    try:
        build_catalogue([path], LAW)
    except CatalogueError as error:
        return str(error)
    return ""


def changed(text: str, old: str, new: str) -> str:
    """A text with its first occurrence of something changed."""
    assert old in text
    return text.replace(old, new, 1)


def test_a_well_formed_file_adds_to_the_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "甲.toml"
    path.write_text(GOOD, encoding="utf-8")

    law = build_catalogue([path], LAW)

    assert law.cite("jia.yi", DAY).text == "《甲法》第二条第一款第三项第4目"
    assert law.version("jia.yi", date(2021, 12, 31)).figures == {"fine_limit": 500}
    assert law.authorities["ju"].name(date(2023, 5, 17)) == "甲局"
    assert law.courts is LAW.courts
    assert set(law.laws) - set(LAW.laws) == {"jiafa", "jiafa-2022"}


def test_a_misspelt_key_of_a_version_is_refused_and_cites_no_law_without_its_article(
    tmp_path: Path,
) -> None:
    text = (
        '[[provision]]\nid = "labour.fee"\ntopic = "受理费"\n'
        '[[provision.version]]\nlaw = "susong-feiyong"\nartikel = 50\ngist = "甲"\n'
    )

    said = built(tmp_path, text)

    assert "provision“labour.fee”的 version 第 1 项里没有设置“artikel”" in said
    assert "是不是“article”？" in said


def test_misspelt_and_quoted_days_are_refused_and_leave_no_law_in_force_for_ever(
    tmp_path: Path,
) -> None:
    law = '[[law]]\nid = "jia"\nname = "甲法"\nrank = "法律"\nconfidence = "A"\n'

    misspelt = built(tmp_path, law + "frm = 2019-01-01\nto = 2020-01-01\n")
    quoted = built(tmp_path, law + 'from = "2020-01-01"\n')

    assert "law“jia”里没有设置“frm”。是不是“from”？" in misspelt
    assert "law“jia”的 from 应当是日期，不加引号，如 2026-01-31。" in quoted
    assert '现在写的是 "2020-01-01"' in quoted


def test_a_law_without_rank_is_refused_by_name(tmp_path: Path) -> None:
    said = built(tmp_path, '[[law]]\nid = "jia"\nname = "甲法"\nconfidence = "A"\n')

    assert "law“jia”里缺少“rank”这一项。" in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        # Keys.
        ("[[law]]", "[[lwa]]", "里没有小节“lwa”。是不是“law”？可以写：law、provision、authority"),
        ("[[law]]", '[extra]\nx = 1\n[[law]]', "里没有小节“extra”"),
        ("[[law]]", 'title = "x"\n[[law]]', "里没有小节“title”"),
        ("[[law]]", "[fee]\nbase_low = 1\n[[law]]", "里没有小节“fee”"),
        ('id = "jiafa"\n', "", "law“甲法”里缺少“id”这一项"),
        ('topic = "某事"\n', "", "provision“jia.yi”里缺少“topic”"),
        ('gist = "甲"\n', "", "的 version 第 1 项里缺少“gist”"),
        ('name = "甲局"\n', "", "authority“ju”的 name 第 1 项里缺少“name”"),
        ("article = 1", "Article = 1", "没有设置“Article”。是不是“article”？"),
        ("from = 2022-01-01", "form = 2022-01-01", "law“jiafa-2022”里没有设置“form”"),
        ("asks =", "ask =", "没有设置“ask”。是不是“asks”？"),
        ("article = 1", "article = 1\narticle = 2", "的写法不对"),
        ("article = 1", "article = 1\nfine_limit = 5", "没有设置“fine_limit”"),
        ("[[law]]\n", "[[law", "的写法不对"),
        # Types.
        ("article = 1", 'article = "1"', 'article 应当是正整数，不加引号。现在写的是 "1"'),
        ("article = 1", "article = 1.0", "应当是正整数，不加引号。现在写的是 1.0"),
        ("article = 1", "article = true", "应当是正整数，不加引号。现在写的是 true"),
        ("article = 1", "article = 0", "应当是正整数"),
        ("article = 1", "article = -1", "应当是正整数"),
        ("article = 1", "article = 12345", "太大：最大是 9999"),
        ("article = 1", f"article = 1{'0' * 5000}", "的写法不对"),
        ("from = 2020-01-01", "from = 2020-01-01T00:00:00", "应当是日期"),
        ("from = 2020-01-01", "from = 2020", "应当是日期"),
        ("from = 2020-01-01", "from = 2020-13-01", "的写法不对"),
        ("self_regulatory = false", 'self_regulatory = "false"', "应当是 true 或 false，不加引号"),
        ("self_regulatory = false", "self_regulatory = 0", "应当是 true 或 false，不加引号"),
        ("asks = [", "asks = [1, ", "asks 第 1 项应当是文字，放在英文引号里。现在写的是 1"),
        ('name = "甲法"', "name = 3", "law“jiafa”的 name 应当是文字"),
        ('id = "jiafa"\nname', "id = 3\nname", "law“甲法”的 id 应当是文字"),
        ("figures = { fine_limit = 500 }", "figures = 500", "figures 应当是一个小节"),
        ("fine_limit = 500", 'fine_limit = "500"', "figures 的 fine_limit 应当是正整数"),
        ("fine_limit = 500", "fine_limit = true", "figures 的 fine_limit 应当是正整数"),
        ("[[law]]", "[law]", "写法不对"),
        ("[[authority.name]]\n", "[authority.name]\n", "写法不对"),
        ('[[authority.name]]\nname = "甲局"\nto = 2023-05-17\n[[authority.name]]',
         "[authority.name]", "authority“ju”的 name 应当是用 [[…]] 写的小节。现在写的是一个小节"),
        # Words.
        ('rank = "法律"', 'rank = "法津"', "rank 不能是“法津”。是不是“法律”？可以写：法律、"),
        ('confidence = "A"', 'confidence = "D"', "confidence 不能是“D”。可以写：A、A-、B、C"),
        ('rank = "法律"', 'rank = ""', "rank 不能是“”"),
        ('topic = "某事"', 'topic = ""', "topic 不能是空的"),
        ('gist = "甲"', 'gist = " "', "gist 不能是空的"),
        ('asks = ["姓名"]', 'asks = [""]', "asks 第 1 项不能是空的"),
        # What entries say of each other.
        ('law = "jiafa"', 'law = "jaifa"', "没有的法律“jaifa”。是不是“jiafa”？"),
        ("to = 2021-12-31", "to = 2019-12-31", "law“jiafa”的起止颠倒了"),
        ("to = 2021-12-31", "to = 2022-06-30", "provision“jia.yi”的各个版本在时间上没有首尾相接"),
        ("to = 2021-12-31", "to = 2021-12-30", "没有首尾相接"),
        ("to = 2021-12-31\n", "", "没有首尾相接"),
        ('law = "jiafa-2022"', 'law = "jiafa"', "没有首尾相接"),
        ("to = 2023-05-17", "to = 2023-05-16", "authority“ju”的各个名称在时间上没有首尾相接"),
        ("from = 2023-05-18", "from = 2023-05-18\nto = 2023-05-01", "起止颠倒了"),
        ("article = 2\n", "", "写了 paragraph，没有写 article"),
        ("item = 3\n", "", "写了 point，没有写 item"),
        ("{ fine_limit = 1000 }", "{ fine_limt = 1000 }", "figures 写的不是同样几项"),
        ('id = "jiafa-2022"', 'id = "minfadian"', "law“minfadian”出现了两次"),
        ('id = "jiafa-2022"', 'id = "jiafa"', "law“jiafa”出现了两次"),
        ('id = "jia.yi"', 'id = "civil.privacy"', "provision“civil.privacy”出现了两次"),
        ('id = "ju"', 'id = "financial-regulator"', "authority“financial-regulator”出现了两次"),
    ],
)  # fmt: skip
def test_what_a_file_says_wrongly_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert built(tmp_path, GOOD) == ""

    said = built(tmp_path, changed(GOOD, old, new))

    assert words in said
    assert f"法条目录 {tmp_path / '劳动.toml'} " in said


def test_a_provision_needs_a_version(tmp_path: Path) -> None:
    said = built(tmp_path, '[[provision]]\nid = "x"\ntopic = "某事"\nversion = []\n')

    assert "provision“x”的各个版本一个也没有写" in said


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = changed(changed(GOOD, "article = 1", "artikel = 1"), 'rank = "法律"\n', "")

    said = built(tmp_path, changed(text, "scope", "scop")).splitlines()

    for line, word in zip(said, ("“rank”", "“artikel”", "“scop”", "“scope”"), strict=True):
        assert word in line


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.toml"
    path.write_bytes("甲".encode("gb18030"))

    with pytest.raises(CatalogueError, match="写法不对"):
        build_catalogue([path], LAW)


COURTS = (DATA / "courts.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("months = 6", "month = 6", "deadline“police”里没有设置“month”。是不是“months”？"),
        ("months = 6\n", "", "deadline“police”没有写期限"),
        ("months = 6", "months = 100000", "太大：最大是 1200"),
        ('event = "last"', 'event = "lst"', "event 不能是“lst”。是不是“last”？"),
        ('event = "last"\n', "", "deadline“police”里缺少“event”"),
        ('"security.limitation"', '"security.limitaton"', "是不是“security.limitation”？"),
        ('["消费金融公司"]', '["消费金融"]', "没有的机构类型“消费金融”。是不是“消费金融公司”？"),
        ("client_only = true", 'client_only = "true"', "应当是 true 或 false，不加引号"),
        ('"fees.personality"', '"fees.personalty"', "fee 写了目录里没有的法条“fees.personalty”"),
        ("base_low = 100", "base_low = 1000", "base_low = 1000 大于 base_high = 500"),
        ("base_low = 100\n", "", "fee 里缺少“base_low”"),
        ("above = 50000", "above = 500000", "没有从低到高排列"),
        ("percent = 1\n", "percent = 101\n", "percent 太大：最大是 100"),
        ("percent = 1\n", 'percent = "1"\n', "percent 应当是大于零的数，不加引号"),
        ("percent = 1\n", "percent = nan\n", "percent 应当是大于零的数"),
        ("percent = 1\n", "percent = inf\n", "percent 应当是大于零的数"),
        ("[fee]", "[fees]", "里没有小节“fees”。是不是“fee”？"),
        ("[unlimited]", "[unlimted]", "里缺少“unlimited”这一项"),
        ('"civil.personality-claims"', '"civil.x"', "unlimited 写了目录里没有的法条“civil.x”"),
        ("cities =", "citys =", "internet_courts 里没有设置“citys”。是不是“cities”？"),
        ("to = 2025-12-31", "to = 2025-12-30", "cause“privacy”的各个名称在时间上没有首尾相接"),
        ('id = "reputation"', 'id = "privacy"', "cause“privacy”出现了两次"),
        ('id = "damages"', 'id = "police"', "deadline“police”出现了两次"),
    ],
)
def test_what_the_courts_file_says_wrongly_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / "courts.toml").write_text(changed(COURTS, old, new), encoding="utf-8")

    with pytest.raises(CatalogueError) as raised:
        load_catalogue(folder)

    assert words in str(raised.value)
    assert str(folder / "courts.toml") in str(raised.value)


def test_amounts_are_exact() -> None:
    assert [band.percent for band in LAW.courts.fee.bands] == [Decimal(1), Decimal("0.5")]


def misspellings(key: str) -> Iterator[str]:
    """A letter left out, doubled, exchanged with the next, or of the other case."""
    for at in range(len(key)):
        yield key[:at] + key[at + 1 :]
        yield key[: at + 1] + key[at:]
        yield key[:at] + key[at + 1 : at + 2] + key[at] + key[at + 2 :]
        yield key[:at] + key[at].swapcase() + key[at + 1 :]


def loaded(path: Path) -> None:
    """Load a file of a copy of the catalogue, or one that a plug-in adds to it."""
    if (DATA / path.name).is_file():
        load_catalogue(path.parent)
    else:
        build_catalogue([path], LAW)


# A key, or the last name of a table's header, at the beginning of a line.
KEY = re.compile(r"^(?:\[+(?:\w+\.)?)?([a-z_]+)(?=\]| = )", re.MULTILINE)
PLACES = [
    (path, found.span(1))
    for path in FILES
    for found in KEY.finditer(path.read_text(encoding="utf-8"))
]


def test_every_file_of_the_catalogue_has_keys_to_misspell() -> None:
    assert {path.name for path, _ in PLACES} == {
        "authorities.toml", "courts.toml", "provisions.toml", "repayment_proposal.toml",
    }  # fmt: skip
    assert len(PLACES) > 800


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_misspelt_key_of_the_shipped_catalogue_is_found(
    tmp_path: Path, data: st.DataObject
) -> None:
    path, (start, end) = data.draw(st.sampled_from(PLACES))
    text = path.read_text(encoding="utf-8")
    key = text[start:end]
    wrong = data.draw(st.sampled_from([it for it in misspellings(key) if it and it != key]))
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, dirs_exist_ok=True)
    copy = folder / path.name
    copy.write_text(text[:start] + wrong + text[end:], encoding="utf-8")

    with pytest.raises(CatalogueError) as raised:
        loaded(copy)

    assert str(copy) in str(raised.value)
    # Some headers contradict those that follow them, before anybody looks at their names.
    assert f"“{wrong}”" in str(raised.value) or "的写法不对" in str(raised.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_key_misspelt_once_is_found(tmp_path: Path, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    folder = shutil.copytree(DATA, tmp_path / "data")
    spans = {text[slice(*span)]: span for at, span in PLACES if at == path}

    for key, (start, end) in spans.items():
        (folder / path.name).write_text(f"{text[:start]}{key}x{text[end:]}", encoding="utf-8")
        with pytest.raises(CatalogueError, match=f"“{key}x”.*是不是“{key}”"):
            loaded(folder / path.name)

    assert spans


class Labour:
    """A labour lawyer's plug-in: no kinds of its own, but statutes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @hookimpl
    def anjuan_kinds(self) -> tuple[Kind, ...]:
        return ()

    @hookimpl
    def anjuan_catalogue_files(self) -> tuple[Path, ...]:
        return (self._path,)


def test_a_plugin_brings_its_own_statutes(tmp_path: Path) -> None:
    path = tmp_path / "劳动.toml"
    path.write_text(
        """
[[law]]
id = "laodong-hetong"
name = "中华人民共和国劳动合同法"
edition = "2012年修正"
rank = "法律"
from = 2013-07-01
confidence = "A"
[[provision]]
id = "labour.dismissal"
topic = "违法解除的赔偿金"
[[provision.version]]
law = "laodong-hetong"
article = 87
gist = "违法解除或者终止劳动合同的，按经济补偿标准的二倍支付赔偿金"
""",
        encoding="utf-8",
    )

    law = Plugins.load(outside=False, extra=[("labour", Labour(path))]).law

    assert law.cite("labour.dismissal", DAY).text == "《中华人民共和国劳动合同法》第八十七条"
    assert law.cite("civil.privacy", DAY)
    assert "labour.dismissal" not in shipped_catalogue().provisions


def test_a_plugin_with_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    plugins = Plugins.load(outside=False, extra=[("labour", Labour(tmp_path / "无.toml"))])

    assert "插件 labour" in plugins.infos["labour"].reason
    assert plugins.law.provisions == Plugins.load(outside=False).law.provisions
