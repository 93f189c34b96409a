"""The files that a step puts into a dossier, by the rules that hold for Word papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from anjuan.errors import PluginError, why
from anjuan.messages import Message
from anjuan.problems import Place, Problem, Rule, Severity
from anjuan.run.dossier import Dossier, RenderedFile, beside
from anjuan.run.outcomes import State

_STEPS = "steps"
KEPT = Rule("kept-print", "PDF 被人改过或换过，未动，新的一份写在旁边。", Severity.WARNING)
UNWRITABLE = Rule("print-failed", "PDF 写不进去。")


class DossierFiles:
    """What `FinishedCase.files` hands out: the `StepFiles` of one step in one dossier.

    Args:
        cell: of 案件编号, by which a case is told of.
        folder: the case's dossier, below the output folder.
        step: name of the step, which keeps a record of its own.
        force: take the place of files that a person edited, setting those aside.
        note: takes each file that stands or was written: the step, its name, what became of it,
            and the name of the new version beside it, or nothing.
    """

    def __init__(
        self, cell: Place, folder: Path, step: str, *, force: bool, note: Callable[..., None]
    ) -> None:
        self._cell = cell
        self._folder = folder.name
        self._force = force
        self._step, self._note = step, note
        self._dossier = Dossier(folder.parent, folder.name, records=f"{_STEPS}/{step}")

    def standing(self, name: str, key: str) -> tuple[Problem, ...] | None:
        """What to say of the file made from `key` where it stands; None where it does not."""
        names = (name,) if self._force else (name, beside(name))
        found = self._dossier.current(names, key)
        if found is None:
            return None
        return self._told(name, State.UNCHANGED if found[0] == name else State.KEPT)

    def usable(self, name: str, key: str) -> bool:
        """True where a file stands that was made from `key`, or that a person put there."""
        try:
            names = (name,) if self._force else (name, beside(name))
            return bool(self._dossier.current(names, key)) or self._dossier.is_by_hand(name)
        except OSError:
            return False

    def put(self, name: str, content: bytes, key: str) -> tuple[Problem, ...]:
        """Write a file, or the new version beside one that a person edited."""
        if Path(name).name != name:
            raise PluginError("“{}”不是文件名：步骤的文件直接放在案件的文件夹里。", name)
        [state] = self._dossier.write([RenderedFile(name, content, key)], force=self._force)
        if isinstance(state, OSError):
            reason, remedy = Message("写不进去（{}）", why(state)), "若正开着，请关掉再运行一次。"
            return (self.problem(UNWRITABLE, name, reason, remedy),)
        return self._told(name, state)

    def problem(self, rule: Rule, name: str, message: str, remedy: str) -> Problem:
        """A problem with a file of the case, at the case's own cell."""
        told = Message("{}/{} {}。", self._folder, name, message)
        return rule.on(self._cell, told, remedy)

    def _told(self, name: str, state: State) -> tuple[Problem, ...]:
        """What to say of a file that is there; that it is has been noted."""
        newer = beside(name) if state is State.KEPT else ""
        self._note(self._step, name, state, newer)
        if not newer:
            return ()
        message = Message("不是本程序写的，未动；新的一份是 {}", newer)
        remedy = "请核对用哪一份；要替换请加 --force。"
        return (self.problem(KEPT, name, message, remedy),)
