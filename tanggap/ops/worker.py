"""The worker process: runs the jobs of the queue, one at a time by default, and goes the rounds.

`tanggap up` starts it again whenever it ends: procrastinate gives up with status 0 when the
database goes away under its periodic tasks.
"""

from __future__ import annotations

import os

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
STOP_SECONDS = 8.0


def main() -> None:
    """Run until SIGTERM; a running job gets some seconds to finish."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.project.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from tanggap.ops import rounds

    # The worker needs a connection pool of its own; the Django connector only enqueues.
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with rounds.going(), app.replace_connector(connector) as worker_app:
        worker_app.run_worker(
            concurrency=int(os.environ.get("TANGGAP_WORKER_THREADS", "1")),
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
