"""What the program leaves behind, prints, and sends: nothing that does not belong there."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.runs import ROOT, Finished, Generated

from anjuan.files import write_whole
from anjuan.run.output import only_run, private_room
from anjuan.testing import IDENTITY, case, evidence, incident, institution, loss, write_workbook

Cli = Callable[..., Finished]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and kills of POSIX systems")

PHONE = "13800000001"
SECRETS = {
    "案件编号": "秘密编号7731",
    "委托人姓名": "秘密委托人",
    "身份证号": IDENTITY,
    "住址": "秘密住址",
    "联系电话": PHONE,
    "工作单位": "秘密单位",
    "损害后果": "秘密后果",
    "公安机关": "秘密公安局",
    "管辖法院": "秘密法院",
    "委托律师": "秘密律师",
    "律师电话": "13900000002",
    "备注": "秘密备注",
    "经办人": "秘密经办人",
}
OTHERS = ("秘密机构", "秘密简称", "秘密内容", "秘密受扰人", "秘密证据", "秘密说明", "秘密文件")


def secret_workbook(path: Path, **changes: object) -> Path:
    """A workbook in which every free text is a secret."""
    number = str(changes.get("案件编号", SECRETS["案件编号"]))
    return write_workbook(
        path,
        cases=[case(**{**SECRETS, "债权人": "秘密简称", **changes})],
        institutions=[institution(名称="秘密机构", 简称="秘密简称")],
        incidents=[
            incident(案件编号=number, 受扰人="秘密受扰人", 内容="秘密内容", 对方号码="13911112222")
        ],
        evidence=[evidence(案件编号=number, 证据名称="秘密证据", 文件路径="秘密文件.mp3")],
        losses=[loss(案件编号=number, 说明="秘密说明")],
    )


def secrets_in(text: str) -> set[str]:
    """Which of them a text gives away."""
    numbers = {IDENTITY, IDENTITY[6:14], PHONE, "13900000002", "13911112222", "7731"}
    return set(re.findall("秘密", text)) | {number for number in numbers if number in text}


FAULTS: dict[str, dict[str, object]] = {
    "none": {},
    "an identity number with a slip": {"身份证号": IDENTITY[:-1] + "9"},
    "two phones in a cell": {"联系电话": f"{PHONE} 13900000002"},
    "a word that is no choice": {"委托人身份": "秘密身份"},
    "an institution nobody entered": {"债权人": "秘密债权人"},
    "a kind nobody offers": {"文书": "秘密文书"},
    "a sex that is not the number's": {"性别": "女"},
    "a birthday that is not the number's": {"出生日期": "1991-02-03"},
    "a date that is none": {"借款日期": "秘密日期"},
    "a sum that is none": {"借款金额": "秘密金额"},
    "a tag": {"住址": "{{ 秘密 }}"},
    "nothing where something is needed": {"身份证号": None},
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("options", [(), ("--json",)])
@pytest.mark.parametrize("command", [("check",), ("generate", "-o", "秘密文件夹")])
def test_redacted_output_gives_nothing_away(
    name: str, options: tuple[str, ...], command: tuple[str, ...], cli: Cli, tmp_path: Path
) -> None:
    book = secret_workbook(tmp_path / "秘密案件.xlsx", **FAULTS[name])

    done = cli(*command, book, *options, "--redact")

    assert secrets_in(done.out + done.err) == set()
    assert str(tmp_path) not in done.out + done.err
    if options:
        report = json.loads(done.out)
        problems = [
            *report["problems"],
            *(problem for document in report["documents"] for problem in document["problems"]),
        ]
        assert all(problem["code"] for problem in problems)
        assert name == "none" or any(problem["cell"] for problem in problems)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "秘密不在.xlsx"),
        ("generate", "秘密案件.xlsx", "-o", "out", "-c", "秘密案号"),
        ("generate", "秘密案件.xlsx", "-o", "out", "--config", "秘密.toml"),
        ("check", "秘密案件.xlsx", "--mark", "秘密案件.xlsx"),
        ("generate", "秘密案件.xlsx", "-o", "秘密案件.xlsx"),
    ],
)
def test_redacted_errors_give_nothing_away(
    arguments: tuple[str, ...], cli: Cli, tmp_path: Path
) -> None:
    secret_workbook(tmp_path / "秘密案件.xlsx")

    done = cli(*arguments, "--redact")

    assert done.status in (2, 3)
    assert done.err.startswith("错误：")
    assert secrets_in(done.out + done.err) == set()


def test_the_summary_stays_complete_when_the_screen_is_redacted(cli: Cli, tmp_path: Path) -> None:
    book = secret_workbook(tmp_path / "表.xlsx", 身份证号=IDENTITY[:-1] + "9")

    cli("generate", book, "-o", "out", "--redact")

    summary = openpyxl.load_workbook(tmp_path / "out" / "清单.xlsx")
    texts = {str(cell) for sheet in summary for row in sheet.values for cell in row}
    assert {SECRETS["案件编号"], SECRETS["委托人姓名"], IDENTITY[:-1] + "9"} <= texts


def test_an_unforeseen_error_is_told_without_its_text_when_redacted(tmp_path: Path) -> None:
    code = (
        "import anjuan.cli.commands.check as it\n"
        "from anjuan.cli import main\n"
        "def broken(*_): raise KeyError('秘密')\n"
        "it.inspect = broken\n"
        "main()"
    )
    book = secret_workbook(tmp_path / "表.xlsx")

    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(book), "--redact"],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'core'}:{ROOT / 'plugins'}"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert done.returncode == 3
    assert "KeyError" in done.stderr
    assert secrets_in(done.stderr) == set()


def test_the_journal_holds_no_numbers_and_no_text_of_the_case(
    generate: Callable[..., Generated], tmp_path: Path
) -> None:
    """Dates and sums as printed, and file names, are all that it keeps of a case."""
    done = generate(secret_workbook(tmp_path / "表.xlsx"))

    journal = done.folder / ".anjuan"
    text = "".join(path.read_text("utf-8") for path in journal.rglob("*") if path.is_file())
    names = "|".join(re.escape(outcome.recipient) for outcome in done.report.outcomes)
    rest = re.sub(names, "", text)
    assert "sha256" in rest
    assert secrets_in(rest) == set()


@POSIX
def test_what_is_being_written_can_be_read_by_nobody_else(tmp_path: Path) -> None:
    seen: list[int] = []

    class Content:
        """A stream that looks at the files around it while it is read."""

        def read(self, size: int = -1) -> bytes:
            [path] = room.glob(".*.tmp")
            seen.extend((stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(room.stat().st_mode)))
            return b""

    with only_run(tmp_path) as room:
        write_whole(tmp_path / "甲.docx", Content(), room)  # type: ignore[arg-type]

        mask = os.umask(0)
        os.umask(mask)
        assert seen == [0o600, 0o700]
        assert stat.S_IMODE((tmp_path / "甲.docx").stat().st_mode) == 0o666 & ~mask
    assert not room.exists()


@POSIX
def test_a_temporary_file_that_somebody_put_there_is_not_followed(tmp_path: Path) -> None:
    with only_run(tmp_path) as room:
        write_whole(tmp_path / "甲.docx", b"one", room)
        victim = tmp_path / "victim"
        victim.write_bytes(b"mine")
        from anjuan.files import digest

        name = digest(os.fsencode((tmp_path / "甲.docx").absolute()))[:16]
        (room / f".{name}.tmp").symlink_to(victim)

        write_whole(tmp_path / "甲.docx", b"two", room)

    assert victim.read_bytes() == b"mine"
    assert (tmp_path / "甲.docx").read_bytes() == b"two"


@POSIX
def test_what_a_kill_leaves_behind_is_private_and_gone_at_the_next_run(tmp_path: Path) -> None:
    numbers = [f"A{number}" for number in range(300)]
    book = write_workbook(
        tmp_path / "表.xlsx",
        cases=[case(案件编号=it) for it in numbers],
        incidents=[incident(案件编号=it) for it in numbers],
        evidence=[evidence(案件编号=it) for it in numbers],
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'core'}:{ROOT / 'plugins'}",
        "TMPDIR": str(scratch),
    }
    command = [sys.executable, "-m", "anjuan", "generate", str(book), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob("out/*/*.docx")):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    room = private_room(tmp_path / "out")

    left = list(room.iterdir())
    assert left
    assert stat.S_IMODE(room.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in left} == {0o600}
    assert list(scratch.iterdir()) == []
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    assert not room.exists()
    assert list(scratch.iterdir()) == []


# Raised in every process of a run, its workers included, at whatever would leave the machine.
BLOCK = """
import os, sys
def block(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        family = arguments[1] if event == "socket.__new__" else None
        if event != "socket.__new__" or int(family) != 1:
            os.write(2, f"SOCKET {event} {arguments}".encode())
            os._exit(99)
sys.addaudithook(block)
"""
OFFLINE: list[tuple[str, ...]] = [
    ("new", "空.xlsx"),
    ("check", "表.xlsx", "--mark", "标.xlsx"),
    ("generate", "表.xlsx", "-o", "out", "--jobs", "2"),
    ("generate", "表.xlsx", "-o", "out2", "--jobs", "1", "--draft", "--json"),
    ("demo", "demo"),
    ("documents",),
    ("plugins",),
    ("fields",),
    ("law",),
    ("deadlines", "表.xlsx"),
    ("map", "表.xlsx"),
    ("kind", "new", "种类/试"),
    ("template", "export", "模板"),
    ("plugin", "new", "my-plugin"),
]


@pytest.mark.parametrize("arguments", OFFLINE, ids=" ".join)
def test_no_command_opens_a_socket(arguments: tuple[str, ...], cli: Cli, tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    write_workbook(tmp_path / "表.xlsx")
    path = os.pathsep.join(map(str, (hooks, ROOT / "core", ROOT / "plugins")))

    done = cli(*arguments, PYTHONPATH=path)

    assert "SOCKET" not in done.err
    assert done.status in (0, 1), done.err


def test_the_test_for_sockets_would_notice_one(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 1))"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 99
