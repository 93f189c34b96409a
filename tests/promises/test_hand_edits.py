"""Promise 2: the input is never written to, a document that the lawyer edited never overwritten.

Single cases first; then runs, edits, deletions and kills in any order, against a model that knows
which bytes a person wrote and which papers were ever made. Whatever happens: no edit of a person's
is lost, no file is half-written, the workbook is not touched; and after a whole undisturbed run
every paper stands as a fresh folder would have it, or beside the edit that was kept. `make fuzz`
goes on for longer.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.blank import new_document
from support.dossiers import paper
from support.killer import Killed, Killer
from support.runs import Cli

from anjuan import Matter, hookimpl
from anjuan.config import find_config
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind, Recipient
from anjuan.run import dossier
from anjuan.run.batch import run
from anjuan.run.dossier import Dossier
from anjuan.run.outcomes import Report, State
from anjuan.run.output import only_run
from anjuan.run.preparing import prepare
from anjuan.run.request import Request
from anjuan.testing import TODAY, case, evidence, incident, write_workbook

NUMBERS = ("A1", "A2", "B1")
KINDS = ("one", "two")
# A run makes about so many moves; a kill comes at one of them, or not at all.
MOST_MOVES = 30


def test_a_document_edited_by_hand_is_kept_and_force_sets_it_aside(
    cli: Cli, tmp_path: Path
) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    cli("generate", book, "-o", "out", "-d", "police-statement")
    edited = next((tmp_path / "out").rglob("05_报案材料*.docx"))
    edited.write_bytes(edited.read_bytes() + b"edited")

    kept = cli("generate", book, "-o", "out", "-d", "police-statement", "--json")
    assert json.loads(kept.out)["documents"][0]["state"] == "kept"
    assert edited.read_bytes().endswith(b"edited")

    forced = cli("generate", book, "-o", "out", "-d", "police-statement", "--force", "--json")
    assert json.loads(forced.out)["documents"][0]["state"] == "written"
    aside = edited.with_name(f"{edited.stem}_手改.docx")
    assert aside.read_bytes().endswith(b"edited")
    assert not edited.read_bytes().endswith(b"edited")


def test_the_workbook_is_never_written_to(cli: Cli, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx")
    before = book.read_bytes()
    book.chmod(0o444)

    cli("generate", book, "-o", "out")

    assert book.read_bytes() == before


def test_a_hand_edited_file_is_kept_and_the_new_version_stands_beside_it(tmp_path: Path) -> None:
    Dossier(tmp_path, "案").write([paper(b"one")])
    edited, beside = tmp_path / "案" / "甲.docx", tmp_path / "案" / "甲_新.docx"
    edited.write_bytes(b"mine")

    for content in (b"two", b"three", b"three"):
        assert Dossier(tmp_path, "案").write([paper(content)]) == [State.KEPT]
        assert beside.read_bytes() == content
        assert edited.read_bytes() == b"mine"
    beside.write_bytes(b"mine too")
    assert Dossier(tmp_path, "案").write([paper(b"four")]) == [State.KEPT]
    assert beside.read_bytes() == b"mine too"


def test_a_file_that_a_person_put_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "案").mkdir()
    (tmp_path / "案" / "甲.docx").write_bytes(b"mine")

    assert Dossier(tmp_path, "案").write([paper(b"ours")]) == [State.KEPT]
    assert (tmp_path / "案" / "甲.docx").read_bytes() == b"mine"


def test_an_older_version_of_ours_is_not_taken_for_an_edit(tmp_path: Path) -> None:
    target = tmp_path / "案" / "甲.docx"
    for content in (b"one", b"two"):
        Dossier(tmp_path, "案").write([paper(content)])
    target.write_bytes(b"one")

    assert Dossier(tmp_path, "案").write([paper(b"three")]) == [State.WRITTEN]


@pytest.mark.parametrize("record", [b"", b"{", b"[]", b'{"\xe7\x94\xb2.docx": {"sha256": 1}}'])
def test_with_a_damaged_record_nothing_is_overwritten(tmp_path: Path, record: bytes) -> None:
    with only_run(tmp_path):
        Dossier(tmp_path, "案").write([paper(b"one")])
    (tmp_path / ".anjuan" / "cases" / "案.json").write_bytes(record)

    assert Dossier(tmp_path, "案").write([paper(b"two")]) == [State.KEPT]
    assert (tmp_path / "案" / "甲.docx").read_bytes() == b"one"


def test_force_sets_every_edited_version_aside(tmp_path: Path) -> None:
    folder = tmp_path / "案"
    folder.mkdir()
    for edit in (b"first", b"second"):
        (folder / "甲.docx").write_bytes(edit)
        assert Dossier(tmp_path, "案").write([paper(b"ours")], force=True) == [State.WRITTEN]

    assert (folder / "甲_手改.docx").read_bytes() == b"first"
    assert (folder / "甲_手改2.docx").read_bytes() == b"second"


# By workbook and settings.
FRESH: dict[tuple[bytes, str], Mapping[Path, bytes]] = {}


@cache
def plugins() -> Plugins:
    """Two small kinds."""
    folder = Path(tempfile.mkdtemp(prefix="anjuan-order-"))
    document = new_document()
    document.add_paragraph("{{ 委托人.姓名 }}住{{ 住址 }}，{{ 律师事务所 }}。")
    document.save(str(folder / "own.docx"))

    def recipients(_: Matter) -> Iterator[Recipient]:
        yield Recipient(name="收件人")

    kinds = tuple(
        Kind(name=name, title=f"文书{name}", help="", template=folder / "own.docx",
             recipients=recipients)
        for name in KINDS
    )  # fmt: skip

    class Office:
        @hookimpl
        def anjuan_kinds(self) -> tuple[Kind, ...]:
            return kinds

    loaded = Plugins.load(outside=False, extra=[("office", Office())])
    # Their code does tell all of these two, so that runs in which nothing changed recall cases.
    loaded.has_guests = False
    return loaded


@cache
def workbook_of(addresses: tuple[tuple[str, str], ...]) -> bytes:
    """The workbook in which clients live there; made once, for to write one takes long."""
    with tempfile.TemporaryDirectory() as folder:
        book = write_workbook(
            Path(folder) / "表.xlsx",
            # No other kind is planned.
            cases=[
                case(案件编号=it, 住址=address, 文书="、".join(KINDS)) for it, address in addresses
            ],
            incidents=[incident(案件编号=it) for it, _ in addresses],
            evidence=[evidence(案件编号=it) for it, _ in addresses],
        )
        return book.read_bytes()


class AnyOrder(RuleBasedStateMachine):
    """What a lawyer, a crash and this program can do to one output folder."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="anjuan-order-"))
        self.output = self.root / "out"
        self.addresses = {"A1": "甲路", "A2": "乙路"}
        self.count = 0
        self.edits: set[bytes] = set()
        self.papers: set[bytes] = set()
        # What of ours last stood in a place before a person did something to it.
        self.bases: dict[Path, bytes] = {}
        self._configure("甲所")
        self._write_workbook()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    # What the lawyer does.

    @rule(number=st.sampled_from(NUMBERS), address=st.sampled_from(["甲路", "乙路", "丙路"]))
    def fill_in(self, number: str, address: str) -> None:
        self.addresses[number] = address
        self._write_workbook()

    @precondition(lambda self: len(self.addresses) > 1)
    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        del self.addresses[data.draw(st.sampled_from(sorted(self.addresses)))]
        self._write_workbook()

    @rule(firm=st.sampled_from(["甲所", "乙所"]))
    def change_settings(self, firm: str) -> None:
        self._configure(firm)

    @precondition(lambda self: self._documents())
    @rule(data=st.data())
    def edit_by_hand(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self._documents()))
        self.edits.discard(path.read_bytes())
        self._remember(path)
        self._put(path)

    @rule(number=st.sampled_from(NUMBERS), kind=st.sampled_from([1, 2]))
    def put_a_file_in_the_way(self, number: str, kind: int) -> None:
        place = self.output / f"{number}_张三" / f"{kind:02d}_文书{KINDS[kind - 1]}_收件人.docx"
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            self._put(place)

    @precondition(lambda self: self._documents())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self._documents()))
        self.edits.discard(path.read_bytes())
        self._remember(path)
        path.unlink()

    @precondition(lambda self: self._ours())
    @rule(data=st.data())
    def lose_to_a_power_cut(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self._ours()))
        self._remember(path)
        path.write_bytes(b"")

    # What the program does.

    @rule(kinds=st.sampled_from([(), ("one",), ("two",)]), force=st.booleans(), data=st.data())
    def run(self, kinds: tuple[str, ...], force: bool, data: st.DataObject) -> None:
        some = data.draw(st.sampled_from([(), *((it,) for it in sorted(self.addresses))]))
        self._generate(self.output, kinds, some, force)

    @rule(moves=st.integers(0, MOST_MOVES), force=st.booleans())
    def run_and_be_killed(self, moves: int, force: bool) -> None:
        killer = Killer(moves)
        with suppress(Killed), killer.at_work():
            self._generate(self.output, (), (), force)

    @rule(force=st.booleans())
    def run_whole(self, force: bool) -> None:
        report = self._generate(self.output, (), (), force)
        assert not any(state.is_bad for state in report.counts)
        for place, content in self._fresh().items():
            self._assert_stands(content, self.output / place, force)
        assert not list(self.output.rglob("*.tmp"))

    def _fresh(self) -> Mapping[Path, bytes]:
        """What a fresh folder would have; made once for each state of workbook and settings."""
        state = (self.workbook, self.firm)
        if state not in FRESH:
            fresh = self.root / "fresh"
            self._generate(fresh, (), (), force=False)
            papers = sorted(fresh.rglob("*.docx"))
            FRESH[state] = {it.relative_to(fresh): it.read_bytes() for it in papers}
            shutil.rmtree(fresh)
        self.papers.update(FRESH[state].values())
        return FRESH[state]

    def _assert_stands(self, content: bytes, place: Path, force: bool) -> None:
        """The fresh paper is in its place, or beside an edit, or beside an edit of that too.

        Beside an edit of this very paper there need be nothing.
        """
        beside = place.with_name(f"{place.stem}_新.docx")
        if place.read_bytes() == content:
            return
        assert not force
        assert place.read_bytes() in self.edits
        if not beside.exists():
            assert self.bases[place] == content
            return
        assert beside.read_bytes() == content or beside.read_bytes() in self.edits

    # What always holds.

    @invariant()
    def no_edit_is_lost(self) -> None:
        assert self.edits <= {path.read_bytes() for path in self._documents()}

    @invariant()
    def no_file_is_half_written(self) -> None:
        known = {*self.edits, *self.papers, b""}
        assert {path.read_bytes() for path in self._documents()} <= known

    @invariant()
    def the_workbook_is_as_the_lawyer_left_it(self) -> None:
        assert (self.root / "表.xlsx").read_bytes() == self.workbook

    # How it is done.

    def _documents(self) -> list[Path]:
        return sorted(self.output.rglob("*.docx"))

    def _ours(self) -> list[Path]:
        return [path for path in self._documents() if path.read_bytes() in self.papers]

    def _remember(self, path: Path) -> None:
        if path.read_bytes() in self.papers:
            self.bases[path] = path.read_bytes()

    def _put(self, path: Path) -> None:
        self.count += 1
        content = f"手改 {self.count}".encode()
        path.write_bytes(content)
        self.edits.add(content)

    def _configure(self, firm: str) -> None:
        self.firm = firm
        text = f'[constants]\n"律师事务所" = "{firm}"\n'
        (self.root / "anjuan.toml").write_text(text, encoding="utf-8")

    def _write_workbook(self) -> None:
        self.workbook = workbook_of(tuple(self.addresses.items()))
        (self.root / "表.xlsx").write_bytes(self.workbook)

    def _generate(
        self, output: Path, kinds: Sequence[str], cases: Sequence[str], force: bool
    ) -> Report:
        headings = find_config(self.root).headings
        request = Request(
            self.root / "表.xlsx",
            output,
            TODAY,
            headings,
            tuple(kinds or KINDS),
            tuple(cases),
            force,
        )
        with self._noted():
            return run(prepare(request, plugins()), plugins())

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """Remember every paper that is made."""
        write = dossier.Dossier.write

        def noted(
            it: dossier.Dossier, papers: Sequence[dossier.RenderedFile], **options: Any
        ) -> object:
            self.papers.update(paper.content for paper in papers)
            return write(it, papers, **options)

        with patch.object(dossier.Dossier, "write", noted):
            yield


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    suppress_health_check=list(HealthCheck),
    stateful_step_count=20,
)
