"""An IMAP server with one mailbox, as far as reading it needs: real lines on a real socket."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SEEN = r"(\Seen)"


@dataclass
class Box:
    """Mails by UID, what was flagged, and what the client asked for."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    seen: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    port: int = 0
    breaks_at: str = ""  # the connection ends when the client asks this

    def add(self, raw: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid


class _Session(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self.wfile.write(b"* OK IMAP4rev1 ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, _space, rest = line.partition(" ")
            self.box.asked.append(rest)
            if self.box.breaks_at and self.box.breaks_at in rest:
                return
            if not self._answer(tag, rest):
                return

    def _answer(self, tag: str, rest: str) -> bool:
        verb = rest.split(" ")[0].upper()
        if verb == "LOGIN" and "rahasia" not in rest:
            self._say(f"{tag} NO [AUTHENTICATIONFAILED] no")
            return True
        if verb == "SELECT":
            self._say(f"* {len(self.box.mails)} EXISTS")
            self._say(f"* OK [UIDVALIDITY {self.box.validity}] here")
        elif verb == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif verb == "UID":
            self._uid(rest)
        self._say(f"{tag} OK done")
        return verb != "LOGOUT"

    def _uid(self, rest: str) -> None:
        if found := re.match(r"UID SEARCH UID (\d+):\*", rest):
            # As real servers do: the last mail is always in a range that ends in a star.
            last = max(self.box.mails, default=0)
            uids = sorted({u for u in self.box.mails if u >= int(found[1])} | ({last} - {0}))
            self._say("* SEARCH " + " ".join(map(str, uids)))
        elif found := re.match(r"UID FETCH (\d+) \(RFC822.SIZE\)", rest):
            self._say(
                f"* 1 FETCH (UID {found[1]} RFC822.SIZE {len(self.box.mails[int(found[1])])})"
            )
        elif found := re.match(r"UID FETCH (\d+) \(BODY.PEEK\[\]\)", rest):
            raw = self.box.mails[int(found[1])]
            self._say(f"* 1 FETCH (UID {found[1]} BODY[] {{{len(raw)}}}")
            self.wfile.write(raw + b")\r\n")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS", rest):
            self.box.seen.add(int(found[1]))

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def running(box: Box) -> Iterator[Box]:
    """The server on a free port of this machine; its password is `rahasia`."""
    handler = type("Session", (_Session,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
