"""Every request, of HTTP or WebSocket, passes here first: the page is its user's alone.

Other pages in the same browser, and other users of the machine, can reach every port of
127.0.0.1. So an address is answered only below a secret, only under the name by which it was
opened (else a foreign name could be pointed here: DNS rebinding), and only when no other site
asks. There are no cookies: browsers don't keep those of two ports apart.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
# Chromium shows a page of its own for an empty refusal.
_REFUSAL = "这个地址打不开。请从案卷的窗口或图标重新打开。".encode()
# Two of these would let one reader see one of them, and another the other.
_SINGLE = frozenset({b"host", b"origin", b"sec-fetch-site"})
_SAFE = frozenset({"GET", "HEAD"})
_SECRET_BYTES = 24


class Guard:
    """Lets through what the user's own page asks.

    Args:
        app: what is guarded; it is asked for paths below the secret, without it.
        port: on which it is served.

    Attributes:
        last_asked: moment (`time.monotonic`) of the last request that was let through.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._host = f"127.0.0.1:{port}"
        self._secret = secrets.token_urlsafe(_SECRET_BYTES)
        self._once = secrets.token_urlsafe(_SECRET_BYTES)
        self.last_asked = time.monotonic()

    @property
    def address(self) -> str:
        """The address that opens the page, once: what programs are started with, others can see."""
        return f"http://{self._host}/open/{self._once}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on."""
        if scope["type"] != "http":
            # The page uses no WebSocket; what is not there can't be misused.
            await send({"type": "websocket.close", "code": 1008})
            return
        status, path = self._judged(scope)
        if status == 303:
            await _answer(send, status, ((b"location", f"/{self._secret}/".encode()),))
        elif status:
            await _answer(send, status)
        else:
            self.last_asked = time.monotonic()
            inner = {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}
            await self._app(inner, receive, _with_headers(send))

    def _judged(self, scope: Scope) -> tuple[int, str]:
        """The status of a refusal, or 0 and the path below the secret."""
        names = [name for name, _ in scope["headers"] if name in _SINGLE]
        if len(names) > len(set(names)):
            return 400, ""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get(b"host") != self._host:
            return 421, ""
        head, _, rest = scope["path"][1:].partition("/")
        if head == "open":
            return (303 if self._opens(scope["method"], rest) else 403), ""
        if not secrets.compare_digest(head.encode(), self._secret.encode()):
            return 404, ""
        return (0 if self._is_ours(scope["method"], headers) else 403), f"/{rest}"

    def _opens(self, method: str, token: str) -> bool:
        """Whether a one-time address is right; it is used up then."""
        is_right = bool(self._once) and secrets.compare_digest(token.encode(), self._once.encode())
        if is_right and method == "GET":
            self._once = ""
            return True
        return False

    def _is_ours(self, method: str, headers: Mapping[bytes, str]) -> bool:
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
        if method in _SAFE:
            return site in (None, "none", "same-origin") and origin in (None, self._origin)
        if site is None and origin is None:
            # An old browser, or a program: no page of another site can set this without asking.
            return headers.get(b"x-anjuan") == "1"
        return site in (None, "same-origin") and origin in (None, self._origin)

    @property
    def _origin(self) -> str:
        return f"http://{self._host}"


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            more = [header for header in _HEADERS if header[0] not in own]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return sending


async def _answer(send: Send, status: int, more: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    own = (
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(_REFUSAL)).encode()),
    )
    start = {"type": "http.response.start", "status": status}
    await send({**start, "headers": [*_HEADERS, *own, *more]})
    await send({"type": "http.response.body", "body": _REFUSAL})
