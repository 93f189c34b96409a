"""What the page is about: one workbook, one run, and what its user chose."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from anjuan.config import OUTPUT_NAME
from anjuan.desk.comparing import Comparison
from anjuan.desk.intake import Intake
from anjuan.desk.looking import Look, Settings, look_at, stamp_of
from anjuan.desk.making import UNFORESEEN, Run
from anjuan.desk.printing import Prints
from anjuan.desk.recent import Recent
from anjuan.desk.taking import Taken, take_over
from anjuan.documents.planning import Besides
from anjuan.errors import OutputError, UsageError, why
from anjuan.files import PRIVATE_FOLDER, digest
from anjuan.messages import Message
from anjuan.problems import Problem
from anjuan.resources import SAMPLE_WORKBOOK
from anjuan.run.outcomes import Outcome, State
from anjuan.run.request import Request
from anjuan.run.signoff_records import sign
from anjuan.run.signoffs import SignOff

# A run that is stopped at the end finishes the case at work.
_LAST_SECONDS = 2.0


class Session:
    """All that the page knows. Threads meet here: what changes, changes under one lock.

    Args:
        room: a private folder, for workbooks that were dropped on the page.
        output: the folder for papers; None = 文书 beside the workbook.
        settings: of the office, as the command line has them.

    Attributes:
        end: ends the program.
        recent: workbooks that were opened before.
        is_masked: names and numbers are not shown.
        unticked: documents that are not wanted: case, kind, recipient.
        besides: kinds on request that are wanted besides: case, kind.
        run: the last one, also when it has ended.
        comparison: the last time somebody asked what a run would change.
        taken: the proposals that the workbook came about by; None where it did not.
        signer: the name that was last typed for a paper that was looked at.
        prints: pages as they come out of the printer.
        intake: call records on their way into a copy of the workbook.
        version: another one when the page has something else to show.
    """

    def __init__(self, room: Path, output: Path | None, settings: Settings | None = None) -> None:
        self.end: Callable[[], None] = lambda: None
        self.is_masked = False
        self.unticked: frozenset[tuple[str, str, str]] = frozenset()
        self.besides: Besides = frozenset()
        self.run: Run | None = None
        self.intake = Intake(room)
        self.comparison: Comparison | None = None
        self.taken: Taken | None = None
        self.signer = ""
        self.version = 0
        self.prints = Prints(room)
        self._room = room
        self.settings = settings or Settings()
        self.recent = Recent()
        self._given_output = output
        self._chosen_output: Path | None = None
        self._path: Path | None = None
        self._look: Look | None = None
        self._checking: threading.Thread | None = None
        self._lock = threading.RLock()
        self._signing = threading.Lock()

    @property
    def path(self) -> Path | None:
        """The workbook; None before one was opened."""
        return self._path

    @property
    def look(self) -> Look | None:
        """The last look at the workbook; None while the first is being taken."""
        return self._look

    @property
    def usable(self) -> Look | None:
        """The same; None where the workbook can't be used."""
        return None if self._look is None or self._look.refused else self._look

    def usable_look(self) -> Look:
        """The same.

        Raises:
            UsageError: there is no workbook that can be used.
        """
        look = self.usable
        if look is None:
            raise UsageError(Message("还没有可用的案件表。"))
        return look

    @property
    def is_checking(self) -> bool:
        """True while the workbook is being read."""
        return self._checking is not None and self._checking.is_alive()

    @property
    def is_running(self) -> bool:
        """True while papers are being made."""
        return self.run is not None and not self.run.has_ended

    @property
    def is_comparing(self) -> bool:
        """True while papers are being held against those that stand."""
        return self.comparison is not None and not self.comparison.has_ended

    @property
    def is_compared(self) -> bool:
        """True while what the last comparison found is about what is ticked now."""
        made, look = self.comparison, self._look
        if made is None or look is not made.look:
            return False
        try:
            return self._request(look, made.request.draft, ()) == made.request
        except UsageError:
            return False

    @property
    def is_busy(self) -> bool:
        """True while it must not end by itself."""
        works = self.is_checking or self.is_running or self.is_comparing
        return works or self.intake.is_working

    @property
    def is_copy(self) -> bool:
        """True where the workbook was dropped: nothing beside it is seen."""
        return self._path is not None and self._path.is_relative_to(self._room)

    @property
    def output(self) -> Path:
        """The folder for papers."""
        if chosen := self._chosen_output or self._given_output:
            return chosen
        return (self._path.parent if self._path else self._room) / OUTPUT_NAME

    def open(self, path: Path) -> None:
        """Take up a workbook; it is only read.

        Raises:
            UsageError: papers of the one before are being made, or records are being read.
        """
        with self._lock:
            self._take_up(path)
            self.unticked = frozenset()
            self.besides = frozenset()
            self._chosen_output = None

    def go_on_with(self, copy: Path) -> None:
        """Take up a copy of the workbook: what was chosen for its papers stays.

        Raises:
            UsageError: papers are being made, or records are being read.
        """
        with self._lock:
            self._take_up(copy)

    def _take_up(self, path: Path) -> None:
        self._refuse_while_at_work()
        self.intake.leave()
        self._drop_comparison()
        self._path, self._look, self.run = path.absolute(), None, None
        self.taken = None
        if not self.is_copy:
            self.recent.add(self._path)
        self.version += 1
        self._check()

    def _refuse_while_at_work(self) -> None:
        if self.is_running:
            raise UsageError(Message("正在生成文书。请先停止，或等它做完，再打开另一份。"))
        self.intake.refuse_while_working()

    def take_over(self, look: Look, chosen: Iterable[Problem]) -> None:
        """Write a copy of the workbook with what is proposed in its cells, and go on with it.

        Args:
            look: in which the page showed the problems.
            chosen: each with a proposal.

        Raises:
            UsageError: none could be taken over, papers are being made, or records are being read.
            OutputError: the copy can't be written.
        """
        with self._lock:
            self._refuse_while_at_work()
            taken = take_over(look, chosen)
            self.go_on_with(taken.copy)
            self.taken = taken

    def seen(self, key: object) -> Look:
        """The look that a page shows.

        Args:
            key: of the look, as the page sends it back.

        Raises:
            UsageError: the workbook was read again meanwhile.
        """
        look = self.usable
        if look is None or look.key != key:
            raise UsageError(Message("案件表刚刚重新核对过。请再勾选一次。"))
        return look

    def open_sample(self) -> None:
        """Take up a private copy of the sample: what is made of it goes with it.

        Raises:
            UsageError: papers of the one before are being made, or records are being read.
            OutputError: it can't be written.
        """
        folder = self._room / "示例"
        try:
            shutil.copytree(
                SAMPLE_WORKBOOK.parent, folder, dirs_exist_ok=True, copy_function=shutil.copyfile
            )
        except OSError as error:
            raise OutputError("放不下示例（{}）。", why(error)) from error
        self.open(folder / SAMPLE_WORKBOOK.name)

    def put_into(self, output: Path | None) -> None:
        """Choose the folder for papers; None = the usual one."""
        with self._lock:
            self._chosen_output = output
            self.version += 1

    def take(self, content: bytes) -> None:
        """Take up a workbook that was dropped on the page, as a private copy.

        Raises:
            UsageError: papers of the one before are being made.
            OutputError: it can't be written.
        """
        # What it was called is not used: names of others are no paths of ours.
        folder = self._room / digest(content)[:16]
        path = folder / "案件表.xlsx"
        try:
            folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
            path.touch(0o600)
            path.write_bytes(content)
        except OSError as error:
            raise OutputError("放不下这份案件表（{}）。", why(error)) from error
        self.open(path)

    def refresh(self) -> None:
        """Look again where the workbook was saved meanwhile."""
        with self._lock:
            look = None if self.is_checking or self.is_running else self._look
            if look and stamp_of(look.path, look.config_file) != look.stamp:
                self._check()

    def _check(self) -> None:
        path = self._path
        assert path is not None
        self._checking = threading.Thread(target=self._check_now, args=(path,), daemon=True)
        self._checking.start()

    def _check_now(self, path: Path) -> None:
        file = self.settings.file(path)
        stamp, now = stamp_of(path, file), datetime.now()
        found = Look(path=path, stamp=stamp, at=now, config_file=file, refused=UNFORESEEN)
        try:
            found = look_at(path, date.today(), self.settings, self.besides)
        finally:
            with self._lock:
                # Another one may have been opened meanwhile.
                if path == self._path:
                    self._look = found
                    self.version += 1

    def wait(self) -> None:
        """Wait until the workbook has been read."""
        if self._checking:
            self._checking.join()

    def tick(self, unticked: frozenset[tuple[str, str, str]]) -> None:
        """Keep which documents are not wanted."""
        with self._lock:
            self.unticked = unticked
            self.version += 1

    def ask_for(self, case: str, kind: str, *, is_on: bool) -> None:
        """Want a kind on request in a case, or no longer; what comes of it is looked at anew.

        Raises:
            UsageError: the workbook is being read.
        """
        with self._lock:
            if self.is_checking:
                raise UsageError(Message("正在核对案件表。请稍后再点一次。"))
            meant = {(case, kind)}
            self.besides = self.besides | meant if is_on else self.besides - meant
            self.unticked = frozenset(it for it in self.unticked if it[:2] != (case, kind))
            self.version += 1
            self._check()

    def mask(self, is_masked: bool) -> None:
        """Show names and numbers, or not."""
        with self._lock:
            self.is_masked = is_masked
            self.version += 1

    def compare(self, *, draft: bool) -> None:
        """Find out what making what is ticked would change.

        Raises:
            UsageError: papers are being made, or there is nothing to make.
        """
        with self._lock:
            if self.is_running:
                raise UsageError(Message("正在生成文书。请等它做完，再看会改什么。"))
            look = self.usable_look()
            request = self._request(look, draft, ())
            self._drop_comparison()
            self.comparison = Comparison(request, look)
            self.comparison.start()
            self.version += 1

    def _drop_comparison(self) -> None:
        if self.comparison:
            self.comparison.stop()
        self.comparison = None

    def sign(self, root: Path, path: str, signed: SignOff) -> None:
        """Note down what somebody said of a paper; one at a time, and never during a run.

        Raises:
            OutputError: a run is at work in the folder, or it can't be written.
        """
        with self._signing:
            sign(root, path, signed)
        with self._lock:
            self.signer = signed.by
            self.version += 1

    def begin(self, *, draft: bool, steps: tuple[str, ...]) -> None:
        """Make what is ticked.

        Raises:
            UsageError: a run is at work, or there is nothing to make.
        """
        with self._lock:
            if self.is_running:
                raise UsageError(Message("正在生成，一次只做一件。"))
            look = self.usable_look()
            request = self._request(look, draft, steps)
            # What it found is no longer so.
            self._drop_comparison()
            self.run = Run(request, look.plugins)
            self.run.start()
            self.version += 1

    def _request(self, look: Look, draft: bool, steps: tuple[str, ...]) -> Request:
        request = replace(self.request(look), draft=draft, steps=steps)
        if not self.unticked:
            return request
        wanted = {
            case.job.case.number: self._ticked(case.documents) for case in look.inspection.cases
        }
        chosen = {number: kinds for number, kinds in wanted.items() if kinds}
        if not chosen:
            raise UsageError(Message("一份也没有选。请先在“文书”页上勾选。"))
        return replace(request, cases=tuple(chosen), kinds_by_case=chosen, left_out=self.unticked)

    def _ticked(self, documents: tuple[Outcome, ...]) -> tuple[str, ...]:
        """Kinds of a case of which any document was not unticked."""
        shown = (it for it in documents if it.kind and it.state is not State.NOT_APPLICABLE)
        return tuple(dict.fromkeys(it.kind for it in shown if self.is_wanted(it)))

    def is_wanted(self, document: Outcome) -> bool:
        """Whether a document was not unticked."""
        return (document.case, document.kind, document.recipient) not in self.unticked

    def request(self, look: Look) -> Request:
        """What is asked for where nothing was chosen."""
        headings = look.inspection.headings
        return Request(look.path, self.output, date.today(), headings, besides=self.besides)

    def close(self) -> None:
        """Let the case at work be finished, and nothing that was started stay behind."""
        self.prints.close()
        self._drop_comparison()
        if self.run and self.is_running:
            self.run.stop(_LAST_SECONDS)
