"""The guard: an error is told with the author's own line, and stdout is not for plug-ins."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest
from support.batches import many
from support.blank import new_document
from support.commands import SOURCES
from support.installed import installed, with_site
from support.runs import Cli

from anjuan.errors import PluginError
from anjuan.plugin.guard import aside, called, guard
from anjuan.plugin.host import Plugins
from anjuan.testing import write_workbook

# A plug-in that writes to stdout in every way and at every time.
NOISY = """
import os, subprocess, sys, threading
from pathlib import Path
from anjuan import Kind, Recipient, Step, hookimpl

def noise(where):
    print("NOISE", where)
    sys.stdout.write("NOISE " + where + "\\n")
    os.write(1, b"NOISE\\n")
    subprocess.run([sys.executable, "-c", "print('NOISE')"], check=True)
    thread = threading.Thread(target=print, args=("NOISE",))
    thread.start()
    thread.join()

class Name(str):
    def __str__(self):
        noise("value")
        return "甲"

def told(where, answer):
    noise(where)
    return answer

noise("import")

@hookimpl
def anjuan_kinds():
    noise("kinds")
    return [Kind(
        name="noisy", title="插件函", help="", template=Path(__file__).with_name("t.docx"),
        applies=lambda matter: told("applies", True),
        recipients=lambda matter: told("recipients", [Recipient(name=Name("某单位"))]),
        check=lambda matter: told("check", []),
        context=lambda brief: told("context", {"附加": Name("甲")}),
    )]

@hookimpl
def anjuan_filters():
    return {"吵": lambda text: told("filter", text)}

@hookimpl
def anjuan_steps():
    return [Step(name="noise", title="吵", help="吵。", work=lambda run: told("step", []))]
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_a_plugin_prints_never_gets_into_the_results(
    process: Cli, tmp_path: Path, jobs: str
) -> None:
    installed(tmp_path / "site", "noisy", NOISY)
    template(tmp_path / "site" / "t.docx", "{{ 附加|吵 }}")
    book = many(tmp_path / "表.xlsx", 3)

    done = process(
        *("generate", book, "-o", "out", "--json", "-d", "noisy", "--then", "noise"),
        *("--jobs", jobs),
        PYTHONPATH=f"{tmp_path / 'site'}{os.pathsep}{SOURCES}",
    )

    documents = json.loads(done.out)["documents"]
    assert [(it["state"], it["recipient"]) for it in documents] == [("written", "某单位")] * 3
    for where in ("import", "kinds", "applies", "recipients", "check", "context", "filter", "step"):
        assert f"NOISE {where}" in done.err, where


def test_a_program_that_embeds_it_keeps_its_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    stdout = sys.stdout
    with guard("甲"):
        print("inside")  # noqa: T201
        with guard("乙"):
            print("further inside")  # noqa: T201
    print("outside")  # noqa: T201

    assert sys.stdout is stdout
    assert capsys.readouterr() == ("outside\n", "inside\nfurther inside\n")


