"""The browser, started once for all tests of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.browser import Watched, browser
from support.desk import Desk, opened
from support.two_cases import two_cases


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The page with two cases, their papers made."""
    with opened(two_cases(tmp_path), tmp_path / "out") as found:
        found.make()
        yield found


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """A page of a new profile; whatever the browser complains of fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    watched = Watched(context.new_page())
    yield watched
    context.close()
    # The program may end before the page does.
    complaints = [it for it in watched.complaints if "ERR_CONNECTION_REFUSED" not in it]
    assert complaints == []
    assert all(host.startswith("127.0.0.1:") or not host for host in watched.hosts)
