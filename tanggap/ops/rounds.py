"""The worker's rounds: for each topic of marks one thread that asks twice a second what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection

from tanggap.lib import marks

PAUSE_SECONDS = 0.5
# After a failure, which is the database being away or a deadlock.
LONG_PAUSE_SECONDS = 3.0
STOP_SECONDS = 2.0

log = logging.getLogger(__name__)


@contextmanager
def going() -> Iterator[None]:
    """Go the rounds within the block. What is under way at its end may be cut off: it comes again.

    The threads are daemons for that reason: a mail server that doesn't answer keeps no worker.
    """
    stop = threading.Event()
    threads = [
        threading.Thread(target=_go, args=(topic, stop), name=f"marks {topic}", daemon=True)
        for topic in sorted(marks.topics())
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(STOP_SECONDS)


def _go(topic: str, stop: threading.Event) -> None:
    pause = 0.0
    while not stop.wait(pause):
        pause = _round(topic)
    connection.close()


def _round(topic: str) -> float:
    """One round; the answer is the pause before the next."""
    try:
        close_old_connections()
        return 0.0 if marks.work(topic) else PAUSE_SECONDS
    except Exception:
        log.exception("a round for %s failed", topic)
        connection.close()
        return LONG_PAUSE_SECONDS
