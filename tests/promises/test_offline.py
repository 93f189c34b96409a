"""Promise 6: offline. Nothing leaves the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from support.blank import new_document
from support.forks import Forks, forks
from support.office import needs_office

from anjuan.opc import parse_xml
from anjuan.testing import write_workbook
from anjuan_plugins.printing.libreoffice import converter, find_soffice

# Noted and ended, in every process and its workers: whatever would leave the machine.
BLOCK = """
import os, sys
def block(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        family = arguments[1] if event == "socket.__new__" else None
        if event != "socket.__new__" or int(family) != 1:
            print(event, arguments, file=open("{folder}/sockets", "a"), flush=True)
            os._exit(99)
sys.addaudithook(block)
"""


def blocking(folder: Path) -> Path:
    """A folder of what Python is to run at its start; where sockets are noted, too."""
    (folder / "sitecustomize.py").write_text(BLOCK.format(folder=folder), encoding="utf-8")
    return folder


OFFLINE: list[tuple[str, ...]] = [
    ("new", "空.xlsx"),
    ("check", "表.xlsx", "--mark", "标.xlsx"),
    ("generate", "表.xlsx", "-o", "out", "--jobs", "2"),
    ("generate", "表.xlsx", "-o", "out2", "--jobs", "1", "--draft", "--json"),
    ("demo", "demo"),
    ("documents",),
    ("plugins",),
    ("fields",),
    ("law",),
    ("deadlines", "表.xlsx"),
    ("map", "表.xlsx"),
    ("kind", "new", "种类/试"),
    ("template", "export", "模板"),
    ("plugin", "new", "my-plugin"),
]


@pytest.fixture(scope="module")
def blocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Forks, Path]]:
    """A process that may open no socket, from before its first import; where they are noted."""
    hooks = blocking(tmp_path_factory.mktemp("hooks"))
    with forks("support.forked", hooks) as forked:
        yield forked, hooks / "sockets"


@pytest.mark.parametrize("arguments", OFFLINE, ids=" ".join)
def test_no_command_opens_a_socket(
    arguments: tuple[str, ...], blocked: tuple[Forks, Path], tmp_path: Path
) -> None:
    forked, sockets = blocked
    write_workbook(tmp_path / "表.xlsx")

    status, _, complaints = forked.run("commanded", tmp_path, *arguments, seconds=60).result

    assert status in (0, 1), complaints
    assert not sockets.exists(), sockets.read_text("utf-8")


def test_the_test_for_sockets_would_notice_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 1))"],
        env={**os.environ, "PYTHONPATH": str(blocking(tmp_path))},
        capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 99
    assert "socket." in (tmp_path / "sockets").read_text("utf-8")


def test_the_test_for_sockets_would_notice_one_of_a_worker(blocked: tuple[Forks, Path]) -> None:
    forked, sockets = blocked

    forked.run("connected_in_a_worker", seconds=60)

    assert "socket." in sockets.read_text("utf-8")
    sockets.unlink()


@needs_office
def test_conversion_fetches_nothing_that_a_document_links_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/seen.png"
        document = new_document()
        document.add_paragraph("正文")
        linked = document.part.relate_to(
            address,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
            is_external=True,
        )
        run = document.paragraphs[0].add_run()
        run._r.append(picture(linked))
        document.save(str(tmp_path / "it.docx"))
        program = find_soffice()
        assert program
        with converter(program, tmp_path, 1) as office:
            [result] = office.convert([(tmp_path / "it.docx").read_bytes])
        with pytest.raises(TimeoutError):
            server.accept()

    assert result.pdf


def picture(relation: str) -> etree._Element:
    return parse_xml(
        '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships"><v:shape style="width:100pt;height:100pt">'
        f'<v:imagedata r:id="{relation}"/></v:shape></w:pict>'
    )
