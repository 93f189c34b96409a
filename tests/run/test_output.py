"""What lies in the output folder is for its owner, and holds no more than it must."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from support.batches import many
from support.runs import Cli, Generate
from support.secrets import secret_workbook, secrets_in

from anjuan.files import write_whole
from anjuan.run.output import only_run

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="permissions and kills of POSIX systems")


def test_the_journal_holds_no_numbers_and_no_text_of_the_case(
    generate: Generate, tmp_path: Path
) -> None:
    """Dates and sums as printed, and file names, are all that it keeps of a case."""
    done = generate(secret_workbook(tmp_path / "表.xlsx"))

    journal = done.folder / ".anjuan"
    text = "".join(path.read_text("utf-8") for path in journal.rglob("*") if path.is_file())
    names = "|".join(re.escape(outcome.recipient) for outcome in done.report.outcomes)
    rest = re.sub(names, "", text)
    assert "sha256" in rest
    assert secrets_in(rest) == set()


@pytest.mark.parametrize(
    "name",
    [
        *("风险代理30%案件", "%", "100%25", "%E6%96%87", "a%20b", "%zz", "%41%42"),
        *("#1", "问？", "a b", " 案件 ", "a+b&c=d", "it's", "a;b", "$HOME", "~", "案" * 80),
        *("a?b", 'a"b', "a:b", "a|b", "a<b>", "a\\b"),
    ],
)
def test_papers_and_summary_are_written_below_a_folder_of_any_name(
    cli: Cli, tmp_path: Path, name: str
) -> None:
    if sys.platform == "win32" and set(name) & set('?":|<>\\'):
        pytest.skip("no folder of Windows has such a name")
    folder = tmp_path / name / "文书"
    # What a name with codes in it could be taken for.
    (tmp_path / unquote(name)).mkdir(exist_ok=True)
    book = many(tmp_path / "表.xlsx", 1)

    done = cli("generate", book, "-o", folder, "-d", "police-statement")

    assert done.status == 0, done.err
    assert [path.name for path in folder.iterdir()].count("清单.xlsx") == 1
    [paper] = folder.rglob("*.docx")
    link = openpyxl.load_workbook(folder / "清单.xlsx")["文书"]["G2"].hyperlink
    assert link is not None
    assert folder / unquote(str(link.target)) == paper


@POSIX
def test_a_long_path_is_no_hindrance(cli: Cli, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["很长的文件夹名字" * 8] * 14)
    assert len(os.fsencode(deep)) > 2500

    done = cli("generate", many(tmp_path / "表.xlsx", 1), "-o", deep, "-d", "police-statement")

    assert done.status == 0, done.err
    assert len(list(deep.rglob("*.docx"))) == 1
    assert (deep / "清单.xlsx").is_file()


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
