"""What the page answers, and to whom: rule by rule, over real connections."""

from __future__ import annotations

import mimetypes
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.desk import OURS, Desk, opened, served

from anjuan.desk.app import DONE, SHOWN, TAKEN
from anjuan.resources import SAMPLE_WORKBOOK

# What makes text of a case into more than text.
UNWANTED = (
    *("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "|safe", "| safe"),
    *(" onclick", "style=", "javascript:"),
)
PAGES = tuple(it.lstrip("/") for it in SHOWN if "{" not in it)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A page for all tests that leave it as it is."""
    with opened(SAMPLE_WORKBOOK, tmp_path_factory.mktemp("out")) as desk:
        yield desk


def ours(desk: Desk) -> str:
    return f"http://127.0.0.1:{desk.port}"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.nip.io:{port}",
     "[::1]:{port}", "127.0.0.1:{port}@evil.example", "127.0.0.1:{port}.", ""],
)  # fmt: skip
def test_only_the_name_that_was_printed_is_answered(desk: Desk, host: str) -> None:
    asked = host.format(port=desk.port)

    assert desk.get("check", Host=asked).status == 421
    assert desk.get("check", Host=f"127.0.0.1:{desk.port}").status == 200


@pytest.mark.parametrize("path", ["", "check", "static/desk.js", "static/desk.css", "workbook"])
def test_nothing_is_answered_outside_of_the_secret(desk: Desk, path: str) -> None:
    for head in ("", "x" * len(desk.secret), desk.secret[:-1], desk.secret + "x", "秘密"):
        asked = "/" + "/".join(it for it in (head, path) if it)
        answer = desk.ask("GET", asked)
        assert answer.status == 404, asked
        assert "打不开" in answer.text


def test_the_address_that_opens_the_page_is_good_once() -> None:
    with served() as desk:
        assert desk.secret not in desk.address or not desk.secret
        assert desk.ask("HEAD", "/" + desk.address.split("/", 3)[3]).status == 403
        assert desk.open().status == 303
        assert desk.secret not in desk.address
        assert desk.open().status == 403
        assert desk.ask("GET", "/open/").status == 403
        assert desk.get("").status == 200


@pytest.mark.parametrize("act", [*DONE, *TAKEN])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "X-Anjuan": "1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://localhost"},
        {},
        {"X-Anjuan": "0"},
    ],
    ids=str,
)
def test_nothing_is_done_for_another_site(desk: Desk, act: str, headers: dict[str, str]) -> None:
    method = "PUT" if act in TAKEN else "POST"

    answer = desk.ask(method, f"/{desk.secret}{act}", b"{}", **headers)

    assert answer.status == 403
    assert desk.thread.is_alive()


def test_what_is_done_for_its_own_page_is_done_for_it_alone(desk: Desk) -> None:
    own = {"Sec-Fetch-Site": "same-origin"}
    for headers in (OURS, {"X-Anjuan": "1"}, {"Origin": ours(desk)}, own):
        answer = desk.ask("POST", f"/{desk.secret}/mask", b'{"on": false}', **headers)
        assert answer.status == 200, headers


@pytest.mark.parametrize("path", PAGES)
def test_another_site_sees_nothing(desk: Desk, path: str) -> None:
    for site in ("cross-site", "same-site"):
        assert desk.get(path, Sec_Fetch_Site=site).status == 403
    assert desk.get(path, Origin="http://evil.example").status == 403


@pytest.mark.parametrize("name", ["Host", "Origin", "Sec-Fetch-Site"])
def test_a_header_that_stands_there_twice_is_refused(desk: Desk, name: str) -> None:
    value = {"Host": f"127.0.0.1:{desk.port}", "Origin": ours(desk), "Sec-Fetch-Site": "none"}
    lines = [f"GET /{desk.secret}/ HTTP/1.1", f"Host: {value['Host']}", "Connection: close"]
    lines += [f"{name}: {value[name]}"] * (1 if name == "Host" else 2)

    with socket.create_connection(("127.0.0.1", desk.port)) as asking:
        asking.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = asking.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 400 ")


def test_a_web_socket_is_refused(desk: Desk) -> None:
    answer = desk.get(
        "", Upgrade="websocket", Connection="Upgrade",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==", Sec_WebSocket_Version="13",
    )  # fmt: skip

    assert answer.status != 101


@pytest.mark.parametrize("path", [*PAGES, "static/desk.js", "nowhere", "paper?case=0&doc=1"])
def test_every_answer_forbids_what_the_page_does_not_need(desk: Desk, path: str) -> None:
    answer = desk.get(path)

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors" in policy and "base-uri 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_a_refusal_forbids_as_much(desk: Desk) -> None:
    headers = desk.ask("GET", "/nowhere").headers

    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


def test_what_is_only_shown_changes_nothing_and_answers_no_other_method(desk: Desk) -> None:
    for path in PAGES:
        assert desk.ask("POST", f"/{desk.secret}/{path}", b"{}", **OURS).status == 405, path
    for path in DONE:
        assert desk.get(path.lstrip("/")).status == 405, path


def test_types_of_files_are_set_here_and_not_by_the_machine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ending in (".js", ".css", ".svg"):
        monkeypatch.setitem(mimetypes.types_map, ending, "text/plain")
    mimetypes.add_type("text/plain", ".js")

    types = {name: desk.get(f"static/{name}").headers["content-type"]
             for name in ("desk.js", "paper.js", "desk.css", "desk.svg")}  # fmt: skip

    mimetypes.init()
    assert types == {
        "desk.js": "text/javascript; charset=utf-8",
        "paper.js": "text/javascript; charset=utf-8",
        "desk.css": "text/css; charset=utf-8",
        "desk.svg": "image/svg+xml",
    }


@pytest.mark.parametrize(
    "name", ["..%2fapp.py", "%2e%2e/app.py", "../app.py", "..%5capp.py", "%2fetc%2fpasswd", "."]
)
def test_only_the_files_of_the_pages_are_given(desk: Desk, name: str) -> None:
    assert desk.get(f"static/{name}").status == 404


def test_a_request_that_is_no_object_of_json_is_refused(desk: Desk) -> None:
    for body in (b"[", b"[1]", b"1", b"\xff", b"[" * 100_000, b'{"a":' * 100_000):
        answer = desk.ask("POST", f"/{desk.secret}/mask", body, **OURS)
        assert answer.status == 409, body[:9]
    too_long = desk.ask("POST", f"/{desk.secret}/mask", b" " * ((1 << 20) + 1), **OURS)
    assert too_long.status == 409


def test_no_page_asks_another_host_or_holds_a_script(desk: Desk) -> None:
    folder = Path(__file__).parents[2] / "core/anjuan/desk"
    pages = [*folder.glob("templates/*.html"), *folder.glob("static/*")]
    assert len(pages) > 12
    for file in pages:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text and "https:" not in text and "//cdn" not in text, file
        for word in UNWANTED:
            assert word not in text, (file, word)
        assert "<script>" not in text


def test_what_is_typed_is_kept_by_no_browser() -> None:
    folder = Path(__file__).parents[2] / "core/anjuan/desk/templates"
    text = "".join(file.read_text("utf-8") for file in folder.glob("*.html"))
    fields = re.findall(r"<input[^>]*>", text)
    assert len(fields) >= 5
    for it in fields:
        assert 'autocomplete="off"' in it
        assert 'type="' in it or 'spellcheck="false"' in it
