"""What people download: whole, the same each time, and it says what is wrong where it starts."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.runs import ROOT
from tools.docx_text import docx_text
from tools.release import SUMS, TASKS, TOP, Entry, built, launchers, merged, moment, sums, zipped
from tools.wheels import PYTHONS, SYSTEMS, System, collect, needed, pinned

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="starts a script of POSIX systems")
WINDOWS, MACOS, LINUX = SYSTEMS
VERSION = "1.2.3"
SPRING, SUMMER = 1_775_000_000, 1_783_000_000


def wheel(folder: Path, name: str, *requires: str, tag: str = "py3-none-any") -> Path:
    """A wheel with nothing but a module and what it requires."""
    path = folder / f"{name}-{pinned().get(name, VERSION)}-{tag}.whl"
    head = f"Metadata-Version: 2.4\nName: {name}\nVersion: {VERSION}\n"
    lines = "".join(f"Requires-Dist: {it}\n" for it in requires)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            f"{name}-{VERSION}.dist-info/METADATA", f"{head}{lines}\nRequires-Dist: no\n"
        )
        package.writestr(f"{name}/__init__.py", f"NAME = {name!r}\n")
    return path


# ---------------------------------------------------------------- what is in it


def test_what_a_system_needs_is_asked_of_its_own_wheels_and_not_of_this_machine(
    tmp_path: Path,
) -> None:
    own = wheel(
        tmp_path, "anjuan",
        "click>=8", 'winthing; sys_platform == "win32"', 'bits; python_version < "3.13"',
        'pikepdf; extra == "pdf"', 'pytest; extra == "dev"',
    )  # fmt: skip
    wheels = [own, wheel(tmp_path, "click", 'colours; platform_system == "Windows"')]

    assert needed(WINDOWS, "3.12", wheels)[1] == {"winthing", "colours", "bits", "pikepdf"}
    assert needed(LINUX, "3.12", wheels)[1] == {"bits", "pikepdf"}
    assert needed(MACOS, "3.13", wheels)[1] == {"pikepdf"}


def test_what_a_needed_package_needs_with_its_extra_is_needed(tmp_path: Path) -> None:
    own = wheel(tmp_path, "anjuan", "rich[fancy]", "click")
    rich = wheel(tmp_path, "rich", 'glitter; extra == "fancy"', 'lead; extra == "plain"', "anjuan")

    found, missing = needed(LINUX, "3.12", [own, rich])

    assert found == {own, rich}
    assert missing == {"click", "glitter"}


@pytest.mark.parametrize(
    ("system", "python", "tag"),
    [
        (WINDOWS, "3.12", "cp312-cp312-win_amd64"),
        (WINDOWS, "3.14", "cp311-abi3-win_amd64"),
        (LINUX, "3.11", "cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64"),
        (LINUX, "3.13", "py3-none-manylinux_2_28_x86_64"),
        (MACOS, "3.13", "cp313-cp313-macosx_10_13_universal2"),
    ],
)
def test_a_wheel_serves_the_system_and_the_python_it_is_tagged_with(
    system: System, python: str, tag: str, tmp_path: Path
) -> None:
    wheels = [wheel(tmp_path, "anjuan", "lxml"), wheel(tmp_path, "lxml", tag=tag)]

    assert needed(system, python, wheels) == (set(wheels), set())
    for other in SYSTEMS:
        if other != system:
            assert needed(other, python, wheels)[1] == {"lxml"}
    if "abi3" not in tag and "py3" not in tag:
        assert needed(system, "3.15", wheels)[1] == {"lxml"}


def test_a_wheel_of_a_version_that_was_not_tested_is_no_help(tmp_path: Path) -> None:
    own, other = wheel(tmp_path, "anjuan", "lxml"), tmp_path / "lxml-0.1-py3-none-any.whl"
    wheel(tmp_path, "lxml").rename(other)

    assert needed(LINUX, "3.12", [own, other])[1] == {"lxml"}


# ---------------------------------------------------------------- how it is packed


def test_names_in_chinese_are_marked_as_utf_8_and_what_runs_may_run(tmp_path: Path) -> None:
    zipped(tmp_path / "it.zip", launchers(MACOS, VERSION), SPRING)

    with zipfile.ZipFile(tmp_path / "it.zip") as package:
        infos = package.infolist()
    chinese = [it for it in infos if not it.filename.isascii()]
    assert {f"{TOP}/{title}.command" for title in TASKS.values()} <= {it.filename for it in chinese}
    assert all(it.flag_bits & 0x800 for it in chinese)
    assert all(it.filename.startswith(f"{TOP}/") for it in infos)
    for info in infos:
        runs = info.external_attr >> 16 & 0o111 != 0
        assert runs is info.filename.endswith(".command"), info.filename


def test_the_same_files_of_the_same_moment_make_the_same_zip(tmp_path: Path) -> None:
    parts = launchers(WINDOWS, VERSION)
    for name, entries, made in (
        ("one", parts, SPRING),
        ("two", dict(reversed(parts.items())), SPRING),
        ("later", parts, SUMMER),
        ("other", {**parts, "LICENSE": Entry(b"none")}, SPRING),
    ):
        zipped(tmp_path / name, entries, made)

    packed = {it: (tmp_path / it).read_bytes() for it in ("one", "two", "later", "other")}
    assert packed["one"] == packed["two"]
    assert len(set(packed.values())) == 3


def test_the_moment_is_what_is_given_or_that_of_the_last_commit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SPRING))
    assert moment() == SPRING
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert moment() > SPRING


def test_wheels_for_several_pythons_become_one_folder_unless_they_contradict(
    tmp_path: Path,
) -> None:
    for python in ("cp311", "cp312"):
        with zipfile.ZipFile(tmp_path / f"lxml-1-{python}-{python}-any.whl", "w") as package:
            package.writestr("lxml/__init__.py", "1")
            package.writestr(f"lxml/etree.{python}.so", python)
            package.writestr("lxml-1.dist-info/WHEEL", python)
            package.writestr("lxml-1.data/scripts/tool", python)
    merged(tmp_path / "site", tmp_path.glob("*.whl"))

    found = {it.name for it in (tmp_path / "site" / "lxml").iterdir()}
    assert found == {"__init__.py", "etree.cp311.so", "etree.cp312.so"}
    assert not (tmp_path / "site" / "lxml-1.data").exists()

    with zipfile.ZipFile(tmp_path / "lxml-1-cp313-cp313-any.whl", "w") as package:
        package.writestr("lxml/__init__.py", "2")
    with pytest.raises(ValueError, match=r"cp313.*lxml/__init__"):
        merged(tmp_path / "again", tmp_path.glob("*.whl"))


def test_the_digests_are_those_of_all_files(tmp_path: Path) -> None:
    for name in ("b.zip", "a.whl", SUMS):
        (tmp_path / name).write_text(name)

    assert sums(tmp_path).splitlines() == [
        f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in ("a.whl", "b.zip")
    ]


# ---------------------------------------------------------------- what is double-clicked


@pytest.mark.parametrize("title", TASKS.values())
def test_what_windows_reads_is_ascii_with_its_own_line_ends(title: str) -> None:
    script = launchers(WINDOWS, VERSION)[f"{title}.cmd"].content

    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n") > 20
    assert b"{" not in script


@pytest.mark.parametrize("title", TASKS.values())
def test_the_window_stays_open_where_something_went_wrong(title: str) -> None:
    lines = launchers(WINDOWS, VERSION)[f"{title}.cmd"].content.decode().splitlines()

    # Every way but the one that is well runs into the end, which waits.
    end = lines[lines.index(":failed") :]
    assert end == [":failed", "pause", "exit /b 1"]
    assert [line for line in lines if "exit" in line] == ["exit /b 0", "exit /b 1"]
    well = lines.index("exit /b 0")
    assert lines[well - 2] == "if errorlevel 1 goto failed"
    targets = {line.split(":")[-1].split()[0] for line in lines if "call :" in line}
    targets |= {line.rpartition("goto ")[2] for line in lines if "goto " in line} - {":eof"}
    assert len(targets) >= 4
    assert {f":{it}" for it in targets} <= set(lines)


@pytest.mark.parametrize(("task", "title"), TASKS.items())
def test_windows_starts_the_task_where_the_file_lies_with_what_was_dropped(
    task: str, title: str
) -> None:
    lines = launchers(WINDOWS, VERSION)[f"{title}.cmd"].content.decode().splitlines()

    assert lines[2] == 'cd /d "%~dp0"'
    assert f'cmd /c %PYTHON% "%~dp0start.py" {task} %*' in lines
    [loop] = (line for line in lines if line.startswith("for "))
    tried = loop.partition("(")[2].partition(")")[0].split()
    assert sorted(tried) == sorted(PYTHONS)
    order = [lines.index(it) for it in (loop, "call :try py -3", "call :try python")]
    assert order == sorted(order)


def test_what_people_read_is_there_and_says_what_was_never_tried() -> None:
    for system in SYSTEMS:
        parts = launchers(system, VERSION)
        told = parts["请先读我.txt"].content.decode("utf-8-sig")
        assert VERSION in told
        assert "没有人试过" in told
        assert parts["version.txt"].content.decode().strip() == VERSION
        assert parts["LICENSE"].content == (ROOT / "LICENSE").read_bytes()
        assert "python.org" in parts["no-python.txt"].content.decode("utf-8-sig")
    editor = launchers(WINDOWS, VERSION)["no-python.txt"].content
    assert editor.startswith(b"\xef\xbb\xbf")
    assert editor.count(b"\n") == editor.count(b"\r\n") > 5


def test_the_page_for_lawyers_names_what_is_downloaded_and_what_is_double_clicked() -> None:
    page = (ROOT / "README.zh-CN.md").read_text("utf-8")

    for system in SYSTEMS:
        assert f"anjuan-…-{system.name}-{system.machine}.zip" in page
        for title in TASKS.values():
            assert f"{title}{system.suffix}" in page
    assert f"{PYTHONS[0]} 到 {PYTHONS[-1]}" in page


# ---------------------------------------------------------------- started


def unpacked(folder: Path, *wheels: str) -> Path:
    """The zip for Linux as it lies on a disk, in a folder with blanks, with empty wheels."""
    place = folder / "我的 案卷"
    (place / "wheels").mkdir(parents=True)
    for name, entry in launchers(LINUX, VERSION).items():
        (place / name).write_bytes(entry.content)
        (place / name).chmod(0o755 if entry.runs else 0o644)
    for name in wheels:
        (place / "wheels" / name).touch()
    return place


def started(place: Path, title: str, path: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(place / f"{title}.sh"), *words],
        capture_output=True, encoding="utf-8", check=False,
        cwd=place.parent, env={"PATH": path, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def a_python(folder: Path, script: str = f'exec "{sys.executable}" "$@"') -> str:
    """A folder for PATH that has a Python of a release, and what scripts need."""
    folder.mkdir()
    (folder / "python3.13").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "python3.13").chmod(0o755)
    for name in ("cat", "dirname"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


@POSIX
def test_without_python_it_is_told_what_to_install(tmp_path: Path) -> None:
    done = started(unpacked(tmp_path), "安装", a_python(tmp_path / "bin", "exit 1"))

    assert done.returncode == 1
    assert "没有找到 Python" in done.stdout


@POSIX
def test_without_wheels_it_is_told_to_unpack_the_whole_zip(tmp_path: Path) -> None:
    done = started(unpacked(tmp_path), "安装", a_python(tmp_path / "bin"))

    assert done.returncode == 1
    assert "解压" in done.stdout
    assert "Traceback" not in done.stderr


@POSIX
def test_a_python_without_wheels_is_told_with_those_that_have(tmp_path: Path) -> None:
    place = unpacked(tmp_path, "lxml-6-cp38-cp38-any.whl", "lxml-6-cp39-cp39-any.whl")

    done = started(place, "安装", a_python(tmp_path / "bin"))

    major, minor = sys.version_info[:2]
    assert done.returncode == 1
    assert f"Python {major}.{minor}" in done.stdout
    assert "3.8 到 3.9" in done.stdout
    assert not (place / "app").exists()


@POSIX
def test_an_installation_that_fails_says_where_more_stands_and_is_begun_anew(
    tmp_path: Path,
) -> None:
    mine = f"lxml-6-cp3{sys.version_info[1]}-cp3{sys.version_info[1]}-any.whl"
    place = unpacked(tmp_path, mine)
    broken = f'case "$2" in venv) echo no room; exit 5;; *) exec "{sys.executable}" "$@";; esac'
    path = a_python(tmp_path / "bin", f"{broken}")
    # The installation is called with the interpreter's own path.
    (place / "start.py").write_text(
        (place / "start.py")
        .read_text("utf-8")
        .replace("sys.executable", repr(f"{path}/python3.13"))
    )

    for _ in range(2):
        done = started(place, "案卷", path, "案件表.xlsx")
        assert done.returncode == 1
        assert "没有装上" in done.stdout
        assert "no room" in (place / "安装记录.txt").read_text("utf-8")


@POSIX
def test_what_is_installed_is_made_anew_where_its_python_is_gone_or_the_version_is_another(
    tmp_path: Path,
) -> None:
    place = unpacked(tmp_path)
    (place / "app" / "bin").mkdir(parents=True)
    program = place / "app" / "bin" / "python"
    path = a_python(tmp_path / "bin")

    for version, target in ((VERSION, tmp_path / "gone"), ("1.2.2", Path("/bin/true"))):
        (place / "app" / "installed.txt").write_text(version)
        program.unlink(missing_ok=True)
        program.symlink_to(target)
        # It begins, and finds no wheels.
        assert "解压" in started(place, "案卷", path).stdout


@POSIX
def test_the_dropped_workbook_is_opened_by_what_is_installed(tmp_path: Path) -> None:
    place = unpacked(tmp_path)
    (place / "app" / "bin").mkdir(parents=True)
    (place / "app" / "installed.txt").write_text(VERSION)
    program = place / "app" / "bin" / "python"
    program.write_text('#!/bin/sh\nprintf "%s|" "$PWD" "$@"\nexit 7\n')
    program.chmod(0o755)

    done = started(place, "案卷", a_python(tmp_path / "bin"), "我的 案件表.xlsx")

    assert done.stdout == f"{tmp_path}|-m|anjuan|desk|我的 案件表.xlsx|"
    assert done.returncode == 7


# ---------------------------------------------------------------- the whole way

CASE: dict[str, dict[str, str | int | date]] = {
    "案件": {
        "案件编号": "甲-1",
        "委托人姓名": "试用人",
        "委托人身份": "债务人本人",
        "身份证号": "000000199001010018",
        "住址": "虚构市东区一号",
        "联系电话": "13000000000",
        "债权人": "虚构小额贷款有限公司",
        "借款日期": date(2025, 3, 1),
        "借款金额": 30000,
        "公安机关": "虚构市公安局东区分局",
        "落款日期": date(2026, 3, 20),
        "文书": "报案材料",
    },
    "机构": {"名称": "虚构小额贷款有限公司", "机构类型": "小额贷款公司", "所在地区": "浙江"},
    "骚扰记录": {
        "案件编号": "甲-1",
        "时间": datetime(2026, 3, 5, 22, 10),
        "方式": "电话",
        "对方号码": "0571-00000012",
        "受扰人": "试用人",
        "次数": 6,
        "行为性质": "频繁拨打、威胁恐吓",
        "内容": "再不还钱就去你单位闹",
    },
}


def fill(workbook: Path) -> None:
    """Type one case into a blank workbook, as a lawyer does."""
    book = load_workbook(workbook)
    for sheet, row in CASE.items():
        headings = [cell.value for cell in book[sheet][1]]
        for heading, value in row.items():
            book[sheet].cell(2, headings.index(heading) + 1, value)
    book.save(workbook)


@POSIX
@pytest.mark.long
def test_from_the_zip_to_the_first_paper_of_ones_own_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For this Python only: a release has wheels for all."""
    monkeypatch.setattr("tools.wheels.PYTHONS", ("{}.{}".format(*sys.version_info),))
    own = built(tmp_path / "dist", SPRING)
    wheels = [own, *collect(LINUX, own, tmp_path / "pool")]
    version = own.name.split("-")[1]
    parts = {f"wheels/{it.name}": Entry(it.read_bytes()) for it in wheels}
    zipped(tmp_path / "it.zip", {**launchers(LINUX, version), **parts}, SPRING)
    with zipfile.ZipFile(tmp_path / "it.zip") as package:
        package.extractall(tmp_path)
    home = tmp_path / TOP
    # Nothing of this machine's settings: of pip, of Python, of the network where that may be taken.
    apart = _apart()
    environment = {"PATH": a_python(tmp_path / "bin"), "HOME": str(tmp_path)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [*apart, *words], cwd=tmp_path, env={**environment, "PYTHONIOENCODING": "utf-8"},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "可以用了" in run("/bin/sh", str(home / "安装.sh"))
    anjuan = str(home / "app" / "bin" / "anjuan")
    assert run(anjuan, "--version").strip() == f"anjuan {version}"
    run(anjuan, "new", "案件表.xlsx")
    fill(tmp_path / "案件表.xlsx")
    run(anjuan, "check", "案件表.xlsx")
    run(anjuan, "generate", "案件表.xlsx", "-o", "文书")

    [paper] = (tmp_path / "文书").rglob("*报案材料*.docx")
    assert "再不还钱就去你单位闹" in docx_text(paper)


def _apart() -> list[str]:
    """What takes the network from a command; nothing where that is not permitted."""
    command = [str(shutil.which("unshare")), "-rn"]
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return command
