"""One web process: waitress on a socket that the supervisor opened and all web processes share."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

import waitress

# 300 half-open connections stop waitress with its own defaults. These close slow sockets, and the
# connection limit leaves room for the patient majority.
LIMITS: dict[str, Any] = {
    "connection_limit": 1000,
    "channel_timeout": 15,
    "cleanup_interval": 5,
    "channel_request_lookahead": 0,
    "asyncore_use_poll": True,
    "max_request_header_size": 64 * 1024,
    # Ten photographs of 20 MB and their form.
    "max_request_body_size": 210 * 1024 * 1024,
    "ident": None,
}


def main(fd: int) -> None:
    """Serve on the listening socket `fd` until SIGTERM; running requests may finish."""
    signal.signal(signal.SIGTERM, _leave)
    from tanggap.project.wsgi import application

    settle()
    threads = int(os.environ.get("TANGGAP_WEB_THREADS", "4"))
    waitress.serve(
        application,
        sockets=[socket.socket(fileno=fd)],
        threads=threads,
        _quiet=True,
        **proxy_options(),
        **LIMITS,
    )


def settle() -> None:
    """Load every view now, and spare the garbage collector what stays for good.

    Otherwise the collector looks through all of it every hundred requests, and one citizen waits a
    tenth of a second longer for a page.
    """
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def proxy_options() -> dict[str, Any]:
    """Believe X-Forwarded-* only from a proxy that the operator named."""
    if os.environ.get("TANGGAP_BEHIND_PROXY") != "1":
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": os.environ.get("TANGGAP_PROXY_ADDRESS", "127.0.0.1"),
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        "clear_untrusted_proxy_headers": True,
    }


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
