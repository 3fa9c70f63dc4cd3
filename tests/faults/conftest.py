"""The harness of the fault tests: a real instance, killed and asked afterwards.

`instance` is `tanggap up` in a process of its own on a durable database in a temporary folder.
Clients note an acknowledgement only after the answer's last byte, and repeat what got none with
the same key; at the end an oracle compares the notes with the rows.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest

from tanggap.launch import children
from tanggap.launch.cluster import Cluster
from tests.database import ROOT

START_SECONDS = 180.0


@dataclass
class Instance:
    """A running `tanggap up`: its folder, its port and its supervisor's process."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cluster(self) -> Cluster:
        return Cluster(home=self.folder / "data" / "pg", log=self.folder / "unused.log")

    def connect(self) -> psycopg.Connection[Any]:
        """A connection to its database."""
        return psycopg.connect(self.cluster.url(), autocommit=True)

    def web_pids(self) -> list[int]:
        """The web processes."""
        return self._children("tanggap.project.serve")

    def worker_pids(self) -> list[int]:
        """The worker."""
        return self._children("tanggap.ops.worker")

    def postgres_pids(self) -> list[int]:
        """The server and its backends."""
        return children.with_folder(self.folder / "data" / "pg" / "data", program="postgres")

    def kill_database(self) -> None:
        """kill -9 for all of PostgreSQL at once, like a power cut for it alone."""
        kill(self.postgres_pids())

    def wait_until_healthy(self, seconds: float = START_SECONDS) -> None:
        """Until /healthz says that web and database are there."""
        deadline = time.monotonic() + seconds
        while not self._is_healthy():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)

    def log(self) -> str:
        """What the processes printed."""
        return (self.folder / "output.log").read_text(errors="replace")[-4000:]

    def _is_healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _children(self, module: str) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = [int(pid) for pid in path.read_text().split()]
        return [pid for pid in pids if module in _command(pid)]


def kill(pids: list[int]) -> None:
    """kill -9; a process that has gone meanwhile is as dead as asked."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def free_port() -> int:
    """A port that nobody used a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(folder: Path, port: int, **environment: str) -> Instance:
    """Start `tanggap up` on `folder` without waiting for it."""
    env = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "TANGGAP_DATA": str(folder / "data"),
        "TANGGAP_PORT": str(port),
        "TANGGAP_HOST": "127.0.0.1",
        **environment,
    }
    with open(folder / "output.log", "ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tanggap", "up"], env=env, cwd=ROOT, stdout=output, stderr=output
        )
    return Instance(folder=folder, port=port, process=process)


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """One instance for all tests with faults: whatever they do to it, it heals."""
    folder = Path(tempfile.mkdtemp(prefix="tanggap-faults-"))
    os.chmod(folder, 0o755)
    running = start(folder, free_port())
    try:
        running.wait_until_healthy()
        yield running
    finally:
        running.process.terminate()
        try:
            running.process.wait(90)
        finally:
            running.process.kill()
            shutil.rmtree(folder, ignore_errors=True)
