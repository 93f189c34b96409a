"""What a kind without code leaves to be written by hand: a line on the paper, one reminder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from plugin.test_folders import kind_folder
from support.runs import Generate, Generated

from anjuan.errors import ConfigError
from anjuan.plugin.folders import load_folder
from anjuan.plugin.host import Plugins
from anjuan.plugin.office import Office
from anjuan.testing import case, institution, proceeding, write_workbook

Made = Callable[..., Generated]
ALL = 'by_hand = ["邮编", "债权人.法定代表人", "和解日期", "办理.报案.文号"]'
TEXT = (
    "{{ 案件.邮编 or '＿甲' }}{{ 债权人.法定代表人 or '＿乙' }}{{ 和解日期 or '＿丙' }}"
    "{{ 办理.报案.文号 or '＿丁' }}"
)


@pytest.fixture
def made(tmp_path: Path, generate: Generate) -> Made:
    """Generate the kind of a manifest."""

    def run(manifest: str, text: str, **rows: Any) -> Generated:
        plugins = Plugins.load(Office((kind_folder(tmp_path, manifest, text),)), outside=False)
        assert not plugins.infos["folder:谢函"].reason
        book = write_workbook(tmp_path / "表.xlsx", **rows)
        return generate(book, plugins=plugins, kinds=("谢函",))

    return run


def reminders(done: Generated) -> list[tuple[str, str]]:
    found = (it for it in done.report.problems if it.code == "by-hand")
    return [(f"{it.sheet}（{it.heading}）", it.message) for it in found]


def test_what_nobody_told_is_a_line_to_write_on_and_one_reminder(made: Made) -> None:
    done = made(ALL, TEXT, proceedings=[proceeding(事项="报案", 文号=None)])

    assert "＿甲＿乙＿丙＿丁" in done.text("谢函")
    told = "谢函里要手填：邮编、债权人.法定代表人、和解日期、办理.报案.文号。"
    assert reminders(done) == [("案件（邮编）", told)]


def test_what_is_told_is_printed_and_nothing_is_said(made: Made) -> None:
    done = made(
        ALL,
        TEXT,
        cases=[case(邮编="310000", 和解日期="五月一日")],
        institutions=[institution(法定代表人="赵六")],
        proceedings=[proceeding(事项="报案", 文号="1号")],
    )

    assert "310000赵六五月一日1号" in done.text("谢函")
    assert reminders(done) == []


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("债权人.法定代表人", "机构（法定代表人）"),
        ("办理.报案.文号", "办理记录（文号）"),
        ("和解日期", "案件（和解日期）"),
    ],
)
def test_the_reminder_points_at_the_cell(made: Made, name: str, cell: str) -> None:
    done = made(f'by_hand = ["{name}"]', "正文", proceedings=[proceeding(事项="报案", 文号=None)])

    assert [place for place, _ in reminders(done)] == [cell]


def test_what_was_never_done_leaves_a_line_too(made: Made) -> None:
    done = made('by_hand = ["办理.报案.文号"]', "{{ 办理.报案.文号 or '＿' }}")

    assert [place for place, _ in reminders(done)] == ["办理记录（）"]


@pytest.mark.parametrize("name", ["证据", "统计.总次数", "办理.报案"])
def test_only_a_column_can_be_written_by_hand(tmp_path: Path, name: str) -> None:
    folder = kind_folder(tmp_path, f'by_hand = ["{name}"]', "正文")

    with pytest.raises(ConfigError, match=f"by_hand 里的“{name}”不是一列"):
        load_folder(folder / "谢函" if (folder / "谢函").is_dir() else folder)
