"""The browser, started once for all tests of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.browser import Watched, browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


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
