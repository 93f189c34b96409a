"""The Word engine stands alone: no case, no law, no workbook, no plug-in is needed to use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.runs import ROOT

# The folder itself, and the small modules at the bottom of the house.
OWN = ("anjuan", "anjuan.word")
BELOW = ("frozen", "patterns", "chinese", "errors", "files", "messages", "opc", "problems")

# Renders, proves and checks a template, marks its faults, highlights what a draft leaves open.
_WORK = """
import json, sys
from pathlib import Path
from docx import Document
from anjuan.problems import Rule
from anjuan.word.placeholders import highlight
from anjuan.word.proofreading.comments import annotate
from anjuan.word.proofreading.template import find_faults
from anjuan.word.proving import prove
from anjuan.word.rendering import is_compiled, render
from anjuan.word.text import document_text
from anjuan.word.views import Blank, Trace

folder = Path(sys.argv[1])
sound, faulty = folder / "sound.docx", folder / "faulty.docx"
for path, text in ((sound, "{{ 名 }}收到{{ 空 }}"), (faulty, "{% if 名 %}{{ 名 }}")):
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))
empty = Rule("empty", "是空的。")
blank = Blank(lambda: empty.on("表", "是空的。", "请填写。"))
trace = Trace(draft=True)
rendered = render(sound, {"名": "甲", "空": blank}, trace, "题")
faults = find_faults(faulty.read_bytes())
print(json.dumps({
    "compiled": is_compiled(sound),
    "text": document_text(highlight(rendered.content)),
    "proved": prove(rendered, trace) == (),
    "faults": [str(fault) for fault in faults],
    "marked": len(annotate(faulty.read_bytes(), faults)) > 0,
    "modules": sorted(name for name in sys.modules if name.startswith("anjuan")),
}))
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a program that knows the Word engine only made, and which of our modules it loaded."""
    folder: Path = tmp_path_factory.mktemp("alone")
    finished = subprocess.run(
        [sys.executable, "-c", _WORK, str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "core"), "PYTHONIOENCODING": "utf-8"},
    )
    result: dict[str, object] = json.loads(finished.stdout)
    return result


def test_it_renders_proves_checks_and_marks(done: dict[str, object]) -> None:
    assert done["compiled"] is done["proved"] is done["marked"] is True
    assert "甲收到【待补：】" in str(done["text"])
    assert done["faults"] == [
        "正文第 1 段“{% if 名 %}{{ 名 }}”：{% if 名 %} 没有结束。"
        "请在应当结束的地方补上 {% endif %}。"
    ]


def test_nothing_of_the_house_is_loaded_with_it(done: dict[str, object]) -> None:
    modules = done["modules"]
    assert isinstance(modules, list)
    allowed = {*OWN, *(f"anjuan.{name}" for name in BELOW)}

    assert "anjuan.word.rendering" in modules
    assert [it for it in modules if it not in allowed and not it.startswith("anjuan.word.")] == []
