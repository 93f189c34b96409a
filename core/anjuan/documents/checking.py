"""A template checked as what it is for: by the names of its kind, and for data of clients."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anjuan.documents.vocabulary import Vocabulary, client_values
from anjuan.errors import TemplateError, why
from anjuan.frozen import frozen
from anjuan.messages import Message
from anjuan.plugin.host import Plugins
from anjuan.plugin.kinds import Kind
from anjuan.word.proofreading.faults import Fault
from anjuan.word.proofreading.opening import is_suspect
from anjuan.word.proofreading.shapes import Shape
from anjuan.word.proofreading.template import find_faults
from anjuan.workbook.parsing import Workbook


@frozen
class CheckedTemplate:
    """What was found in one file.

    Attributes:
        file: the template.
        kind: the kind it was checked for; empty = the core's names only.
        faults: in reading order.
        unreadable: why it could not be read; empty otherwise.
    """

    file: Path
    kind: str = ""
    faults: tuple[Fault, ...] = ()
    unreadable: str = ""

    @property
    def errors(self) -> int:
        """How many of the faults are errors."""
        return sum(fault.is_error for fault in self.faults)

    @property
    def is_suspect(self) -> bool:
        """True for a file that was made to harm whoever opens it: it should not be copied."""
        return is_suspect(self.faults)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "file": str(self.file),
            "kind": self.kind,
            "error": self.unreadable,
            "faults": [fault.as_json() for fault in self.faults],
        }


class TemplateChecker:
    """Checks files one after the other.

    Args:
        plugins: offer the kinds and filters; loaded with `faulty_templates`.
        kind: whose templates all files are; None = each is of the kind it is named after.
        workbook: its own columns count as known, its clients' data must not stand in a template;
            None = columns are not judged, data of clients only by its form.
    """

    def __init__(
        self, plugins: Plugins, kind: Kind | None = None, workbook: Workbook | None = None
    ) -> None:
        self._plugins = plugins
        self._kind = kind
        self._clients: Mapping[str, str] = client_values(workbook) if workbook else {}
        self._vocabulary = Vocabulary(plugins, workbook)
        self._known: dict[str, Shape] = {}

    def check(self, file: Path) -> CheckedTemplate:
        """The faults of one file."""
        kind = self._kind or self._kind_of(file)
        name = kind.name if kind else ""
        try:
            source = file.read_bytes()
            faults = find_faults(
                source, self._names(kind), sandbox=self._plugins.sandbox, clients=self._clients
            )
        except OSError as error:
            reason = Message("{} 打不开（{}）。", file, why(error))
            return CheckedTemplate(file, name, unreadable=reason)
        except TemplateError as error:
            return CheckedTemplate(file, name, unreadable=Message("{}：{}", file, error.message))
        return CheckedTemplate(file, name, faults)

    def _kind_of(self, file: Path) -> Kind | None:
        """The kind that a file is named after, or its folder."""
        kinds = self._plugins.kinds
        return kinds.get(file.stem) or kinds.get(file.absolute().parent.name)

    def _names(self, kind: Kind | None) -> Shape:
        name = kind.name if kind else ""
        if name not in self._known:
            self._known[name] = self._vocabulary.of(kind)
        return self._known[name]
