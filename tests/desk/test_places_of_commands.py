"""Every command of the command line has its place on a page, or a reason why it has none.

So has every option of the commands that change something. Who adds one has to say where the page
has it.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from anjuan.cli import COMMANDS, anjuan
from anjuan.desk.app import DONE, SHOWN, TAKEN

ADDRESSES = {*SHOWN, *DONE, *TAKEN}
# Where a page has it: an address.
PLACES = {
    "new": "/blank.xlsx",
    "check": "/check",
    "generate": "/run",
    "explain": "/paper",
    "diff": "/compare",
    "numbers": "/records-read",
    "import": "/records-write",
    "plugins": "/about",
    "documents": "/papers",
    "demo": "/choose",
    "law": "/law",
    "deadlines": "/deadlines",
}
REASONS = {
    "desk": "the page itself",
    "doctor": "for a machine on which the page may not start",
    "map": "writes a workbook that is corrected in Excel; the page reads it as the commands do",
    "fields": "for authors of templates: reference, as in docs/reference.md",
    "kind": "for authors: writes a folder of templates",
    "plugin": "for authors: writes a project in Python",
    "template": "for authors: works on templates, and not on cases",
}
OPTIONS = {
    "check": {"copy": "/marked.xlsx", "accepts": "/accept"},
    "generate": {
        "output": "/output-choose",
        "kinds": "/tick",
        "cases": "/tick",
        "draft": "/run",
        "pdf": "/run",
        "bundle": "/run",
        "steps": "/run",
    },
    "numbers": {
        "records": "/records",
        "year": "/records-read",
        "password_file": "/records-read",
    },
    "import": {
        "records": "/records",
        "case": "/records-weigh",
        "numbers": "/records-tick",
        "person": "/records-weigh",
        "relation": "/records-weigh",
        "year": "/records-read",
        "evidence": "/records-weigh",
        "merge": "/records-weigh",
        "dry_run": "/records-weigh",
        "password_file": "/records-read",
        "formats": "/records",
    },
    "new": {},
    "demo": {"steps": "/run"},
}
WITHOUT = {
    "file": "the workbook that is open",
    "files": "likewise; several make one run on the command line only",
    "config": "of the command that opens the page",
    "kinds_dirs": "of the command that opens the page",
    "plugins_dir": "likewise",
    "as_json": "for programs",
    "output": "of --accept, whose copy lies beside the workbook; where papers go, the page has",
    "shows_all": "of a marked copy that was filled in with Excel; not on the page yet",
    "redact": "for reports of faults; on the page, 遮屏",
    "force": "writes over what a person edited: on purpose typed, and not clicked",
    "jobs": "the machine is asked",
    "dask": "for clusters",
    "target": "the copy lies beside the workbook, and is given as a download",
    "own": "told by the files; what is ours is refused on the page as well",
    "folder": "the sample is a private copy",
    "quiet": "for programs",
    "sample": "the sample is opened by /choose",
}


def test_each_command_has_a_place_or_a_reason() -> None:
    assert {*PLACES, *REASONS} == set(COMMANDS)
    assert not {*PLACES} & {*REASONS}
    assert set(PLACES.values()) <= ADDRESSES


def options(name: str) -> Iterator[str]:
    command = anjuan.get_command(click.Context(anjuan), name)
    assert command
    return (str(it.name) for it in command.params if it.name != "help")


@pytest.mark.parametrize("name", OPTIONS)
def test_each_option_of_what_changes_something_has_a_place_or_a_reason(name: str) -> None:
    known = OPTIONS[name]
    assert set(known.values()) <= ADDRESSES
    missing = [it for it in options(name) if it not in known and it not in WITHOUT]
    assert missing == [], "say in tests/desk/test_places_of_commands.py where the page has it"
    assert set(known) <= set(options(name))


def test_what_is_done_on_the_page_is_known_to_this_list_or_is_the_pages_own() -> None:
    """Nothing can be done on the page alone that a command can't do, but for the page itself."""
    own = {
        *(
            "/choose",
            "/forget",
            "/mask",
            "/leave",
            "/stop",
            "/open",
            "/print",
            "/workbook",
            # `-d` asks for it as well; what was ticked before has the other place.
            "/request",
        ),
        *("/records-add", "/records-remove", "/records-open", "/records-forget"),
        # Who says that a paper was read has it before his eyes; a run lists what was said.
        "/sign",
    }
    told = {*PLACES.values(), *(it for known in OPTIONS.values() for it in known.values())}
    assert {*DONE, *TAKEN} - told - own == set()
