"""What tests of the steps that print have in common."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from anjuan import FinishedRun, Problem, Step, hookimpl
from anjuan.plugin.host import Plugins
from support.runs import Generated, generate_into

needs_pdf_tools = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="no office suite (soffice) and pdftotext on PATH",
)

FONTS = ("Noto Serif CJK SC", "Liberation Serif")


def _has_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    known = subprocess.run(["fc-list", ":", "family"], capture_output=True, encoding="utf-8")
    return all(font in known.stdout for font in FONTS)


needs_pictures = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext") and _has_fonts()),
    reason=f"pictures need an office suite, pdftotext and the fonts {', '.join(FONTS)}",
)


class Spy:
    """A plug-in whose step keeps the run that it is given."""

    def __init__(self) -> None:
        self.runs: list[FinishedRun] = []

    @hookimpl
    def anjuan_steps(self) -> Iterable[Step]:
        return [Step(name="spy", title="查看", help="只看。", work=self._work)]

    def _work(self, run: FinishedRun) -> Iterator[Problem]:
        self.runs.append(run)
        return iter(())


def finished(folder: Path, workbook: Path, **options: Any) -> FinishedRun:
    """A run whose Word papers stand, to hand to a step."""
    spy = Spy()
    plugins = Plugins.load(outside=False, extra=[("spy", spy)])
    generate_into(folder, workbook, plugins=plugins, steps=("spy",), **options)
    [run] = spy.runs
    return run


def pages(pdf: Path) -> list[str]:
    """The text of each page, without blanks."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [re.sub(r"\s", "", page) for page in text.removesuffix("\f").split("\f")]


def fake_soffice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> Callable[[], list[str]]:
    """Put a shell script in the place of LibreOffice; returns a reader of what it was called with.

    Args:
        folder: where it is put.
        monkeypatch: changes PATH.
        script: its text; `$real` is LibreOffice, `$log` a file that is shown by the reader.
    """
    folder.mkdir()
    log = folder / "log"
    program = folder / "soffice"
    head = f'#!/bin/sh\nreal={shutil.which("soffice")}\nlog={log}\necho "$@" >> $log\n'
    program.write_text(head + script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return lambda: log.read_text("utf-8").splitlines() if log.exists() else []


def no_soffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice."""
    for module in ("pdf", "bundle", "evidence_book", "chart", "on_screen"):
        place = f"anjuan_plugins.printing.{module}.find_soffice"
        monkeypatch.setattr(place, lambda: None)


def no_chinese_fonts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Chinese fonts, as far as fontconfig chooses them."""
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        "<include>/etc/fonts/fonts.conf</include><selectfont><rejectfont>"
        '<pattern><patelt name="lang"><string>zh-cn</string></patelt></pattern>'
        "<glob>*CJK*</glob></rejectfont></selectfont></fontconfig>",
        encoding="utf-8",
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(settings))


def copied(done: Generated, folder: Path) -> None:
    """Put a copy of each Word paper of a run into a folder; each was made."""
    for outcome in done.report.documents:
        assert outcome.path, outcome.reason
        # The same file name occurs in several dossiers.
        shutil.copy(done.folder / outcome.path, folder / outcome.path.replace("/", " "))
