"""Who looked at which paper and when: bound to its bytes, in 清单.xlsx, and safe from kills."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from support.killer import Killed, Killer
from support.runs import Cli, Generated, generate_into

from anjuan.errors import OutputError, UsageError
from anjuan.files import digest
from anjuan.messages import HIDDEN
from anjuan.run.output import only_run
from anjuan.run.signoff_records import digest_of, sign, signoffs
from anjuan.run.signoffs import Sight, SignOff, signer, with_another
from anjuan.testing import case, institution, write_workbook

AT = "2026-11-26 21:40"
NONE = (None, None, None)


def made(folder: Path, **changed: str) -> Generated:
    """Two papers of a case: the letter to the platform names the product, the list does not."""
    book = write_workbook(
        folder / "表.xlsx",
        cases=[case(文书="平台投诉函、证据目录", **changed)],
        institutions=[institution()],
    )
    return generate_into(folder / "out", book)


def signed(root: Path, path: str, by: str, sight: Sight = Sight.CHECKED, at: str = AT) -> None:
    sign(root, path, SignOff(sight, by, at, digest_of(root / path)))


def columns(root: Path) -> Iterator[tuple[str | None, ...]]:
    """Who, when and whether it holds, of each paper in 清单.xlsx."""
    sheet = openpyxl.load_workbook(root / "清单.xlsx")["文书"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[-3:] == ["核对人", "核对时间", "核对是否有效"]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        if row[6]:
            yield tuple(str(it) if it else None for it in row[-3:])


@pytest.fixture
def letter(tmp_path: Path) -> str:
    """The path of a letter that was made, in the output folder."""
    [found] = [it.path for it in made(tmp_path).report.outcomes if it.kind == "platform-complaint"]
    return found


def test_nobody_has_looked_at_what_was_just_made(letter: str, tmp_path: Path) -> None:
    assert list(columns(tmp_path / "out")) == [NONE, NONE]
    assert not (tmp_path / "out" / ".anjuan" / "signoffs").exists()


def test_a_sign_off_is_carried_on_by_a_run_that_changes_nothing(
    letter: str, tmp_path: Path
) -> None:
    signed(tmp_path / "out", letter, "王律师")

    done = made(tmp_path)

    assert list(columns(tmp_path / "out")) == [("王律师（已核对）", AT, "有效"), NONE]
    [seen] = [it for outcome in done.report.outcomes for it in outcome.seen]
    assert seen.holds


def test_programs_are_told_who_looked_at_a_paper_and_nobody_by_name_where_it_is_hidden(
    letter: str, tmp_path: Path, cli: Cli
) -> None:
    signed(tmp_path / "out", letter, "王律师")
    command = ("generate", str(tmp_path / "表.xlsx"), "-o", str(tmp_path / "out"), "--json")

    told, hidden = (
        {it["kind"]: it["signoffs"] for it in json.loads(cli(*command, *more).out)["documents"]}
        for more in ((), ("--redact",))
    )

    assert told["platform-complaint"] == [
        {"sight": "checked", "by": "王律师", "at": AT, "holds": True}
    ]
    assert told["evidence-list"] == []
    assert hidden["platform-complaint"] == [
        {"sight": "checked", "by": HIDDEN, "at": HIDDEN, "holds": True}
    ]


def test_it_lapses_when_a_run_changes_the_paper_and_holds_for_the_others(
    letter: str, tmp_path: Path
) -> None:
    root = tmp_path / "out"
    [other] = [it.path for it in made(tmp_path).report.outcomes if it.kind == "evidence-list"]
    for path in (letter, other):
        signed(root, path, "王律师")

    made(tmp_path, 借款产品="乙贷分期")

    assert [it[2] for it in columns(root)] == ["失效：文书后来变了", "有效"]
    # Checked again, it holds again; what another one checked before has lapsed.
    signed(root, letter, "李律师", at="2026-11-27 09:00")
    made(tmp_path, 借款产品="乙贷分期")
    first, _ = columns(root)
    assert first == (
        "王律师（已核对）\n李律师（已核对）",
        f"{AT}\n2026-11-27 09:00",
        "失效：文书后来变了\n有效",
    )


def test_it_lapses_when_a_person_edits_the_paper(letter: str, tmp_path: Path) -> None:
    root = tmp_path / "out"
    signed(root, letter, "王律师")
    document = Document(str(root / letter))
    document.add_paragraph("律师添的一句。")
    document.save(str(root / letter))

    made(tmp_path)

    assert [it[2] for it in columns(root)] == ["失效：文书后来变了", None]


def test_the_very_bytes_that_were_checked_are_checked_wherever_they_come_from(
    letter: str, tmp_path: Path
) -> None:
    root = tmp_path / "out"
    signed(root, letter, "王律师")

    made(tmp_path, 借款产品="乙贷分期")
    made(tmp_path)

    assert [it[2] for it in columns(root)] == ["有效", None]


def test_the_same_sign_offs_give_the_same_list(letter: str, tmp_path: Path) -> None:
    lists = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made(tmp_path / name)
        signed(tmp_path / name / "out", letter, "王律师")
        made(tmp_path / name)
        lists.append((tmp_path / name / "out" / "清单.xlsx").read_bytes())

    assert lists[0] == lists[1]


def test_of_one_person_the_last_word_counts_and_others_keep_theirs() -> None:
    first = SignOff(Sight.READ, "王律师", AT, "a")
    other = SignOff(Sight.CHECKED, "李律师", AT, "a")
    later = SignOff(Sight.CHECKED, "王律师", "2026-11-27 09:00", "b")

    both = with_another(with_another((), first), other)

    assert both == (first, other)
    assert with_another(both, later) == (other, later)
    assert with_another(both, SignOff(Sight.UNREAD, "王律师", AT, "a")) == (other,)
    assert with_another((), SignOff(Sight.UNREAD, "王律师", AT, "a")) == ()


def test_killed_at_every_move_a_sign_off_is_there_whole_or_not_at_all(
    letter: str, tmp_path: Path
) -> None:
    root, folder = tmp_path / "out", letter.partition("/")[0]
    signed(root, letter, "王律师")
    calm = Killer(sys.maxsize)
    with calm.at_work():
        signed(root, letter, "李律师")
    both = signoffs(root, folder)
    signed(root, letter, "李律师", Sight.UNREAD)
    one = signoffs(root, folder)

    assert calm.moves > 2
    for moves in range(calm.moves):
        with pytest.raises(Killed), Killer(moves).at_work():
            signed(root, letter, "李律师")
        assert signoffs(root, folder) in (one, both)
        signed(root, letter, "李律师")
        assert signoffs(root, folder) == both
        assert not list(root.rglob("*.tmp"))
        signed(root, letter, "李律师", Sight.UNREAD)


def test_a_run_that_was_killed_and_is_done_again_lists_sign_offs_as_an_undisturbed_one(
    letter: str, tmp_path: Path
) -> None:
    signed(tmp_path / "out", letter, "王律师")
    shutil.copytree(tmp_path / "out", tmp_path / "before")
    changed = {"借款产品": "乙贷分期"}
    made(tmp_path, **changed)
    wanted = (tmp_path / "out" / "清单.xlsx").read_bytes()

    for moves in (1, 4, 7, 9):
        shutil.rmtree(tmp_path / "out")
        shutil.copytree(tmp_path / "before", tmp_path / "out")
        with pytest.raises(Killed), Killer(moves).at_work():
            made(tmp_path, **changed)
        made(tmp_path, **changed)
        assert (tmp_path / "out" / "清单.xlsx").read_bytes() == wanted, moves
    assert next(columns(tmp_path / "out"))[2] == "失效：文书后来变了"


def test_nobody_signs_while_a_run_holds_the_folder(letter: str, tmp_path: Path) -> None:
    with only_run(tmp_path / "out"), pytest.raises(OutputError, match="另一次运行"):
        signed(tmp_path / "out", letter, "王律师")


def test_a_broken_record_is_told_and_stops_no_paper_and_is_not_written_over(
    letter: str, tmp_path: Path
) -> None:
    root = tmp_path / "out"
    signed(root, letter, "王律师")
    [record] = (root / ".anjuan" / "signoffs").iterdir()
    record.write_text("[", "utf-8")

    done = made(tmp_path)

    assert "unknown-signoffs" in done.codes()
    assert all(it.path for it in done.report.documents)
    assert list(columns(root)) == [NONE, NONE]
    with pytest.raises(OutputError, match="已损坏"):
        signed(root, letter, "王律师")
    assert record.read_text("utf-8") == "["


def test_what_is_kept_is_the_name_the_moment_and_the_digest_alone(
    letter: str, tmp_path: Path
) -> None:
    root = tmp_path / "out"
    signed(root, letter, "王律师", Sight.READ)

    [record] = (root / ".anjuan" / "signoffs").iterdir()

    assert json.loads(record.read_bytes()) == {
        letter.partition("/")[2]: [
            {
                "state": "read",
                "by": "王律师",
                "at": AT,
                "sha256": digest((root / letter).read_bytes()),
            }
        ]
    }


@pytest.mark.parametrize("typed", ["", "  ", "王" * 41, "王\u202e律师", "王\x00", "王\ud800"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        signer(typed)


def test_a_name_is_kept_as_it_was_typed_but_for_blanks() -> None:
    assert signer("  王\u3000律师\n ") == "王 律师"
