"""What the benchmarks share: a durable database of their own, real web processes, a load.

Everything lives in a temporary folder and is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tanggap.launch import children
from tanggap.launch.cluster import DATABASE, SUPERUSER, Cluster

CHECKOUT = Path(__file__).resolve().parents[1]
START_SECONDS = 120.0

# Every fsync takes a chosen time longer, as on a slower disk or with a synchronous standby.
SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static void wait_more(void) {
    const char *us = getenv("SLOW_FSYNC_US");
    if (us) usleep((useconds_t)atoi(us));
}
int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    wait_more();
    return real(fd);
}
int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    wait_more();
    return real(fd);
}
"""


@dataclass
class BenchCluster(Cluster):
    """A cluster whose server runs with more in its environment."""

    preload: dict[str, str] = field(default_factory=dict)

    def _environment(self) -> dict[str, str]:
        return {**super()._environment(), **self.preload}


@dataclass
class Bench:
    """A temporary instance. `environment` is that of its processes."""

    folder: Path
    cluster: BenchCluster
    environment: dict[str, str]

    def run(self, *arguments: str) -> None:
        """A command of `tanggap` on it, without its chatter."""
        command = [sys.executable, "-m", "tanggap", *arguments]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)

    def use(self) -> None:
        """Set up Django in this process on its database."""
        os.environ.update(self.environment)
        import django

        django.setup()

    def load(self, scale: float, *, with_photos: bool = False) -> None:
        """Fill the city with `scale` demonstration years and its people; `use` comes first."""
        from django.db import connections

        from tanggap.ops import demo

        at = datetime.now(UTC)
        demo.load(at=at, scale=scale, with_photos=with_photos)
        demo.people(at=at)
        connections.close_all()

    def restart(self, preload: dict[str, str]) -> None:
        """Start the server again, with `preload` in its environment."""
        self.cluster.stop()
        self.cluster.preload = preload
        self.cluster.start()
        self.environment["DATABASE_URL"] = self.cluster.url()

    @contextmanager
    def web(self, processes: int) -> Iterator[int]:
        """Web processes on one port, as `tanggap up` starts them; gives the port."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(512)
            port = int(listener.getsockname()[1])
            command = [sys.executable, "-m", "tanggap.project.serve", str(listener.fileno())]
            with self._running([command] * processes, fds=[listener.fileno()]):
                _wait_for(f"http://127.0.0.1:{port}/healthz")
                yield port

    @contextmanager
    def worker(self) -> Iterator[int]:
        """One worker; gives its process id."""
        with self._running([[sys.executable, "-m", "tanggap.ops.worker"]], fds=[]) as [process]:
            yield process.pid

    @contextmanager
    def _running(
        self, commands: list[list[str]], fds: list[int]
    ) -> Iterator[list[subprocess.Popen[bytes]]]:
        with open(self.folder / "processes.log", "ab") as log:
            started = [
                children.start(
                    command,
                    environment=self.environment,
                    output=log,
                    folder=CHECKOUT,
                    pass_fds=fds,
                )
                for command in commands
            ]
        try:
            yield started
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(30)


@contextmanager
def instance(keep: Path | None = None, **environment: str) -> Iterator[Bench]:
    """A durable database with tables and pack: a fresh one, or that in `keep`, which stays."""
    folder = keep or Path(tempfile.mkdtemp(prefix="tanggap-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o755)
    cluster = BenchCluster(home=folder / "data" / "pg", log=folder / "postgresql.log")
    try:
        cluster.start()
        env = {
            **os.environ,
            "TANGGAP_DATA": str(folder / "data"),
            "DATABASE_URL": cluster.url(),
            "DJANGO_SETTINGS_MODULE": "tanggap.project.settings",
            "TANGGAP_ALLOWED_HOSTS": "*",
            "MALLOC_ARENA_MAX": "2",
            **environment,
        }
        bench = Bench(folder=folder, cluster=cluster, environment=env)
        bench.run("prepare")
        yield bench
    finally:
        cluster.stop()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def slow_fsync(folder: Path, *, milliseconds: float) -> dict[str, str] | None:
    """The environment that slows fsync down; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    source, library = folder / "slow_fsync.c", folder / "slow_fsync.so"
    source.write_text(SHIM)
    subprocess.run(
        [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True
    )
    library.chmod(0o755)
    return {"LD_PRELOAD": str(library), "SLOW_FSYNC_US": str(int(milliseconds * 1000))}


def pgbench(bench: Bench, script: str, *, clients: int, seconds: int) -> float:
    """Transactions a second of `script`, without the time to connect."""
    path = bench.folder / "script.sql"
    path.write_text(script)
    command = [_pgbench(bench), "-n", "-M", "prepared", "-f", str(path), "-c", str(clients)]
    command += ["-j", "2", "-T", str(seconds), "-h", bench.cluster.host, "-U", SUPERUSER, DATABASE]
    done = subprocess.run(command, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if line.startswith("tps = ") and "including" not in line:
            return float(line.split()[2])
    raise SystemExit(done.stdout + done.stderr)


def _pgbench(bench: Bench) -> str:
    own = Path(bench.cluster.binaries.program("pgbench"))
    found = str(own) if own.exists() else shutil.which("pgbench")
    if not found:
        raise SystemExit("pgbench is not installed; it comes with the distribution's PostgreSQL.")
    return found


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def tree(root: int) -> list[int]:
    """The process and all its descendants."""
    found, fresh = [root], [root]
    while fresh:
        path = Path(f"/proc/{fresh.pop()}/task")
        try:
            files = [task / "children" for task in path.iterdir()]
            below = [int(pid) for file in files for pid in file.read_text().split()]
        except OSError:
            continue
        found += below
        fresh += below
    return found


def processor_seconds(root: int) -> float:
    """What the process and everything below it has used so far, the ended ones included."""
    ticks = 0
    for pid in tree(root):
        with suppress(OSError):
            # After the name, which may hold blanks: utime, stime, cutime, cstime.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: float) -> float:
    """The smallest value that `share` of all values don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def verdict(
    name: str,
    value: float,
    *,
    least: float | None = None,
    most: float | None = None,
    unit: str = "",
) -> bool:
    """Print one line and say whether the promise is kept."""
    is_kept = (least is None or value >= least) and (most is None or value <= most)
    promise = f"at least {least:g}" if least is not None else f"at most {most:g}"
    print(
        f"{'ok  ' if is_kept else 'MISS'}  {name}: {value:.2f}{unit} ({promise}{unit})", flush=True
    )
    return is_kept
