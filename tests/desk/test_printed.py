"""打印效果: made in the background, few at a time, and never for ever."""

from __future__ import annotations

import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from support.batches import many
from support.desk import Answer, Desk, opened
from support.printing import fake_soffice, no_soffice
from support.small_pdf import pdf

from anjuan.desk import printing, rendering
from anjuan.desk.printing import MOST_WAITING
from anjuan.run import inspection
from anjuan.testing import case, write_workbook

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="a shell script stands in for LibreOffice"
)
PAGES, CASES = 3, 10
# Takes the place of LibreOffice: copies a PDF; waits first, as long as a file is missing.
SLOW = """
while [ ! -e {go} ]; do sleep 0.05; done
for it; do case $it in *.docx) cp {ready} out/${{it%.docx}}.pdf;; esac; done
"""
HANGING = (
    "sleep 600.0451 & exec sleep 600.0452\n"  # No other process of this machine sleeps so long.
)
ASKED = {"case": 0, "doc": 1}
SHOWN = "printed?case=0&doc=1"


class Office:
    """A machine whose LibreOffice can be held."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._go = folder / "go"
        ready = folder / "ready.pdf"
        pdf(ready, [[(100, 700, "页")]] * PAGES)
        script = SLOW.format(go=self._go, ready=ready)
        self.calls: Callable[[], list[str]] = fake_soffice(folder / "bin", monkeypatch, script)

    def let_go(self) -> None:
        self._go.touch()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where private rooms lie."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many(tmp_path_factory.mktemp("book") / "表.xlsx", CASES)


@pytest.fixture
def desk(book: Path, tmp_path: Path, temporary: Path) -> Iterator[Desk]:
    with opened(book, tmp_path / "out") as desk:
        yield desk


def processes() -> str:
    command = ["ps", "-eo", "args"]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def test_pages_come_by_themselves_and_are_made_once(
    office: Office, desk: Desk, temporary: Path
) -> None:
    assert "查看打印效果" in desk.get(SHOWN).text
    assert "查看打印效果" in desk.get("preview?case=0&doc=1").text
    key = desk.get("state").json["key"]
    assert desk.post("print", ASKED).json == {"go": SHOWN}
    assert "正在用 LibreOffice 排页" in desk.get(SHOWN).text
    assert desk.get("state").json["busy"]
    office.let_go()
    desk.idle()
    assert desk.get("state").json["key"] != key

    page = desk.get(SHOWN).text
    links = [it.split('"')[0].replace("&amp;", "&") for it in page.split('src="')[2:]]
    assert len(links) == PAGES
    for link in links:
        answer = desk.get(link)
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")
    pictures = list(temporary.rglob("*.png"))
    assert len(pictures) == PAGES
    assert {stat.S_IMODE(it.stat().st_mode) for it in pictures} == {0o600}

    assert desk.post("print", ASKED).status == 200
    desk.idle()
    assert len(office.calls()) == 1


def test_of_fifty_that_are_asked_for_at_once_one_is_made_and_few_wait(
    office: Office, desk: Desk
) -> None:
    places = [(case, doc) for case in range(CASES) for doc in range(5)]

    def ask(place: tuple[int, int]) -> Answer:
        return desk.post("print", {"case": place[0], "doc": place[1]})

    with ThreadPoolExecutor(50) as many:
        answers = list(many.map(ask, places))
    # All are answered while the first is still at work, and so is everything else.
    assert len(office.calls()) <= 1
    assert desk.get("check").status == 200
    assert {it.status for it in answers} == {200, 409}
    taken = sum(it.status == 200 for it in answers)
    assert 1 <= taken <= 1 + MOST_WAITING
    office.let_go()
    desk.idle()

    assert len(office.calls()) == taken


def test_an_office_suite_that_hangs_is_ended_with_all_that_it_started(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PATIENCE", 1.0)
    fake_soffice(tmp_path / "bin", monkeypatch, HANGING)
    assert desk.post("print", ASKED).status == 200
    desk.idle()

    page = desk.get(SHOWN).text
    assert "打印效果没有排出来：超过 1 秒没有排好，已强行结束" in page
    assert "再排一次" in page
    assert "sleep 600.045" not in processes()


def test_who_leaves_leaves_no_office_suite_at_work(
    book: Path, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_soffice(tmp_path / "bin", monkeypatch, HANGING)
    with opened(book, tmp_path / "out") as desk:
        desk.post("print", ASKED)
        desk.until(lambda: "sleep 600.0452" in processes())

    assert "sleep 600.045" not in processes()
    assert not [it for it in temporary.rglob("*") if it.is_file() and it.name != "lock"]


def test_without_an_office_suite_the_page_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_soffice(monkeypatch)
    for path in ("preview?case=0&doc=1", SHOWN):
        page = desk.get(path).text
        assert "没有找到 LibreOffice" in page
        assert "查看打印效果</button>" not in page
    assert desk.post("print", ASKED).status == 409


def test_masked_no_picture_is_shown(office: Office, desk: Desk) -> None:
    office.let_go()
    desk.post("print", ASKED)
    desk.idle()
    [link, *_] = [it.split('"')[0] for it in desk.get(SHOWN).text.split('src="')[2:]]
    link = link.replace("&amp;", "&")
    assert desk.get(link).status == 200
    desk.post("mask", {"on": True})
    assert "遮屏的时候看不了" in desk.get(SHOWN).text
    assert "printed.png" not in desk.get(SHOWN).text
    assert desk.get(link).status == 409


def test_pictures_are_given_by_digest_and_number_alone(desk: Desk) -> None:
    for paper in ("", "../../etc", "%2e%2e", "0" * 64):
        answer = desk.get(f"printed.png?paper={paper}&page=1")
        assert answer.status == 409, paper
        assert "image" not in answer.headers["content-type"]
    assert desk.get("printed.png").status == 409


def test_a_paper_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "表.xlsx", cases=[case(联系电话="123")])
    with opened(book, tmp_path / "out") as desk:
        for asked in ({}, {"case": 0}, {"case": 9, "doc": 0}, {"case": "x", "doc": 0}):
            assert desk.post("print", asked).status == 409


def test_previews_are_few_at_a_time_and_who_comes_late_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: list[int] = []
    inside: list[None] = []
    made = inspection.preview
    held = Event()

    def slow(*arguments: object) -> object:
        inside.append(None)
        at_once.append(len(inside))
        assert held.wait(60)
        inside.pop()
        return made(*arguments)  # type: ignore[arg-type]  # handed on as they are

    monkeypatch.setattr(rendering, "preview", slow)
    with ThreadPoolExecutor(50) as many:
        asked = [many.submit(desk.get, "paper?case=0&doc=1") for _ in range(50)]
        # Those that are too many are answered at once, and so is everything else.
        late = 50 - rendering.AT_ONCE - rendering.MOST_WAITING
        desk.until(lambda: sum(it.done() for it in asked) >= late)
        assert desk.get("state").status == 200
        held.set()
        answers = [it.result() for it in asked]

    assert max(at_once) <= rendering.AT_ONCE
    assert [it.status for it in answers].count(409) == late
    assert [it.status for it in answers].count(200) == 50 - late
