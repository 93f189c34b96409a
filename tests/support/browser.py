"""A real browser: the system's Chromium, led by Playwright, which downloads nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
# Silent, and usable by root; a foreign name leads here, as a hostile name server would have it.
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP rebind.test 127.0.0.1",
)
needs_browser = pytest.mark.skipif(not PROGRAM, reason="there is no Chromium on this machine")


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser, for as long as it is needed."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=PROGRAM, args=list(_FLAGS))
        yield started
        started.close()


class Watched:
    """A page of the browser, and everything about it that should not be.

    Attributes:
        page: the page.
        complaints: of the browser: what a policy forbade, what a script ran into, dialogs.
        hosts: that were asked.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        page.set_default_timeout(30_000)
        page.on("console", lambda it: self.complaints.append(it.text))
        page.on("pageerror", lambda it: self.complaints.append(str(it)))
        page.on("dialog", self._dismiss)
        page.on("request", lambda it: self.hosts.add(urlsplit(it.url).netloc))

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()


def kept_out_by(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds that keeps people out: how grave, the rule, and the element."""
    found = Axe().run(page).response["violations"]
    return [
        (it["impact"], it["id"], node["html"][:200])
        for it in found
        for node in it["nodes"]
        if it["impact"] in ("serious", "critical")
    ]
