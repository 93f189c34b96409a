"""Workbooks of old formats (.xls): read rightly, whoever wrote them, in a process of their own."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from time import sleep

import pytest
import xlwt
from support.checking import found
from support.commands import SOURCES
from support.drawn import Drawn, Failed, drawn, java, xls, xlsx
from support.runs import ROOT, Cli
from xlrd.compdoc import CompDoc

from anjuan.errors import WorkbookError
from anjuan.testing import case
from anjuan.workbook.formats import apart
from anjuan.workbook.formats.source import UnsoundError
from anjuan.workbook.opening import opened
from anjuan.workbook.parsing import load_workbook


def cells(path: Path, name: str) -> list[list[object]]:
    """The rows of a table, without what is empty at their ends."""
    return [list(row) for row in opened(path).rows(name)]


def test_the_code_page_that_a_java_system_writes_has_no_say(tmp_path: Path) -> None:
    """Text of BIFF8 is Unicode (MS-XLS §2.5.293), whatever its record says."""
    book = {"通话详单": Drawn([["序号", "对方号码"], ["1", "008617000000009"]])}

    assert cells(java(tmp_path, book), "通话详单") == [
        ["序号", "对方号码"],
        ["1", "008617000000009"],
    ]


def test_values_have_their_types(tmp_path: Path) -> None:
    row = [
        *("甲", 12000, 3.5, True, date(2026, 3, 5)),
        *(datetime(2026, 3, 5, 22, 41), time(9, 12), "多\n行"),
    ]
    path = xls(tmp_path, {"表": Drawn([row])})

    assert cells(path, "表") == [row]


@pytest.mark.parametrize("form", ["yyyy\\年m\\月d\\日", "[$-804]yyyy-mm-dd", "m/d/yy"])
def test_days_are_days_however_they_are_shown(form: str, tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    style = xlwt.easyxf(num_format_str=form)
    workbook.add_sheet("表").write(0, 0, date(2026, 3, 5), style)
    workbook.save(str(tmp_path / "表.xls"))

    assert cells(tmp_path / "表.xls", "表") == [[date(2026, 3, 5)]]


def package_inside(path: Path) -> Path:
    """With two small packages behind it, as drawings and themes are kept since Excel 2007."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("theme/theme/theme1.xml", "<a/>")
    twice = inner.getvalue() * 2
    path.write_bytes(path.read_bytes() + twice + bytes(-len(twice) % 512))
    return path


def test_packages_inside_make_no_package_of_it(tmp_path: Path) -> None:
    assert load_workbook(package_inside(xls(tmp_path, drawn()))).cases


def test_a_package_inside_a_package_makes_no_second_directory(tmp_path: Path) -> None:
    """The same with an .xlsx in which another file is embedded, stored as it is."""
    path = xlsx(tmp_path, drawn())
    inner = path.read_bytes()
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/embeddings/附件.xlsx", inner)

    assert load_workbook(path).cases


def stream_of(content: bytes) -> bytes:
    """The records of a workbook, out of their container."""
    return bytes(CompDoc(content, logfile=io.StringIO()).get_named_stream("Workbook") or b"")


def test_a_workbook_without_a_container_is_read(tmp_path: Path) -> None:
    """As Excel 4 and some systems write: the records alone."""
    path = xls(tmp_path, {"表": Drawn([["甲", 1]])})
    (tmp_path / "裸.xls").write_bytes(stream_of(path.read_bytes()))

    assert cells(tmp_path / "裸.xls", "表") == [["甲", 1]]


def test_a_formula_whose_result_is_empty_has_been_calculated(tmp_path: Path) -> None:
    """Where a program says that it calculated everything, an empty result is a result."""
    workbook = xlwt.Workbook()
    workbook.add_sheet("表").write(0, 0, xlwt.Formula('""'))
    workbook.save(str(tmp_path / "表.xls"))
    content = (tmp_path / "表.xls").read_bytes()
    # In place of the record for the user's name, the one of the engine that calculated (RecalcId).
    assert content.count(b"\x5c\0\x70\0") == 1
    recalculated = content.replace(b"\x5c\0\x70\0", b"\xc1\x01\x70\0")
    (tmp_path / "算过.xls").write_bytes(recalculated)

    assert opened(tmp_path / "表.xls").flaws("表").cells == {"A1": "formula"}
    assert opened(tmp_path / "算过.xls").flaws("表").cells == {}


def test_a_workbook_whose_looks_are_written_wrongly_is_read_and_told(tmp_path: Path) -> None:
    """Some writers get records wrong that only say how a sheet looks."""
    path = xls(tmp_path, drawn())
    content = path.read_bytes()
    # Instead of the record that says how many digits are reckoned with (CALCCOUNT), one about the
    # widths of columns (GCW) of a length that it can't have.
    assert content.count(b"\x0c\0\2\0") >= 5
    path.write_bytes(content.replace(b"\x0c\0\2\0", b"\xab\0\2\0"))

    assert len(load_workbook(path).cases) == 1
    assert ("blurred-sheet", "骚扰记录!") in found(path)


def test_an_encrypted_workbook_is_told(tmp_path: Path) -> None:
    path = xls(tmp_path, drawn())
    content = path.read_bytes()
    path.write_bytes(content.replace(b"\x5c\0\x70\0", b"\x2f\0\x70\0"))

    with pytest.raises(WorkbookError, match="加了打开密码"):
        load_workbook(path)


