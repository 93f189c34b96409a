"""The plug-in of an outsider (plugin.py), whose types `make lint` checks, also works."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from docx import Document
from support.runs import Generate

from anjuan.plugin import hookspecs
from anjuan.plugin.host import Plugins
from anjuan.testing import write_workbook

SOURCE = Path(__file__).with_name("plugin.py")


@pytest.fixture
def outsider(tmp_path: Path) -> ModuleType:
    """Loaded from a folder of its own, beside its template."""
    place = tmp_path / "outsider.py"
    place.write_bytes(SOURCE.read_bytes())
    document = Document()
    document.add_paragraph("{{ 收文单位 }}：{{ 委托人.姓名|加引号 }}自{{ 首日 }}起受到骚扰。")
    document.add_paragraph("{% for 条 in 依据 %}{{ 条 }}{% endfor %}{{ 本金 or '无' }}")
    document.save(str(tmp_path / "template.docx"))
    spec = importlib.util.spec_from_file_location("outsider", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_outsiders_plugin_makes_its_paper_and_its_note(
    outsider: ModuleType, generate: Generate, tmp_path: Path
) -> None:
    plugins = Plugins.load(outside=False, extra=[("outsider", outsider)])
    assert not plugins.infos["outsider"].reason

    done = generate(
        write_workbook(tmp_path / "表.xlsx"),
        plugins=plugins,
        kinds=("outsider-letter",),
        steps=("note",),
    )

    assert "“张三”自2026年" in done.text("outsider-letter")
    assert "《中华人民共和国民法典》第一千零三十三条第一项" in done.text("outsider-letter")
    note = done.folder / "A001_张三" / "便条.txt"
    assert note.read_text("utf-8") == "致张三：共 1 份。"


def test_it_imports_nothing_below_anjuan_and_uses_every_hook() -> None:
    tree = ast.parse(SOURCE.read_text("utf-8"))
    imported = {
        node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    assert {name for name in imported if name.startswith("anjuan")} == {"anjuan"}
    assert {name for name in vars(hookspecs) if name.startswith("anjuan_")} <= defined
