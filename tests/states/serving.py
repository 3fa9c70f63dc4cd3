"""Pages that are there already, over HTTP with the real static files: no database, no program."""

from __future__ import annotations

import io
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

from tests.browsing import AXE
from tests.media.samples import scene
from tests.states.catalogue import State

# Of what the program says beside the page; the length is that of what is sent.
_SAID = ("Content-Type", "Content-Security-Policy")

# What a map asks for.
_EMPTY = dict.fromkeys(
    ("/peta/titik.json", "/peta/wilayah.json"), b'{"type": "FeatureCollection", "features": []}'
)
# A page that goes on by itself stays to be looked at; as long as is allowed, as at once is.
_AT_ONCE = (b'http-equiv="refresh" content="0;', b'http-equiv="refresh" content="90000;')


@contextmanager
def served(states: list[State]) -> Iterator[str]:
    """An address under which `/0`, `/1`, ... are the pages."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            name = path.removeprefix("/")
            if name.isdecimal():
                state = states[int(name)]
                said = {one: state.headers[one] for one in _SAID if one in state.headers}
                self._say(state.body.replace(*_AT_ONCE), said)
            elif (content := _file(path)) is not None:
                kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
                self._say(content, {"Content-Type": kind, "Cache-Control": "max-age=3600"})
            else:
                self._say(b"", {}, status=404)

        def _say(self, body: bytes, headers: dict[str, str], *, status: int = 200) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@cache
def _file(path: str) -> bytes | None:
    """A static file, or the same picture for every photograph; None for anything else."""
    if path == "/static/axe.js":
        return AXE.read_bytes()
    if path in _EMPTY:
        return _EMPTY[path]
    if path.startswith("/media/"):
        picture = io.BytesIO()
        scene().save(picture, "JPEG")
        return picture.getvalue()
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    return Path(found).read_bytes() if isinstance(found, str) else None