def test_a_workbook_cut_off_or_changed_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    whole = xls(tmp_path, drawn()).read_bytes()
    path = tmp_path / "表.xls"
    refused: list[str] = []

    for part in range(0, 20, 4):
        for content in (whole[: len(whole) * part // 20], whole[:512] + whole[512 + 97 * part :]):
            path.write_bytes(content)
            try:
                load_workbook(path)
            except WorkbookError as error:
                refused.append(str(error))

    assert len(refused) > 5
    assert all("表.xls" in it for it in refused)


def test_names_that_grow_without_end_take_no_memory_here(tmp_path: Path) -> None:
    """Names that stand for other names, twice each: 2^40 letters, which xlrd would work out."""
    path = xls(tmp_path, drawn())
    path.write_bytes(_with_names(path.read_bytes()))

    with pytest.raises(WorkbookError):
        load_workbook(path)


def _with_names(content: bytes) -> bytes:
    """The records of a workbook, without a container, with names before the end of the globals."""
    stream = stream_of(content)
    names = b"".join(_name(number) for number in range(40))
    end = stream.index(b"\x0a\0\0\0")
    moved = bytearray(stream[:end] + names + stream[end:])
    place = 0
    while place < end:
        kind, length = struct.unpack_from("<HH", moved, place)
        if kind == 0x85:
            [offset] = struct.unpack_from("<I", moved, place + 4)
            struct.pack_into("<I", moved, place + 4, offset + len(names))
        place += 4 + length
    return bytes(moved)


def _name(number: int) -> bytes:
    """A NAME record: the name before it, joined to itself; the first is a text."""
    text = struct.pack("<BBB", 0x17, 200, 0) + b"x" * 200
    before = struct.pack("<BHH", 0x23, number, 0)
    formula = text if not number else before + before + b"\x08"
    title = f"n{number:03}".encode()
    head = struct.pack("<HBBHHHBBBB", 0, 0, len(title), len(formula), 0, 0, 0, 0, 0, 0)
    body = head + b"\0" + title + formula
    return struct.pack("<HH", 0x18, len(body)) + body


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """The program packed into one file, which is no Python: started, it is `anjuan`."""
    program = tmp_path / "案卷"
    program.write_text(
        f"#!{sys.executable}\n"
        "import multiprocessing, sys\n"
        "sys.frozen = True\n"
        "sys.executable = __file__\n"
        "from multiprocessing import spawn\n"
        "spawn.set_executable(__file__)\n"
        # As packers do, on every system.
        "multiprocessing.freeze_support = spawn.freeze_support\n"
        "from anjuan.cli import main\n"
        "if __name__ == '__main__':\n"
        "    main()\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the packed program")
def test_a_packed_program_reads_old_workbooks(packed: Path, tmp_path: Path) -> None:
    path = xls(tmp_path, drawn(cases=[case(损害后果=Failed())]))
    done = subprocess.run(
        [packed, "check", path],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": SOURCES},
        check=False,
    )

    assert "这是一个出错的单元格" in done.stdout, done.stderr


@pytest.mark.parametrize("executable", ["", "/bin/true", "/bin/false", "/no/such/program"])
def test_what_could_not_be_tried_is_not_called_broken(
    executable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a program that has no Python to start, and packs nothing."""
    path = xls(tmp_path, drawn())
    monkeypatch.setattr(sys, "executable", executable)

    with pytest.raises(WorkbookError, match="那个进程没能启动") as refused:
        load_workbook(path)
    assert "已损坏" not in str(refused.value)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")
def test_a_stricter_limit_that_holds_already_says_nothing_about_the_file(tmp_path: Path) -> None:
    """As on a machine whose administrator has set one: ours is refused there."""
    path = xls(tmp_path, drawn())
    script = (
        "import resource, sys\nfrom pathlib import Path\n"
        f"least = ({apart.MOST_MEMORY} // 2,) * 2\nresource.setrlimit(resource.RLIMIT_AS, least)\n"
        "from anjuan.workbook.parsing import load_workbook\n"
        "print(len(load_workbook(Path(sys.argv[1])).cases))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": SOURCES},
        check=False,
    )

    assert int(done.stdout), done.stderr


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_LONGEST", 1)

    with pytest.raises(UnsoundError, match="1 秒也打不开"):
        apart.apart(time_passes)


def time_passes() -> None:
    sleep(60)


def test_a_script_that_opens_a_workbook_is_not_run_again(tmp_path: Path) -> None:
    """As it would be, were the process started as `multiprocessing` starts one."""
    path = xls(tmp_path, drawn())
    script = tmp_path / "查.py"
    script.write_text(
        "from pathlib import Path\n"
        "from anjuan.workbook.parsing import load_workbook\n"
        f"print(len(load_workbook(Path({str(path)!r})).cases))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": SOURCES},
        check=False,
    )

    assert (done.stdout, done.stderr) == ("1\n", "")


def test_an_xls_file_that_asks_for_all_memory_is_refused(cli: Cli, tmp_path: Path) -> None:
    """Found by fuzzing: a length in its header."""
    found = ROOT / "tests" / "fuzz" / "findings" / "reader-xls-asks-for-all-memory"
    (tmp_path / "表.xls").write_bytes(found.read_bytes()[1:])

    done = cli("check", "表.xls")
    assert (done.status, done.out) == (3, "")
    assert "已损坏" in done.err
