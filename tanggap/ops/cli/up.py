"""`tanggap up`: the database, its preparation, web processes and a worker, as one tree.

This process only starts and watches; it never imports Django.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

from tanggap.launch import children
from tanggap.launch.cluster import Cluster
from tanggap.launch.instance import Instance
from tanggap.launch.supervisor import Service, Supervisor
from tanggap.ops import cli
from tanggap.ops.cli.language import pick
from tanggap.ops.training import folder

_FIRST_PAGE_SECONDS = 60.0
_DATABASE_GRACE = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is set by the environment, see docs/settings.md."""
    parser.add_argument(
        "--no-worker", action="store_true", help=pick("tanpa pekerja", "without the worker")
    )


def run(args: argparse.Namespace) -> int:
    """Run until SIGTERM, SIGINT or SIGHUP."""
    return run_tree(with_worker=not args.no_worker, demo=False)


def run_tree(*, with_worker: bool, demo: bool) -> int:
    """Prepare, then keep the processes running; with `demo` the demonstration year is loaded."""
    instance = Instance.from_environment()
    try:
        folder.refuse_training(instance.data)
    except folder.Mixed as error:
        raise cli.Refused(str(error)) from error
    listener = _bind(instance)
    cluster = instance.cluster() if instance.is_embedded else None
    try:
        url = _start_database(instance, cluster)
        environment = instance.environment(url, **({"TANGGAP_DEMO": "1"} if demo else {}))
        _prepare(environment)
        services = _services(instance, environment, listener, cluster, with_worker)
        listener.listen(512)
        supervisor = Supervisor(services)
        supervisor.run(on_started=lambda: _announce(instance, supervisor))
    finally:
        listener.close()
        if cluster:
            cluster.stop()
    return 0


def _bind(instance: Instance) -> socket.socket:
    try:
        return instance.bind()
    except OSError as error:
        raise cli.Refused(
            f"Port {instance.port} can't be used ({error.strerror}). Set TANGGAP_PORT to another."
        ) from error


def _start_database(instance: Instance, cluster: Cluster | None) -> str:
    signal.signal(signal.SIGTERM, _interrupt)
    if cluster is None:
        return instance.database_url
    cluster.start(on_wait=lambda message: print(message, file=sys.stderr, flush=True))
    return cluster.url()


def _interrupt(number: int, frame: object) -> None:
    """SIGTERM before the supervisor listens ends this process the clean way."""
    raise KeyboardInterrupt


def _prepare(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "tanggap", "prepare"]
    process = children.start(command, environment=environment)
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if code != 0:
        raise cli.Refused("The database could not be prepared; see the message above.")


def _services(
    instance: Instance,
    environment: dict[str, str],
    listener: socket.socket,
    cluster: Cluster | None,
    with_worker: bool,
) -> list[Service]:
    services = [_database(cluster)] if cluster else []
    fd, numbers = listener.fileno(), range(1, instance.web_processes + 1)
    services += [_web(f"web {number}", environment, fd) for number in numbers]
    if with_worker:
        services.append(_worker(environment))
    return services


def _database(cluster: Cluster) -> Service:
    return Service(
        name="database",
        spawn=cluster.launch,
        stage=0,
        stop_signal=signal.SIGINT,
        grace=_DATABASE_GRACE,
        process=cluster.process,
        started_at=time.monotonic(),
    )


def _web(name: str, environment: dict[str, str], fd: int) -> Service:
    command = [sys.executable, "-m", "tanggap.project.serve", str(fd)]

    def spawn() -> subprocess.Popen[bytes]:
        return children.start(command, environment=environment, pass_fds=[fd])

    return Service(name=name, spawn=spawn)


def _worker(environment: dict[str, str]) -> Service:
    command = [sys.executable, "-m", "tanggap.ops.worker"]

    def spawn() -> subprocess.Popen[bytes]:
        # When this process dies the database goes too, and a worker that stops the polite way
        # would wait half a minute for it. Its jobs are made to survive a kill.
        return children.start(command, environment=environment, death_signal=signal.SIGKILL)

    return Service(name="worker", spawn=spawn, grace=12)


def _announce(instance: Instance, supervisor: Supervisor) -> None:
    """Say where it is, once a page was really answered."""
    deadline = time.monotonic() + _FIRST_PAGE_SECONDS
    while not _answers(instance) and time.monotonic() < deadline:
        if supervisor.is_stopping:
            return
        time.sleep(0.1)
    address = os.environ.get("TANGGAP_SITE_URL") or f"http://localhost:{instance.port}"
    print(pick(f"\n  Tanggap siap di {address}", f"\n  Tanggap is ready at {address}"))
    print(pick("  Ctrl-C menghentikan semuanya.\n", "  Ctrl-C stops everything.\n"), flush=True)


def _answers(instance: Instance) -> bool:
    host = "127.0.0.1" if instance.host == "0.0.0.0" else instance.host  # noqa: S104
    try:
        with urlopen(f"http://{host}:{instance.port}/healthz", timeout=2):
            return True
    except HTTPError:
        # An unhealthy answer is an answer; the log says more.
        return True
    except OSError:
        return False
