"""Beginnings that already work: kinds and plug-ins from scaffolds, templates to change."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from string import Template
from types import MappingProxyType

from anjuan.errors import OutputError, TemplateError, UsageError, why
from anjuan.files import digest, is_there, write_whole
from anjuan.plugin.column_files import COLUMNS_NAME
from anjuan.plugin.folders import refuse_unfit_name
from anjuan.plugin.kinds import API_VERSION, Kind
from anjuan.plugin.manifest import MANIFEST_NAME
from anjuan.word.lineage import began_as, beginning_as
from anjuan.word.marks import STATEMENT
from anjuan.word.proofreading.template import refuse_unfit_file
from anjuan.word.text import document_text

_SCAFFOLDS = Path(__file__).with_name("scaffolds")
_PLUGIN_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PREFIX = "anjuan_"
_TRIALS_NAME = "test.toml"
# So many characters are told from others.
_ENOUGH = 4
_PRINTED = re.compile(r"\{\{.*?\}\}|\{#.*?#\}")
_BLOCK = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(if|for|endif|endfor)\b")
_SUFFIX = ".docx"


def new_kind(
    folder: Path,
    title: str,
    template: bytes | None,
    cells: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Write a kind without code.

    Args:
        folder: the kind's folder, which must not exist; its name is the kind's.
        title: Chinese title; empty = the folder's name.
        template: a Word file to begin with (`beginning`); None = ours.
        cells: what its test fills in besides, by heading.

    Returns:
        The template.

    Raises:
        OutputError: the folder exists, or can't be written.
    """
    folder = folder.absolute()
    refuse_unfit_name(folder.name)
    title = title or folder.name
    refuse_unfit_name(title)
    content = template or (_SCAFFOLDS / "kind" / "template.docx").read_bytes()
    target, source = f"{title}{_SUFFIX}", _SCAFFOLDS / "kind"
    manifest = _filled(source / MANIFEST_NAME, {"title": title})
    trials = _filled(source / _TRIALS_NAME, {"must": _quoted(_fixed(content) or title)})
    if cells:
        lines = (f"{_quoted(name)} = {_quoted(text)}\n" for name, text in cells.items())
        trials += "\n[test.cells]\n{}".format("".join(lines)).encode()
    files = {MANIFEST_NAME: manifest, target: content, _TRIALS_NAME: trials}
    _write_new(folder, {**files, COLUMNS_NAME: (source / COLUMNS_NAME).read_bytes()})
    return folder / target


def _quoted(text: str) -> str:
    # As JSON has it, TOML takes it too.
    return json.dumps(text, ensure_ascii=False)


def _fixed(template: bytes) -> str:
    """Words of a template that stand in every paper made from it; empty where there are none."""
    depth, pieces = 0, [""]
    for line in document_text(template).split("\n"):
        opened = _BLOCK.findall(line)
        if not depth and STATEMENT not in line:
            pieces += (piece.strip() for piece in _PRINTED.split(line))
        depth += sum(-1 if word.startswith("end") else 1 for word in opened)
    return next((it for it in pieces if len(it) >= _ENOUGH), max(pieces, key=len))


def beginning(template: Path) -> bytes:
    """A Word file to begin with; what stands in it is put right by and by.

    Raises:
        UsageError: it can't be read.
        TemplateError: it is no Word document that could become a template.
    """
    try:
        content = template.read_bytes()
    except OSError as error:
        raise UsageError("读不了模板 {}（{}）。请检查路径。", template, why(error)) from error
    try:
        refuse_unfit_file(content)
    except TemplateError as error:
        raise TemplateError("{}：{}", template, error.message) from error
    return content


def new_plugin(folder: Path, title: str) -> None:
    """Write a plug-in project with a kind, a template and tests that pass.

    Args:
        folder: the project's folder, which must not exist; its name is the kind's (ASCII).
        title: Chinese title of the kind; empty = 说明函.

    Raises:
        UsageError: the name can't be that of a Python package.
        OutputError: the folder exists, or can't be written.
    """
    folder = folder.absolute()
    name = folder.name
    if not _PLUGIN_NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(
            "插件的名字“{}”要用小写英文字母、数字和连字符，字母开头，如 demand-letter。", name
        )
    package = _PREFIX + name.replace("-", "_")
    words = {
        "name": name,
        "title": title or "说明函",
        "heading": "".join((title or "说明函").split()) + "答复天数",
        "column": f"{name.replace('-', '_')}_days",
        "package": package,
        "distribution": package.replace("_", "-"),
        "version": version("anjuan"),
        "api": str(API_VERSION),
    }
    refuse_unfit_name(words["title"])
    source = _SCAFFOLDS / "plugin"
    _write_new(
        folder,
        {
            "pyproject.toml": _filled(source / "pyproject.toml.txt", words),
            "README.md": _filled(source / "README.md.txt", words),
            f"src/{package}/__init__.py": _filled(source / "plugin.py.txt", words),
            f"src/{package}/py.typed": b"",
            f"src/{package}/template.docx": (source / "template.docx").read_bytes(),
            f"tests/test_{package}.py": _filled(source / "test_plugin.py.txt", words),
        },
    )


def export_templates(kinds: Iterable[Kind], folder: Path) -> list[Path]:
    """Copy templates out, each as `<kind>.docx`, to be changed and used instead of ours.

    Each remembers what it is a copy of, so that it can be told when the shipped one has changed.

    Args:
        kinds: whose templates.
        folder: made where it is missing.

    Raises:
        OutputError: one of the files is there already, or can't be written; nothing is written
            over.
    """
    targets = {folder / f"{kind.name}{_SUFFIX}": kind.template for kind in kinds}
    for target in targets:
        if is_there(target):
            raise OutputError("{} 已经存在，没有改动。请换一个文件夹，或先把它移走。", target)
    try:
        for target, template in targets.items():
            write_whole(target, _remembering(template.read_bytes()))
    except OSError as error:
        raise OutputError("{} 写不进去（{}）。请换一个文件夹。", folder, why(error)) from error
    return list(targets)


def _remembering(template: bytes) -> bytes:
    # An office's own template that is copied once more began as what it says.
    return template if began_as(template) else beginning_as(template, digest(template))


def _filled(scaffold: Path, words: Mapping[str, str]) -> bytes:
    return Template(scaffold.read_text(encoding="utf-8")).substitute(words).encode()


def _write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that was not there before."""
    try:
        folder.mkdir(parents=True)
        for name, content in files.items():
            write_whole(folder / name, content)
    except FileExistsError as error:
        raise OutputError("{} 已经存在，没有改动。请换一个名字，或先把它移走。", folder) from error
    except OSError as error:
        raise OutputError("{} 写不进去（{}）。请换一个位置。", folder, why(error)) from error
