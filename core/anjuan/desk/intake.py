"""Call records on their way into a copy of the workbook; nothing of them is kept afterwards.

What is done with them is the same as in `anjuan numbers` and `anjuan import` (importing/). Numbers
of other people are here until the user has said which are the collector's, and on no page but that
one; private copies of the files, the list and the password go with the import.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path, PurePath

from anjuan.case.keys import phone_key
from anjuan.desk.folders import RECORDS
from anjuan.desk.looking import Look
from anjuan.desk.making import UNFORESEEN
from anjuan.errors import AnjuanError, OutputError, UsageError, why
from anjuan.files import PRIVATE_FOLDER, safe_name
from anjuan.frozen import frozen
from anjuan.importing.adding import Wish, imported
from anjuan.importing.copying import COPY, copy_of, refuse_other_formats
from anjuan.importing.files import Wanted
from anjuan.importing.listing import Listing, listing
from anjuan.importing.number_list import GROUND, IS_LISTED, Listed
from anjuan.importing.reading import Given, Told
from anjuan.importing.result import Imported
from anjuan.messages import Message, public
from anjuan.plugin.host import Plugins
from anjuan.run.beside import free_name, write_same
from anjuan.workbook.cells.days import EARLIEST_YEAR
from anjuan.workbook.parsing import Workbook, load_workbook

MOST_FILES = 200
# Of the names of files, in bytes.
_LONGEST_NAME = 200
_FIELDS = {
    Wanted.YEAR: "“{}”里的日期没有年份。请在“年份”里写明是哪一年，再看一遍。",
    Wanted.PASSWORD: "“{}”加了密码。请在“密码”里写明，再看一遍。",
}


@frozen(kw_only=True)
class Choice:
    """Where the rows belong, as in `Wish`."""

    case: str = ""
    person: str = ""
    relation: str = ""
    evidence: str = ""
    by_day: bool = False


@frozen
class Weighed:
    """An import before it is written.

    Attributes:
        wish: what was asked for.
        content: of the workbook, as it was then.
        workbook: parsed.
        found: what there is to add.
    """

    wish: Wish
    content: bytes
    workbook: Workbook
    found: Imported


class Intake:
    """Files of call records, the numbers in them, and what would become of them.

    Args:
        room: a private folder, for files that are dropped on the page.

    Attributes:
        records: the files and folders chosen.
        year: of dates without one; None = not told.
        listing: the numbers in them; None before they were read.
        grounds: of the numbers ticked, by their place in the listing; empty = not told yet.
        choice: where the rows belong.
        weighed: what would be written; None before it is known.
        copy: that was written; None before.
        failure: why the last step could not be done; empty otherwise.
        version: another one when the page has something else to show.
    """

    def __init__(self, room: Path) -> None:
        self._room = room / "records"
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._numbered = count(1)
        self.version = 0
        self._clear()
        self.copy: Path | None = None

    def _clear(self) -> None:
        self.records: list[Path | Given] = []
        self.year: int | None = None
        self.listing: Listing | None = None
        self.grounds: dict[int, str] = {}
        self.choice = Choice()
        self.weighed: Weighed | None = None
        self.failure = ""
        self._password: str | None = None

    @property
    def is_working(self) -> bool:
        """True while files are being read."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def has_password(self) -> bool:
        """Whether one was told."""
        return self._password is not None

    def refuse_while_working(self) -> None:
        """Let nothing be changed under what is being read.

        Raises:
            UsageError: files are being read.
        """
        if self.is_working:
            raise UsageError(Message("正在读记录，请稍候。"))

    def forget(self) -> None:
        """Let go of everything but the copy that was written."""
        with self._changing():
            self._clear()
            shutil.rmtree(self._room, ignore_errors=True)

    def leave(self) -> None:
        """Let go of the copy as well: there is another workbook."""
        with self._changing():
            self.forget()
            self.copy = None

    def take(self, content: bytes, name: str) -> None:
        """Add a file that was dropped on the page, as a private copy.

        Raises:
            UsageError: there are too many, or they are being read.
            OutputError: it can't be written.
        """
        with self._changing():
            own_name = safe_name(name, _LONGEST_NAME)
            # Its name tells of what is in it, and is no path of ours but for a known ending.
            ending = PurePath(own_name).suffix.lower()
            path = self._room / f"{next(self._numbered)}{ending if ending in RECORDS else ''}"
            self._add(Given(path, is_named=True, own_name=own_name))
            try:
                self._room.mkdir(PRIVATE_FOLDER, exist_ok=True)
                path.touch(0o600)
                path.write_bytes(content)
            except OSError as error:
                self.records.pop()
                raise OutputError("放不下这份记录（{}）。", why(error)) from error

    def add(self, path: Path) -> None:
        """Add a file or a folder of the user's; it is only read.

        Raises:
            UsageError: there are too many, or they are being read.
        """
        with self._changing():
            self._add(path)

    def _add(self, record: Path | Given) -> None:
        if len(self.records) >= MOST_FILES:
            raise UsageError("一次最多 {} 份记录。请分几次导入。", public(MOST_FILES))
        if record not in self.records:
            self.records.append(record)
        self.copy = None
        self._unread()

    def remove(self, place: int) -> None:
        """Leave a file out.

        Raises:
            UsageError: there is none, or they are being read.
        """
        with self._changing():
            if place not in range(len(self.records)):
                raise UsageError(Message("没有这份记录。"))
            record = self.records.pop(place)
            if isinstance(record, Given):
                record.path.unlink(missing_ok=True)
            self._unread()

    def _unread(self) -> None:
        self.listing = self.weighed = None
        self.grounds = {}
        self.failure = ""

    def read(self, year: int | None, password: str, look: Look | None) -> None:
        """See which numbers there are.

        Args:
            year: of dates without one; None = not told.
            password: of encrypted files; empty = as told before.
            look: at the workbook, for readers and headings of the office; None without one.

        Raises:
            UsageError: there is no file, or they are being read.
        """
        with self._changing():
            if not self.records:
                raise UsageError(Message("还没有选记录文件。"))
            if year is not None and not EARLIEST_YEAR <= year <= date.today().year:
                raise UsageError("年份“{}”不是可能的年份。", public(year))
            self.year = year
            self._password = password or self._password
            self._unread()
            self._begin(lambda: self._list(look))

    def _list(self, look: Look | None) -> None:
        plugins = look.plugins if look else Plugins.load()
        headings = look.config.records if look else {}
        told = Told(self.year, self._password, headings=headings)
        aside = (look.path,) if look else ()
        found = listing(self.records, plugins.importers.values(), told, _nobody, aside)
        self.listing = found

    def tick(self, place: int, *, is_on: bool, ground: str) -> None:
        """Say that a number is the collector's, and why; or that it is not.

        Raises:
            UsageError: there is no such number, or files are being read.
        """
        with self._changing():
            if not self.listing or place not in range(len(self.listing.tallies)):
                raise UsageError(Message("号码刚刚重新列过。请再勾选一次。"))
            if is_on:
                self.grounds[place] = ground.strip()
            else:
                self.grounds.pop(place, None)
            self.weighed = None

    def weigh(self, choice: Choice, look: Look) -> None:
        """See what would be written.

        Raises:
            UsageError: a number is ticked without a reason, or files are being read.
        """
        with self._changing():
            numbers = self._numbers()
            self.choice, self.weighed = choice, None
            self._begin(lambda: self._weigh(numbers, look))

    def _numbers(self) -> Mapping[str, Listed]:
        found = {}
        tallies = self.listing.tallies if self.listing else ()
        for place, ground in sorted(self.grounds.items()):
            party = tallies[place].party
            if not ground:
                raise UsageError(
                    "号码 {} 勾了“{}”，却没有写“{}”。请补上。",
                    *(party, public(IS_LISTED.heading), public(GROUND.heading)),
                )
            found[phone_key(party)] = Listed(party, "", ground, Message("第 {} 行", place + 1))
        return found

    def _weigh(self, numbers: Mapping[str, Listed], look: Look) -> None:
        refuse_other_formats(look.path, look.config.headings)
        content = look.path.read_bytes()
        headings, choice = look.config.headings, self.choice
        workbook = load_workbook(look.path, headings, look.plugins.table)
        wish = Wish(
            workbook=look.path,
            records=tuple(self.records),
            case=choice.case,
            numbers=numbers,
            person=choice.person,
            relation=choice.relation,
            evidence=choice.evidence,
            by_day=choice.by_day,
            year=self.year,
            password=self._password,
            headings=headings.found(workbook.titles, workbook.places),
            record_headings=look.config.records,
            person_option="“谁的手机”",
        )
        found = imported(wish, workbook, look.plugins.importers.values(), _nobody)
        self.weighed = Weighed(wish, content, workbook, found)

    def write(self) -> None:
        """Write the copy beside the workbook, and let go of all that it was made from.

        Raises:
            UsageError: nothing was shown before, or the workbook was saved meanwhile.
            OutputError: it can't be written.
        """
        with self._changing():
            it = self.weighed
            if it is None or not it.found.rows:
                raise UsageError(Message("还没有可写的行。请先看会加进什么。"))
            try:
                now = it.wish.workbook.read_bytes()
            except OSError as error:
                raise UsageError("案件表读不了（{}）。", why(error)) from error
            if now != it.content:
                self.weighed = None
                raise UsageError(Message("案件表刚刚保存过。请再看一遍会加进什么，然后再写。"))
            content = copy_of(it.content, it.wish.headings, it.workbook, it.found)
            copy = free_name(it.wish.workbook, COPY, content)
            write_same(copy, content)
            self.forget()
            self.copy = copy

    def _begin(self, work: Callable[[], None]) -> None:
        def worked() -> None:
            failure = UNFORESEEN
            try:
                work()
                failure = ""
            except AnjuanError as error:
                failure = error.message
            except OSError as error:
                failure = Message("文件读不了（{}）。", why(error))
            finally:
                with self._lock:
                    self.failure = failure
                    self.version += 1

        self._thread = threading.Thread(target=worked, daemon=True)
        self._thread.start()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Nothing is changed while files are being read."""
        with self._lock:
            self.refuse_while_working()
            yield
            self.version += 1


def _nobody(wanted: Wanted, name: str) -> str:
    """The page asks for it, and begins anew."""
    raise UsageError(_FIELDS[wanted], name)