@pytest.mark.parametrize("is_inside", [True, False])
def test_what_is_called_for_a_value_is_guarded_wherever_it_is_called(
    is_inside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(text: str) -> str:
        print(text)  # noqa: T201
        raise SystemExit(text)

    with guard("甲") if is_inside else nullcontext():
        with pytest.raises(PluginError, match="插件 乙 出错：SystemExit：值"):
            called("乙", broken, "值")
        assert called("乙", len, "值") == 1
    print("outside")  # noqa: T201

    assert capsys.readouterr() == ("outside\n", "值\n")


def test_what_is_turned_aside_once_stays_so_from_guard_to_guard(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with aside():
        with guard("甲"):
            print("first")  # noqa: T201
        with pytest.raises(PluginError, match="插件 乙"):
            called("乙", raising(ValueError()))
        with pytest.raises(PluginError, match="插件 丙"), guard("丙"):
            raise ValueError
        print("second")  # noqa: T201
    print("outside")  # noqa: T201

    assert capsys.readouterr() == ("outside\n", "first\nsecond\n")


def test_what_is_printed_is_turned_aside_while_any_thread_is_inside(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def inside() -> None:
        with guard("乙"):
            print("inside")  # noqa: T201

    with guard("甲"):
        other = Thread(target=inside)
        other.start()
        other.join()
        print("still inside")  # noqa: T201

    assert capsys.readouterr() == ("", "inside\nstill inside\n")


# A plug-in whose line 17 is wrong.
LETTERS = """
import importlib, json
from dataclasses import dataclass
from decimal import Decimal
from anjuan import hookimpl

@dataclass(frozen=True)
class Row:
    value: object

@hookimpl
def anjuan_kinds():
    return inner()


def inner():
    {}
"""


def imported(folder: Path, name: str, source: str) -> ModuleType:
    """A module of an author's, by its file."""
    file = folder / f"{name}.py"
    file.write_text(source, encoding="utf-8")
    spec = spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(work: Callable[[], object]) -> str:
    """What is said of an error that a plug-in's code raises."""
    with pytest.raises(PluginError) as error, guard("pp"):
        work()
    return error.value.message


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        # Deep in a library, in code that stands in no file, in a call-back from a library.
        ("json.loads('{')", "JSONDecodeError：Expecting property name"),
        ("hash(Row({}))", "TypeError：unhashable type: 'dict'"),
        ("sorted([2, 1], key=lambda it: 1 / 0)", "ZeroDivisionError：division by zero"),
        ("Decimal('x')", "InvalidOperation"),
        ("importlib.import_module('nothing_like_it')", "导入不了：No module named"),
    ],
)
def test_an_error_is_told_with_the_last_line_of_the_plugins_own(
    tmp_path: Path, statement: str, words: str
) -> None:
    module = imported(tmp_path, "letters_of_mine", LETTERS.format(statement))

    reason = Plugins.load(outside=False, extra=[("pp", module)]).infos["pp"].reason

    assert words in reason
    assert "（letters_of_mine.py 第 17 行，" in reason


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"broken_plugin.py": "import os\n\ndef\n"}, "broken_plugin.py 第 3 行"),
        ({"broken_plugin.py": "if True:\nx = 1\n"}, "broken_plugin.py 第 2 行"),
        (
            {"broken_plugin.py": "import theirs.part\n", "theirs/part.py": "x = (\n"},
            "part.py 第 1 行",
        ),
        ({"broken_plugin.py": "x = 1\neval('1 +')\n"}, "broken_plugin.py 第 2 行，<module>"),
    ],
)
def test_a_syntax_error_is_told_with_its_own_file_and_line(
    cli: Cli, tmp_path: Path, files: dict[str, str], place: str
) -> None:
    installed(tmp_path / "site", "broken", "")
    for name, source in files.items():
        (tmp_path / "site" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "site" / name).write_text(source, encoding="utf-8")

    done = with_site(cli, tmp_path, "plugins", "--json")

    [reason] = [it["reason"] for it in json.loads(done.out)["plugins"] if it["name"] == "broken"]
    assert "SyntaxError" in reason or "IndentationError" in reason
    assert f"（{place}）" in reason


class Strange(BaseException):
    """Not even an `Exception`."""


class SilentError(Exception):
    """Can't say what it is."""

    def __str__(self) -> str:
        raise RuntimeError


def endless(depth: int = 0) -> int:
    return endless(depth + 1)


def raising(error: BaseException) -> Callable[[], object]:
    def work() -> object:
        raise error

    return work


@pytest.mark.parametrize(
    ("work", "sort"),
    [
        (raising(SystemExit(0)), "SystemExit"),
        (raising(GeneratorExit()), "GeneratorExit"),
        (raising(StopIteration()), "StopIteration"),
        (raising(Strange("甲")), "Strange：甲"),
        (raising(SilentError()), "SilentError：（"),
        (raising(MemoryError()), "MemoryError"),
        (raising(BaseExceptionGroup("甲", [Strange()])), "BaseExceptionGroup"),
        (endless, "RecursionError"),
        (sys.exit, "SystemExit"),
    ],
)
def test_whatever_is_raised_is_told_as_the_plugins(work: Callable[[], object], sort: str) -> None:
    message = told(work)

    assert message.startswith("插件 pp 出错：")
    assert sort in message


def test_ctrl_c_is_no_error_of_a_plugin() -> None:
    with pytest.raises(KeyboardInterrupt), guard("pp"):
        raise KeyboardInterrupt


def test_a_plugin_that_leaves_while_it_is_loaded_is_named_and_stops_nobody(
    cli: Cli, tmp_path: Path
) -> None:
    source = "class Strange(BaseException): ...\nraise Strange('甲')\n"
    installed(tmp_path / "site", "strange", source)
    write_workbook(tmp_path / "表.xlsx")

    done = with_site(cli, tmp_path, "generate", "表.xlsx", "-o", "out", "-d", "police-statement")

    assert done.status == 0
    assert "插件 strange 出错：Strange：甲（strange_plugin.py 第 2 行，<module>）" in done.err


def template(path: Path, text: str) -> Path:
    """A Word template of one paragraph."""

    document = new_document()
    document.add_paragraph(text)
    document.save(str(path))
    return path
