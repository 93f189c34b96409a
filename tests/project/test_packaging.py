"""What gets installed, how fast help answers, and that the documentation tells the truth."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from support.runs import ROOT
from support.wheel import authors_python, built_wheel, installed

import anjuan
from anjuan.cli import COMMANDS


def test_loading_the_plugins_imports_no_library_that_makes_files() -> None:
    script = (
        "import sys\n"
        "from anjuan.plugin.host import Plugins\n"
        "assert len(Plugins.load(outside=False).steps) >= 4\n"
        "heavy = {'docxtpl', 'openpyxl', 'docx', 'distributed',"
        " 'pikepdf', 'img2pdf', 'pypdfium2', 'PIL'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    places = (str(ROOT / "core"), str(ROOT / "plugins"))

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"},
    )

    assert done.returncode == 0, done.stderr


def public_names() -> dict[str, str]:
    """The module of each name in the stub."""
    stub = ast.parse((ROOT / "core/anjuan/__init__.pyi").read_text(encoding="utf-8"))
    assert all(isinstance(node, ast.ImportFrom) for node in stub.body)
    imports = (node for node in stub.body if isinstance(node, ast.ImportFrom))
    named = [(it.name, it.asname, node.module or "") for node in imports for it in node.names]
    assert all(name == shown for name, shown, _ in named)
    assert len({name for name, _, _ in named}) == len(named)
    return {name: module for name, _, module in named}


def test_a_public_name_is_typed_once_and_comes_from_where_the_stub_says() -> None:
    names = public_names()

    assert len(names) > 60
    for name, module in names.items():
        assert getattr(anjuan, name) is getattr(import_module(module), name)
    assert set(names) <= set(dir(anjuan))
    with pytest.raises(AttributeError, match="no attribute 'nobody'"):
        _ = anjuan.nobody  # type: ignore[attr-defined]


def test_all_public_names_can_be_imported_at_once() -> None:
    here: dict[str, object] = {}

    exec("from anjuan import *", here)

    assert set(here) - {"__builtins__"} == set(public_names())


def test_every_public_function_and_record_says_what_it_is() -> None:
    for name in public_names():
        it = getattr(anjuan, name)
        assert not callable(it) or inspect.getdoc(it), name


def test_no_public_name_is_imported_before_it_is_used() -> None:
    script = (
        "import sys, anjuan\n"
        "sys.exit(', '.join(name for name in sys.modules if name.startswith('anjuan.')) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(ROOT / "core")},
    )

    assert done.returncode == 0, done.stderr


def test_both_readmes_name_every_command() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for command in COMMANDS:
            assert f"anjuan {command}" in text, (name, command)


def test_readme_targets_and_pictures_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    for target in re.findall(r"make (\w+)", text):
        if target in ("demo", "test", "lint"):
            assert f"\n{target}:" in makefile
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", text):
        assert (ROOT / picture).is_file()


def test_what_the_makefile_runs_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    quick = re.search(r"^QUICK := \$\(addprefix tests/,(.+)\)$", makefile, re.MULTILINE)
    assert quick

    for path in (
        *quick[1].split(),
        *re.findall(r"(?<=tests/)(?:tools|fuzz|benchmarks)/\w+\.py", makefile),
    ):
        assert (ROOT / "tests" / path).is_file(), path
    for module in re.findall(r"-m (tools\.\w+)", makefile):
        assert (ROOT / "tests" / f"{module.replace('.', '/')}.py").is_file(), module


def test_constraints_name_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    for line in lines:
        assert re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line), line


@pytest.fixture
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(built_wheel(tmp_path_factory))


def test_the_wheel_holds_both_packages_and_their_data_and_nothing_else(
    wheel: zipfile.ZipFile,
) -> None:
    names = set(wheel.namelist())

    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"anjuan", "anjuan_plugins"}
    for pattern in ("*.docx", "kind.toml", "PROOFREAD.json"):
        files = list((ROOT / "templates").rglob(pattern))
        assert len(files) >= 1
        for file in files:
            assert f"anjuan/templates/{file.relative_to(ROOT / 'templates').as_posix()}" in names
    assert "anjuan_plugins/kinds/repayment_proposal.toml" in names
    samples = [path for path in (ROOT / "sample_cases").rglob("*") if path.is_file()]
    assert len(samples) > 10
    for sample in samples:
        assert f"anjuan/{sample.relative_to(ROOT).as_posix()}" in names
    catalogue = list((ROOT / "core/anjuan/law/data").glob("*.toml"))
    assert len(catalogue) >= 3
    for data in catalogue:
        assert f"anjuan/law/data/{data.name}" in names
    assert {"anjuan/py.typed", "anjuan/__init__.pyi", "anjuan_plugins/py.typed"} <= names
    [licence] = [name for name in names if name.endswith("/LICENSE")]
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_the_wheel_runs_without_the_checkout(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = installed(tmp_path_factory)
    done = subprocess.run(
        [sys.executable, "-m", "anjuan", "demo", "out"],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={"PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert str(site) in done.stdout
    # Cases A…; the others are those of the second workbook, which `demo` leaves alone.
    golden = list((ROOT / "tests/golden").glob("A*/*.txt"))
    assert len(list((tmp_path / "out").rglob("*.docx"))) == len(golden)


AUTHORS_TEST = """
import sys
from pathlib import Path

from docx import Document

from anjuan import Kind, Recipient, hookimpl
from anjuan.testing import case, incident, kind_tests, make_papers, golden

TEMPLATE = Path(__file__).with_name("便函.docx")
document = Document()
document.add_paragraph("{{ 委托人.姓名 }}受到骚扰{{ 统计.总次数 }}次。")
document.save(str(TEMPLATE))


class Office:
    @hookimpl
    def anjuan_kinds(self):
        yield Kind(
            name="note", title="便函", help="给自己。", template=TEMPLATE,
            recipients=lambda matter: [Recipient()],
        )


test_demand = kind_tests("种类/催告函")


def test_the_paper(make_papers, golden):
    papers = make_papers(Office(), cases=[case(委托人姓名="李四")], incidents=[incident(次数=3)])
    papers.assert_nothing_lost()
    assert papers.text("note") == "李四受到骚扰3次。"
    assert papers.cells("note", "3次") == ("骚扰记录!J2",)
    golden(papers)
    assert not [it for it in sys.path if it.endswith("core") or it.endswith("plugins")]
"""


def test_the_wheel_alone_has_all_that_authors_test_with(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    python = authors_python(tmp_path_factory, tmp_path / "venv")
    (tmp_path / "test_office.py").write_text(AUTHORS_TEST, encoding="utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-m", *words],
            capture_output=True, encoding="utf-8", cwd=tmp_path, check=False,
        )  # fmt: skip

    assert run("anjuan", "kind", "new", "种类/催告函").returncode == 0
    done = run("pytest", "-q", "-p", "anjuan.testing", "test_office.py", "--update-papers")

    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert [*(tmp_path / "golden").rglob("*.txt")]
