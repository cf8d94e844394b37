"""The seat in a web browser of this computer: textual-serve on loopback, for whoever has the key.

Everybody with an account on this computer can reach a loopback port, and any web page can try to:
so the address holds a random key, which becomes a cookie at the first visit; every call must name
this host (against DNS rebinding) and sockets come from this very page. The pages load nothing from
elsewhere, by their content security policy. The one address of textual-serve and aiohttp.
"""

from __future__ import annotations

import secrets
import shlex
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from http.cookies import CookieError, SimpleCookie

from aiohttp import web
from textual_serve.server import Server

from screening.errors import CannotWrite

HOST = "127.0.0.1"
_GOODBYE_SECONDS = 2.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SeatServer(Server):
    """Serves one command's full screen to one browser after another, each with a seat of its own.

    Args:
        command: the program and its arguments; started anew for each tab.
        port: the port on loopback; 0: any that is free.
        title: what the page is called.

    Raises:
        CannotWrite: the port is taken.
    """

    def __init__(self, command: Sequence[str], port: int, title: str) -> None:
        self._socket = _listen(port)
        number: int = self._socket.getsockname()[1]
        super().__init__(_as_line(command), host=HOST, port=number, title=title)
        self._key = secrets.token_urlsafe(24)
        self._cookie = f"tamis-seat-{number}"

    @property
    def address(self) -> str:
        """Where the seat is served; whoever has this address can decide in the reviewer's name."""
        return f"{self.public_url}/?key={self._key}"

    def run(self) -> None:
        """Serve until interrupted."""
        web.run_app(
            self._make_app(),
            sock=self._socket,
            print=None,
            access_log=None,
            shutdown_timeout=_GOODBYE_SECONDS,
        )

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app.middlewares.append(guard)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing here: the command has told the address."""

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only this computer's browser, and only with the key."""
        if request.headers.get("Host") != f"{HOST}:{self.port}":
            raise web.HTTPForbidden(text="This seat is served to this computer only.\n")
        if request.headers.get("Origin", self.public_url) != self.public_url:
            raise web.HTTPForbidden(text="Another page asked for this seat.\n")
        if not secrets.compare_digest(self._cookie_of(request), self._key.encode()):
            return self._welcome(request)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(self._headers())
        return response

    def _cookie_of(self, request: web.Request) -> bytes:
        try:
            held = SimpleCookie(request.headers.get("Cookie", "")).get(self._cookie)
        except CookieError:
            return b""
        return held.value.encode() if held else b""

    def _welcome(self, request: web.Request) -> web.StreamResponse:
        """Turn the key of the address into a cookie, so that it does not stay in the address."""
        given = request.query.get("key", "").encode()
        if request.path != "/" or not secrets.compare_digest(given, self._key.encode()):
            raise web.HTTPForbidden(
                text="Open the whole address that 'tamis screen --web' printed, with its key.\n"
            )
        response = web.HTTPFound("/")
        response.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
        return response

    def _headers(self) -> dict[str, str]:
        own = f"'self' {self.public_url} ws://{HOST}:{self.port}"
        return {
            "Content-Security-Policy": (
                f"default-src 'none'; script-src 'self' 'unsafe-inline'; connect-src {own};"
                " style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:;"
                " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
            ),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }


def _listen(port: int) -> socket.socket:
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let others listen at the same port
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((HOST, port))
        held.listen()  # from here on a browser that comes early waits
    except OSError as error:
        held.close()
        raise CannotWrite(
            f"The port {port} of this computer cannot be used: {error.strerror}.",
            "Leave --port out to take any free one.",
        ) from error
    return held


def _as_line(command: Sequence[str]) -> str:
    """A command for the shell, every argument quoted."""
    return subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
