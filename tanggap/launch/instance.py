"""One installation as the environment describes it: its data folder, database, port."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tanggap.launch.cluster import AlreadyOwned, Cluster, StartFailed

CHECKOUT = Path(__file__).resolve().parents[2]
_SETTINGS = "tanggap.project.settings"
_OWNER_SECONDS = 120.0


@dataclass(frozen=True)
class Instance:
    """What `tanggap` runs on. `database_url` is empty when the embedded PostgreSQL is used."""

    data: Path
    database_url: str
    postgres: str | None
    host: str
    port: int
    web_processes: int
    web_threads: int

    @classmethod
    def from_environment(cls) -> Instance:
        """Read the variables of docs/settings.md."""
        env = os.environ
        return cls(
            data=Path(env.get("TANGGAP_DATA") or CHECKOUT / "data").absolute(),
            database_url=env.get("DATABASE_URL", ""),
            postgres=env.get("TANGGAP_PG") or None,
            host=env.get("TANGGAP_HOST", "0.0.0.0"),  # noqa: S104 - a server is there to be reached
            port=int(env.get("TANGGAP_PORT", "8000")),
            web_processes=int(env.get("TANGGAP_WEB_PROCESSES", "2")),
            web_threads=int(env.get("TANGGAP_WEB_THREADS", "4")),
        )

    @property
    def is_embedded(self) -> bool:
        return not self.database_url

    def cluster(self) -> Cluster:
        """The embedded server of this installation, not started."""
        log = self.data / "log" / "postgresql.log"
        return Cluster(home=self.data / "pg", log=log, choice=self.postgres)

    def environment(self, url: str, **more: str) -> dict[str, str]:
        """The environment of the processes that use the database at `url`."""
        return {
            **os.environ,
            "TANGGAP_DATA": str(self.data),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": _SETTINGS,
            # glibc keeps an arena per thread and core; two save tens of megabytes a process.
            "MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2"),
            **more,
        }

    def bind(self) -> socket.socket:
        """The socket that all web processes share; it refuses connections until listen()."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((self.host, self.port))
        return bound

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a running database: given, of a running `tanggap up`, or started here."""
        if not self.is_embedded:
            yield self.database_url
            return
        cluster = self.cluster()
        try:
            _start_or_join(cluster)
            yield cluster.url()
        finally:
            cluster.stop()


def _start_or_join(cluster: Cluster) -> None:
    deadline = time.monotonic() + _OWNER_SECONDS
    while True:
        try:
            return cluster.start()
        except AlreadyOwned:
            if cluster.ready():
                return None
        if time.monotonic() > deadline:
            raise StartFailed(f"{cluster.home} is in use, but its server doesn't answer.")
        time.sleep(0.1)
