"""Plug-ins: a broken one is named and stops nobody else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Finished, Generated
from workbooks import write_workbook

from anjuan import hookimpl
from anjuan.errors import UsageError
from anjuan.kinds import Brief, Kind, Recipient
from anjuan.plugins import BUILT_IN, Plugins
from anjuan.records import Case

Generate = Callable[..., Generated]


class Office:
    """A plug-in whose hook returns whatever the test gives it."""

    def __init__(self, kinds: Any) -> None:
        self._kinds = kinds

    @hookimpl
    def anjuan_kinds(self) -> Any:
        return self._kinds() if callable(self._kinds) else self._kinds


def load(plugin: object) -> Plugins:
    return Plugins.load(outside=False, extra=[("office", plugin)])


def own_kind(**changes: Any) -> Kind:
    police = Plugins.load(outside=False).kinds["police-statement"]
    return replace(police, name="own", title="自有", **changes)


def test_built_ins_are_exactly_the_modules_of_the_plugins_folder_that_offer_something() -> None:
    modules = {
        ".".join(path.relative_to(ROOT / "plugins").with_suffix("").parts)
        for path in (ROOT / "plugins").rglob("*.py")
        if re.search(r"def anjuan_(kinds|steps)\b", path.read_text(encoding="utf-8"))
    }

    assert set(BUILT_IN) == modules


def test_a_run_without_steps_loads_no_library_of_theirs() -> None:
    script = (
        "import sys\n"
        "from anjuan.plugins import Plugins\n"
        "assert {'pdf', 'bundle', 'chart', 'evidence-book'} <= set(Plugins.load().steps)\n"
        "sys.exit(', '.join({'pypdf', 'PIL', 'matplotlib', 'numpy'} & set(sys.modules)) or 0)\n"
    )
    places = os.pathsep.join(str(ROOT / folder) for folder in ("core", "plugins"))

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": places},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_every_shipped_template_belongs_to_a_kind() -> None:
    kinds = Plugins.load(outside=False).kinds.values()

    assert {kind.template.stem for kind in kinds} == {
        path.stem for path in (ROOT / "templates").glob("*.docx")
    }


def lazy() -> Iterator[Kind]:
    yield own_kind()
    raise RuntimeError("半路出错")


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (lazy, "RuntimeError：半路出错"),
        ([object()], "应当是 Kind"),
        ([own_kind(template=Path("没有.docx"))], "模板 没有.docx 不存在"),
        ([own_kind(needs=("nothing",))], "“nothing”不是案件的属性"),
        ([replace(own_kind(), name="police-statement")], "已由插件 police_statement 提供"),
    ],
)
def test_a_broken_plugin_is_named_and_the_others_stay(kinds: Any, words: str) -> None:
    plugins = load(Office(kinds))

    assert "插件 office" in plugins.infos["office"].reason
    assert words in plugins.infos["office"].reason
    assert set(plugins.kinds) == set(Plugins.load(outside=False).kinds)


def test_a_hook_nobody_knows_fails_its_plugin() -> None:
    class Wrong:
        @hookimpl
        def anjuan_kindz(self) -> None: ...

    assert "anjuan_kindz" in load(Wrong()).infos["office"].reason


def test_a_wrong_hook_signature_fails_its_plugin() -> None:
    class Wrong:
        @hookimpl
        def anjuan_kinds(self, cases: object) -> None: ...

    assert "cases" in load(Wrong()).infos["office"].reason


def broken_context(brief: Brief) -> dict[str, object]:
    raise KeyError("甲")


def endless(case: Case) -> Iterator[Recipient]:
    while True:
        yield Recipient(name="甲")


def broken_recipients(case: Case) -> Iterator[Recipient]:
    yield Recipient(name="甲")
    raise ValueError("乙")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"context": broken_context}, "插件 office 出错：KeyError"),
        ({"recipients": broken_recipients}, "插件 office 出错：ValueError"),
        ({"recipients": endless}, "超过 200 个"),
    ],
)
def test_a_kind_that_breaks_on_a_case_fails_alone(
    generate: Generate, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    plugins = load(Office([own_kind(**changes)]))

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins)

    assert done.states()["own"] == ["failed"]
    assert words in done.problems()
    assert done.states()["police-statement"] == ["written"]


def test_asking_for_a_kind_nobody_offers_mentions_failed_plugins() -> None:
    plugins = load(Office([object()]))

    with pytest.raises(UsageError, match="另有插件未能加载：office"):
        plugins.kind("own")


def test_a_kind_is_found_by_name_and_by_title() -> None:
    plugins = Plugins.load(outside=False)

    assert plugins.kind("报案材料") is plugins.kind("police-statement")


def test_the_plugins_command_lists_the_built_ins(cli: Callable[..., Finished]) -> None:
    done = cli("plugins", "--json")

    entries = json.loads(done.out)["plugins"]
    assert [entry["state"] for entry in entries] == ["ok"] * len(BUILT_IN)
    assert set(entries[0]) == {"name", "version", "source", "state", "reason"}
