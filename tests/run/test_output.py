"""What lies in the output folder is for its owner, and holds no more than it must."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from support.runs import Generate
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
