"""The databases of a test run: one server, one template, one clone for each worker.

The server is TEST_DATABASE_URL (or DATABASE_URL) when given; else our own embedded PostgreSQL in a
temporary folder, started by the controlling process and stopped with it. Only this one runs
without fsync: nothing in it has to outlive the run.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tanggap.launch import children
from tanggap.launch.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
_BUILD_LOCK = 7_206_514
_ROOM = 2 * 2**30  # bytes; a run with two workers needs about a tenth
# Whatever the clock of the machine says: clocks of tests have stopped after the rules were known.
LOADED = datetime(2025, 1, 1, tzinfo=UTC)


def prepare_environment() -> None:
    """Point the settings at a throw-away data folder, before anything reads them."""
    if "TANGGAP_TEST_RUN" not in os.environ:
        folder = tempfile.mkdtemp(prefix="tanggap-test-", dir=fast_folder())
        os.environ["TANGGAP_TEST_RUN"] = folder
        # Also when collecting fails before there is a server to stop.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["TANGGAP_DATA"] = f"{folder}/data"
    # The processes that tests start by the dozen needn't compile everything anew each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tanggap.project.settings"
    # Playwright keeps an event loop in the main thread, where the ORM is used too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = given or _embedded().url()


def fast_folder() -> Path | None:
    """Memory, where the machine lends enough of it: databases come and go there by the dozen."""
    memory = Path("/dev/shm")
    is_large = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    return memory if is_large else None


def _embedded() -> Cluster:
    folder = Path(os.environ["TANGGAP_TEST_RUN"])
    return Cluster(
        home=folder / "pg",
        log=folder / "postgresql.log",
        durable=False,
        choice=os.environ.get("TANGGAP_PG"),
    )


class Server:
    """The server of this run, started when nobody gave us one."""

    def __init__(self) -> None:
        is_ours = str(_embedded().home) in os.environ["DATABASE_URL"].replace("%2F", "/")
        self.cluster = _embedded() if is_ours else None
        self.builder: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.cluster:
            self.cluster.start()

    def prepare_template(self) -> None:
        """Make the template while the workers still collect; whoever needs it waits for it."""
        command = [sys.executable, "-m", "tests.database"]
        self.builder = children.start(command, environment=os.environ, folder=ROOT)

    def stop(self) -> None:
        if self.builder:
            self.builder.kill()
            self.builder.wait()
        if self.cluster:
            self.cluster.stop()
        shutil.rmtree(os.environ["TANGGAP_TEST_RUN"], ignore_errors=True)


def admin() -> psycopg.Connection[Any]:
    """A connection to the server's maintenance database."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True)


def template() -> str:
    """The name of the database with migrations and pack; made by whoever comes first."""
    name = f"tanggap_t_{fingerprint()}"
    with admin() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_BUILD_LOCK])
        if not _exists(connection, name):
            _build(connection, name)
    return name


def _exists(connection: psycopg.Connection[Any], name: str) -> bool:
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(query, [name]).fetchone() is not None


def _build(connection: psycopg.Connection[Any], name: str) -> None:
    draft = f"{name}_draft"
    drop(connection, draft)
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    _fill(draft)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))


def _fill(name: str) -> None:
    from django.core.management import call_command

    use(name)
    call_command("migrate", verbosity=0, interactive=False)
    load_pack()
    _forget_jobs()
    close()


def _forget_jobs() -> None:
    """What the load asked for would be found by every test that counts jobs."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def load_pack() -> None:
    """Load packs/jakarta as `tanggap up` does, long before anything happens in a test."""
    from django.conf import settings

    from tanggap.ops import pack

    pack.load(settings.PACK_DIR, at=LOADED)


def use(name: str) -> None:
    """Make `name` the database of both aliases in this process."""
    from django.conf import settings
    from django.db import connections

    close()
    for alias in connections:
        settings.DATABASES[alias]["NAME"] = name
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def close() -> None:
    """Close this thread's connections."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()


def clone(*, source: str, target: str) -> None:
    """Replace the database `target` by a copy of `source`."""
    close()
    with admin() as connection:
        drop(connection, target)
        # A backend that has just gone may still count as a user of the source.
        for _ in range(50):
            with suppress(psycopg.errors.ObjectInUse):
                # Files as they are: nothing of it has to go through the log of a throw-away server.
                create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
                connection.execute(create.format(sql.Identifier(target), sql.Identifier(source)))
                return
            time.sleep(0.1)
    raise RuntimeError(f"{source} is in use")


def drop(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop the database `name` if there is one, whoever uses it."""
    query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection.execute(query.format(sql.Identifier(name)))


def fingerprint() -> str:
    """Changes with everything that decides what a fresh database holds."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _sources() -> list[Path]:
    code = ROOT / "tanggap"
    loaders = [*code.glob("ops/pack*/**/*.py"), *code.glob("ops/pack*.py")]
    loaders += [*code.glob("*/actions*.py"), *code.glob("*/actions/*.py")]
    migrations = [*code.glob("*/migrations/*.py"), *code.glob("**/*.sql")]
    pack = [path for path in (ROOT / "packs" / "jakarta").rglob("*") if path.is_file()]
    return [*loaders, *migrations, *pack]


def main() -> None:
    """Make the template of this run."""
    prepare_environment()
    import django

    django.setup()
    template()


if __name__ == "__main__":
    main()
