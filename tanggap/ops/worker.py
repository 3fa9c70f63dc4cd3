"""The worker process: a thread for each lane of jobs, and the rounds.

`tanggap up` starts it again whenever it ends: procrastinate gives up with status 0 when the
database goes away under its periodic tasks.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from procrastinate import App

    from tanggap.lib.jobs import Lane

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
STOP_SECONDS = 8.0


def main() -> None:
    """Run until SIGTERM; a running job gets some seconds to finish."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.project.settings")
    import django

    django.setup()
    from tanggap.ops import rounds

    with rounds.going(), suppress(asyncio.CancelledError):
        asyncio.run(_until_told())


async def _until_told() -> None:
    working = asyncio.create_task(work(ending=_end_at_last))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, working.cancel)
    await working


def _end_at_last() -> None:
    """A thread in the middle of a job can't be stopped, and alarms must not wait for it.

    Its job is given back when its worker has been silent for a while.
    """
    timer = threading.Timer(STOP_SECONDS + 2, os._exit, [1])
    timer.daemon = True
    timer.start()


async def work(*, ending: Callable[[], None] = lambda: None) -> None:
    """All lanes side by side in this process, until cancelled or until one of them gives up.

    `ending` is called when they begin to end: a job that runs is waited for.
    """
    from procrastinate.contrib.django import app

    # The worker needs a connection pool of its own; the Django connector only enqueues.
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await _all_lanes(worker_app, ending)


async def _all_lanes(app: App, ending: Callable[[], None]) -> None:
    from tanggap.lib.jobs import Lane

    lanes = [asyncio.create_task(_lane(app, lane), name=lane) for lane in Lane]
    try:
        # The supervisor starts all of them again when one has ended.
        await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ending()
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)


async def _lane(app: App, lane: Lane) -> None:
    await app.run_worker_async(
        name=lane.value,
        queues=lane.queues,
        concurrency=int(os.environ.get("TANGGAP_WORKER_THREADS", "1")),
        install_signal_handlers=False,
        listen_notify=False,
        fetch_job_polling_interval=POLL_SECONDS,
        abort_job_polling_interval=POLL_SECONDS * 10,
        shutdown_graceful_timeout=STOP_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        delete_jobs="successful",
    )


if __name__ == "__main__":
    main()
