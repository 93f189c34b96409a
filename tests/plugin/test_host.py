"""Plug-ins: a broken one is named and stops nobody else."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.blank import new_document
from support.installed import installed, with_site
from support.runs import ROOT, Cli, Generate, Generated, shipped_plugins

from anjuan import Matter, hookimpl
from anjuan.case.sheets import CASE_NAMES, ROW_SHEETS, SHEETS
from anjuan.documents import names
from anjuan.errors import UsageError
from anjuan.files import digest
from anjuan.plugin import hookspecs
from anjuan.plugin import office as settings
from anjuan.plugin.facts import CORE_NAMES
from anjuan.plugin.host import BUILT_IN, Plugins
from anjuan.plugin.kinds import API_VERSION, Brief, Kind, Recipient, TemplateName
from anjuan.plugin.steps import FinishedRun, Step
from anjuan.problems import Problem, Rule
from anjuan.testing import Row, incident, write_workbook
from anjuan_plugins.printing import filing_sheet


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
    police = shipped_plugins().kinds["police-statement"]
    return replace(police, name="own", title="自有", **changes)


def test_built_ins_are_exactly_what_the_two_folders_hold() -> None:
    modules = {
        ".".join(path.relative_to(ROOT / "plugins").with_suffix("").parts)
        for path in (ROOT / "plugins").rglob("*.py")
        if "@hookimpl" in path.read_text(encoding="utf-8")
    }
    folders = {path.parent.name for path in (ROOT / "templates").glob("*/kind.toml")}

    assert {it.place for it in BUILT_IN if not it.is_folder} == modules
    assert {it.place for it in BUILT_IN if it.is_folder} == folders


def test_every_hook_is_used_by_something_shipped() -> None:
    hooks = set(re.findall(r"def (anjuan_\w+)", inspect.getsource(hookspecs)))
    folders = (ROOT / "plugins" / "anjuan_plugins", ROOT / "docs" / "examples")
    sources = [
        path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py")
    ]

    assert hooks
    for hook in hooks:
        assert any(f"def {hook}(" in source for source in sources), hook


def test_a_run_without_steps_loads_no_library_of_theirs() -> None:
    script = (
        "import sys\n"
        "from anjuan.plugin.host import Plugins\n"
        "assert {'pdf', 'bundle', 'chart', 'evidence-book'} <= set(Plugins.load().steps)\n"
        "heavy = {'pikepdf', 'img2pdf', 'PIL', 'pypdfium2', 'docx'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
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


def test_every_shipped_template_lies_in_its_kinds_folder_and_bears_its_title() -> None:
    kinds = Plugins.load(outside=False).kinds.values()

    templates = {ROOT / "templates" / kind.name / f"{kind.title}.docx" for kind in kinds}
    assert {kind.template for kind in kinds} == templates
    # One is no kind's: the sheet that a step makes of a case's papers.
    sheet = ROOT / "templates" / filing_sheet.NAME / f"{filing_sheet.TITLE}.docx"
    assert templates | {sheet} == set((ROOT / "templates").rglob("*.docx"))


def test_shipped_templates_are_known_to_have_no_faults_where_no_built_in_is_left_out() -> None:
    plugins = Plugins.load(outside=False)
    without_filters = Plugins.load(settings.Office(off=("filters",)), outside=False)

    templates = [kind.template.read_bytes() for kind in plugins.kinds.values()]
    assert set(map(digest, templates)) == set(plugins.sandbox.proofread)
    assert not without_filters.sandbox.proofread


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

    reason = load(Wrong()).infos["office"].reason
    assert "没有“anjuan_kindz”这个钩子。是不是“anjuan_kinds”？" in reason


def test_a_hook_without_its_mark_fails_its_plugin() -> None:
    class Unmarked:
        def anjuan_kinds(self) -> list[Kind]:
            return [own_kind()]

    assert "“anjuan_kinds”前面缺 @hookimpl" in load(Unmarked()).infos["office"].reason


def test_a_hook_may_have_a_name_of_its_own_or_be_meant_for_another_version() -> None:
    class Renamed:
        @hookimpl(specname="anjuan_kinds")
        def mine(self) -> list[Kind]:
            return [own_kind()]

        @hookimpl(optionalhook=True)
        def anjuan_later(self) -> None: ...

    plugins = load(Renamed())

    assert not plugins.infos["office"].reason
    assert "own" in plugins.kinds


def test_a_wrong_hook_signature_fails_its_plugin() -> None:
    class Wrong:
        @hookimpl
        def anjuan_kinds(self, cases: object) -> None: ...

    assert "cases" in load(Wrong()).infos["office"].reason


def broken_context(brief: Brief) -> dict[str, object]:
    raise KeyError("甲")


def endless(matter: Matter) -> Iterator[Recipient]:
    while True:
        yield Recipient(name="甲")


def broken_recipients(matter: Matter) -> Iterator[Recipient]:
    yield Recipient(name="甲")
    raise ValueError("乙")


OWN_LAW = """
[[law]]
id = "own"
name = "某某办法"
rank = "部门规章"
from = 2020-01-01
confidence = "A"
[[provision]]
id = "own.rule"
topic = "某事"
[[provision.version]]
law = "own"
article = 3
gist = "某事"
"""


def test_every_function_of_a_kind_gets_the_law_that_plugins_added(
    generate: Generate, tmp_path: Path
) -> None:
    asked: list[str] = []

    def cited(matter: Matter) -> str:
        asked.append(matter.law.cite("own.rule", matter.filing_date).text)
        return asked[-1]

    class WithLaw(Office):
        @hookimpl
        def anjuan_catalogue_files(self) -> Any:
            return [tmp_path / "own.toml"]

    (tmp_path / "own.toml").write_text(OWN_LAW, encoding="utf-8")
    kind = own_kind(
        applies=lambda matter: bool(cited(matter)),
        recipients=lambda matter: [Recipient(name=cited(matter))],
        check=lambda matter: cited(matter) and (),
        context=lambda brief: {"依据": cited(brief)},
        template=ROOT / "core/anjuan/plugin/scaffolds/plugin/template.docx",
    )

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=load(WithLaw([kind])))

    assert asked == ["《某某办法》第三条"] * 4, done.problems()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"context": broken_context}, "插件 office 出错：KeyError：'甲'（test_host.py 第 "),
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

    with pytest.raises(UsageError, match="另有插件未能加载，原因见上面的提醒：office"):
        plugins.kind("own")


def test_a_kind_is_found_by_name_and_by_title() -> None:
    plugins = Plugins.load(outside=False)

    assert plugins.kind("报案材料") is plugins.kind("police-statement")


def test_the_plugins_command_lists_the_built_ins(cli: Cli) -> None:
    done = cli("plugins", "--json")

    entries = json.loads(done.out)["plugins"]
    assert [entry["state"] for entry in entries] == ["ok"] * len(BUILT_IN), entries
    assert set(entries[0]) == {"name", "version", "source", "state", "reason"}


def test_a_plugin_for_a_newer_interface_is_told_to_upgrade() -> None:
    class Newer(Office):
        ANJUAN_API = API_VERSION + 1

    reason = load(Newer([own_kind()])).infos["office"].reason

    assert f"为接口版本 {API_VERSION + 1} 编写" in reason
    assert "请升级 anjuan" in reason


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import nothing_like_it", "请安装它缺少的包"),
        ("from anjuan import NotYet", "名字写错了，或者它是为更新的 anjuan 编写的"),
        ("raise SystemExit(5)", "SystemExit：5"),
        ("1 / 0", "ZeroDivisionError"),
        ("def", "SyntaxError"),
    ],
)
def test_a_plugin_that_cannot_be_imported_is_named_and_the_others_work(
    cli: Cli, tmp_path: Path, source: str, words: str
) -> None:
    installed(tmp_path / "site", "broken", source)
    write_workbook(tmp_path / "表.xlsx")

    done = with_site(cli, tmp_path, "generate", "表.xlsx", "-o", "out", "-d", "police-statement")
    listed = with_site(cli, tmp_path, "plugins", "--json")

    assert done.status == 0, done.err
    assert "插件 broken" in done.err
    assert words in done.err
    [entry] = [it for it in json.loads(listed.out)["plugins"] if it["name"] == "broken"]
    assert entry["state"] == "failed"
    assert listed.status == 1


def test_a_plugin_can_be_switched_off(cli: Cli, tmp_path: Path) -> None:
    installed(tmp_path / "site", "broken", "1 / 0")

    done = with_site(cli, tmp_path, "plugins", ANJUAN_DISABLE_PLUGINS="broken")

    assert done.status == 0
    assert "已关闭" in done.out


def test_an_outside_plugin_cannot_push_a_built_in_out_by_its_name(cli: Cli, tmp_path: Path) -> None:
    installed(tmp_path / "site", "police_statement", "1 / 0")

    listed = with_site(cli, tmp_path, "plugins", "--json")

    states = {it["name"]: it["state"] for it in json.loads(listed.out)["plugins"]}
    assert states["police_statement"] == "ok"
    assert states["police_statement#1"] == "failed"


def test_kinds_without_end_are_cut_off() -> None:
    assert "返回的超过 1000 个" in load(Office(endless_kinds)).infos["office"].reason


def endless_kinds() -> Iterator[Kind]:
    kind = own_kind()
    for number in count():
        yield replace(kind, name=f"own{number}", title=f"自有{number}")


def leaving(brief: Brief) -> dict[str, object]:
    raise SystemExit(0)


def endless_problems(matter: Matter) -> Iterator[Problem]:
    while True:
        yield Rule("own", "甲。").on("案件", "甲", "乙")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"context": lambda brief: {"数": count()}}, "“数”超过 100000 项"),
        ({"check": endless_problems}, "一个案件的问题超过 1000 个"),
        ({"context": leaving}, "SystemExit"),
    ],
)
def test_endless_answers_and_exits_fail_their_own_document_only(
    generate: Generate, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    kind = own_kind(**changes)
    kind = replace(kind, template=ROOT / "core/anjuan/plugin/scaffolds/plugin/template.docx")

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=load(Office([kind])))

    assert done.states()["own"] == ["failed"]
    assert words in done.problems()
    assert done.states()["police-statement"] == ["written"]


class WithNames:
    """A plug-in that offers names for all templates."""

    def __init__(self, **names: Callable[[Brief], object]) -> None:
        self._names = names

    @hookimpl
    def anjuan_names(self) -> Any:
        return [TemplateName(name, "一句说明。", value) for name, value in self._names.items()]


def test_a_name_of_a_plugin_works_in_every_template(generate: Generate, tmp_path: Path) -> None:
    lenders = ("lenders", WithNames(各家=lambda brief: [brief.case.creditor]))

    done = filtered(generate, tmp_path, "{% for 项 in 各家 %}{{ 项.名称 }}{% endfor %}", lenders)

    assert "结果：虚构甲网络借贷有限公司。" in done.text("own")


def test_a_name_that_no_template_uses_is_not_asked_for(generate: Generate, tmp_path: Path) -> None:
    broken = ("broken", WithNames(坏的=lambda brief: 1 / 0))

    unused = filtered(generate, tmp_path, "好", broken)

    assert unused.states()["own"] == ["written"]
    used = filtered(generate, tmp_path, "{{ 坏的 }}", broken)
    assert used.states()["own"] == ["failed"]
    assert "broken" in used.problems()


def test_a_name_made_of_a_faulty_cell_refuses_the_paper_with_the_cell(
    generate: Generate, tmp_path: Path
) -> None:
    rows = ("rows", WithNames(首行=lambda brief: str(brief.case.incidents[0].method)))

    done = filtered(generate, tmp_path, "{{ 首行 }}", rows, incidents=[incident(方式="飞鸽")])

    assert done.states()["own"] == ["refused"]
    assert "飞鸽" in done.problems()


class WithPhrase:
    """A plug-in that offers a phrase."""

    def __init__(self, phrase: str) -> None:
        self._phrase = phrase

    @hookimpl
    def anjuan_names(self) -> Any:
        return [TemplateName("函头", "一句说明。", phrase=self._phrase)]


def test_a_phrase_is_filled_in_by_the_rules_of_templates(
    generate: Generate, tmp_path: Path
) -> None:
    head = (
        "head",
        WithPhrase("{{ 委托人.姓名 }}{% if 案件.合同编号 %}，{{ 案件.合同编号 }}{% endif %}"),
    )

    done = filtered(generate, tmp_path, "{{ 函头 }}{{ 函头|称本人 }}", head)

    assert "结果：张三张三。" in done.text("own")
    assert "案件!C2" in done.cells("own", "张三")
    assert "结果：无。" in filtered(
        generate, tmp_path, "{{ 函头 or '无' }}", ("head", WithPhrase("{{ 案件.合同编号 }}"))
    ).text("own")


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("{{ 案件.合同编号 }}", "合同编号）：是空的"),
        ("{{ 骚扰记录[0].方式 }}", "飞鸽"),
        ("{{ 没有的名字 }}", "“没有的名字”不存在"),
        ("{{ 函头 }}", "算不出来"),
    ],
)
def test_what_a_phrase_runs_into_keeps_its_paper_back(
    generate: Generate, tmp_path: Path, phrase: str, told: str
) -> None:
    rows = [incident(方式="飞鸽" if "骚扰记录" in phrase else "电话")]

    done = filtered(generate, tmp_path, "{{ 函头 }}", ("head", WithPhrase(phrase)), incidents=rows)

    assert not done.report.documents or done.states()["own"] != ["written"]
    assert told in done.problems()


def test_a_phrase_with_a_faulty_tag_fails_its_plugin() -> None:
    plugins = Plugins.load(outside=False, extra=[("head", WithPhrase("{{ 委托人.姓名"))])

    assert "插件 head" in plugins.infos["head"].reason
    assert "{{ 委托人.姓名" in plugins.infos["head"].reason


def test_the_names_of_the_core_are_those_that_templates_have() -> None:
    sheets = {*ROW_SHEETS, *(sheet.name for sheet in SHEETS)}

    assert {*names._MADE, "title", "文书名"} - CASE_NAMES - sheets | {"案件"} == CORE_NAMES


@pytest.mark.parametrize("taken", ["被告", "委托人姓名", "court", "统计", "证据", "incidents"])
def test_a_name_of_a_column_is_no_plugins_to_take(taken: str) -> None:
    plugins = Plugins.load(outside=False, extra=[("own", WithNames(**{taken: str}))])

    assert taken in plugins.infos["own"].reason
    assert taken not in plugins.names


class WithFilters:
    """A plug-in that offers filters."""

    def __init__(self, **filters: Any) -> None:
        self._filters = filters

    @hookimpl
    def anjuan_filters(self) -> Any:
        return self._filters


def filtered(
    generate: Generate,
    folder: Path,
    expression: str,
    *plugins: tuple[str, object],
    **rows: list[Row],
) -> Generated:
    document = new_document()
    document.add_paragraph(f"结果：{expression}。")
    document.save(str(folder / "own.docx"))
    kind = own_kind(
        template=folder / "own.docx", context=lambda brief: {}, recipients=one_recipient
    )
    loaded = Plugins.load(outside=False, extra=[*plugins, ("office", Office([kind]))])
    book = write_workbook(folder / "表.xlsx", **rows)
    return generate(book, plugins=loaded, kinds=("own",))


def one_recipient(matter: Matter) -> Iterator[Recipient]:
    yield Recipient()


def test_a_filter_of_a_plugin_works_in_every_template(generate: Generate, tmp_path: Path) -> None:
    backwards = ("backwards", WithFilters(倒写=lambda text: text[::-1]))

    done = filtered(generate, tmp_path, "{{ 委托人.姓名|倒写 }}", backwards)

    assert "结果：三张。" in done.text("own")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda text: 1 / 0, "插件 backwards 出错：ZeroDivisionError"),
        (lambda text: None, "过滤器“倒写”返回了 NoneType"),
    ],
)
def test_a_broken_filter_fails_its_document_and_names_the_plugin(
    generate: Generate, tmp_path: Path, function: Any, words: str
) -> None:
    plugin = ("backwards", WithFilters(倒写=function))

    done = filtered(generate, tmp_path, "{{ 委托人.姓名|倒写 }}", plugin)

    assert done.states()["own"] == ["failed"]
    assert words in done.problems()


def test_a_filter_never_makes_something_of_nothing(generate: Generate, tmp_path: Path) -> None:
    plugin = ("stars", WithFilters(星=lambda text: "*" + text))

    done = filtered(generate, tmp_path, "{{ 委托人.工作单位|星 }}", plugin)

    assert done.states()["own"] == ["refused"]


def test_two_plugins_cannot_offer_the_same_filter() -> None:
    first = ("first", WithFilters(大写=str.upper))
    reason = Plugins.load(outside=False, extra=[first]).infos["first"].reason

    assert "过滤器“大写”已经有了" in reason


def test_two_plugins_cannot_mean_different_things_by_one_code() -> None:
    mine, theirs = Rule("own-doubt", "甲。"), Rule("own-doubt", "乙。")
    first = ("first", Office([own_kind(rules=(mine,))]))
    second = ("second", Office([replace(own_kind(), name="more", title="另有", rules=(theirs,))]))

    plugins = Plugins.load(outside=False, extra=[first, second])

    assert plugins.rules[mine] == "first"
    reason = plugins.infos["second"].reason
    assert "插件 second：规则的代码“own-doubt”已经用于插件 first：那里是“甲。”" in reason
    assert "more" not in plugins.kinds


def test_two_plugins_may_share_a_rule() -> None:
    rule = Rule("own-doubt", "甲。")
    more = replace(own_kind(), name="more", title="另有", rules=(rule,))
    first = ("first", Office([own_kind(rules=(rule,))]))

    plugins = Plugins.load(outside=False, extra=[first, ("second", Office([more]))])

    assert {"own", "more"} <= set(plugins.kinds)


def test_a_kind_cannot_mean_two_things_by_one_code() -> None:
    rules = (Rule("own-doubt", "甲。"), Rule("own-doubt", "乙。"))

    reason = load(Office([own_kind(rules=rules)])).infos["office"].reason

    assert "“own-doubt”已经用于它自己的另一条规则" in reason


class WithSteps:
    """A plug-in that offers a step."""

    def __init__(self, work: Any) -> None:
        self._work = work

    @hookimpl
    def anjuan_steps(self) -> Any:
        return [Step(name="copy", title="抄送", help="抄送。", work=self._work)]


def test_a_step_gets_the_documents_that_stand(generate: Generate, tmp_path: Path) -> None:
    seen: list[FinishedRun] = []

    def work(run: FinishedRun) -> tuple[Problem, ...]:
        seen.append(run)
        return ()

    plugins = Plugins.load(outside=False, extra=[("copy", WithSteps(work))])
    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins, steps=("copy",))

    [finished] = seen[0].cases
    assert all(document.path.is_file() for document in finished.documents)
    assert len(finished.documents) == sum(map(len, done.states().values()))
    assert finished.folder.is_dir()


def test_a_step_that_breaks_leaves_the_word_papers_and_is_told(
    generate: Generate, tmp_path: Path
) -> None:
    plugins = Plugins.load(outside=False, extra=[("copy", WithSteps(lambda run: 1 / 0))])

    done = generate(write_workbook(tmp_path / "表.xlsx"), plugins=plugins, steps=("copy",))

    assert not done.report.is_clean
    assert "插件 copy 出错：ZeroDivisionError" in done.problems()
    assert (tmp_path / "out" / "清单.xlsx").is_file()
    assert {state for states in done.states().values() for state in states} == {"written"}


def test_an_unknown_step_is_a_usage_error(cli: Cli, tmp_path: Path) -> None:
    write_workbook(tmp_path / "表.xlsx")

    done = cli("generate", "表.xlsx", "-o", "out", "--then", "fax")

    assert done.status == 2
    assert "没有“fax”这个后续步骤" in done.err


def test_hooks_are_told_with_their_times_where_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANJUAN_TRACE_PLUGINS", "1")
    Plugins.load(outside=False)

    told = capsys.readouterr()
    assert not told.out
    lines = told.err.splitlines()
    assert any(re.fullmatch(r"police_statement  anjuan_kinds  [0-9.]+ ms", it) for it in lines)
    assert not any("police_statement  anjuan_steps" in it for it in lines)
