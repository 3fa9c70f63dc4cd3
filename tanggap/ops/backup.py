"""Backup and restore: one tar file with the database, the media and the secrets.

The secrets are inside because sealed identities are worthless without them: whoever holds the file
can read everything. It is written with mode 0600.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tanggap.launch import binaries
from tanggap.launch.instance import Instance

FORMAT = 1
_PREFIX = "tanggap-"
_FOLDERS = ("media", "secrets")


class Failed(Exception):
    """The backup or the restore can't be done; the message says why. Nothing was changed."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `roles` hold rights in the database and must exist first."""

    format: int
    made_at: str
    postgres: int
    roles: list[str]


def newest(data: Path) -> datetime | None:
    """When the newest backup in `data`/backups was made."""
    files = (data / "backups").glob(f"{_PREFIX}*.tar")
    times = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in files]
    return max(times, default=None)


def default_path(data: Path, *, at: datetime) -> Path:
    """Where a backup goes when no file is named."""
    return data / "backups" / f"{_PREFIX}{at.astimezone(UTC):%Y%m%d-%H%M%S}.tar"


def save(instance: Instance, url: str, path: Path, *, at: datetime) -> None:
    """Write everything to `path`, complete or not at all. Raises Failed."""
    if path.exists():
        raise Failed(f"{path} exists already.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        dump = Path(folder) / "database.dump"
        manifest = _manifest(url, at=at)
        _run("pg_dump", manifest.postgres, "-Fc", "--no-owner", "-f", str(dump), "-d", url)
        draft = Path(folder) / "backup.tar"
        _pack(instance.data, draft, dump, manifest)
        draft.replace(path)
    _sync_folder(path.parent)


def _pack(data: Path, draft: Path, dump: Path, manifest: Manifest) -> None:
    """The dump is older than the media: a row never names a picture that the file lacks."""
    about = dump.with_name("manifest.json")
    about.write_text(json.dumps(manifest.__dict__, indent=1))
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            for path in (about, dump):
                archive.add(path, arcname=path.name)
            for name in _FOLDERS:
                if (data / name).is_dir():
                    archive.add(data / name, arcname=name)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(path: Path) -> Manifest:
    """What the file says of itself. Raises Failed when it isn't a backup of this format."""
    try:
        with tarfile.open(path) as archive:
            member = archive.extractfile("manifest.json")
            manifest = Manifest(**json.load(member)) if member else None
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise Failed(f"{path} is not a backup of Tanggap ({error}).") from error
    if manifest is None or manifest.format != FORMAT:
        raise Failed(f"{path} has a format that this version doesn't know.")
    return manifest


def refuse_unless_empty(instance: Instance) -> None:
    """A restore never mixes with what is there. Raises Failed."""
    occupied = [name for name in ("pg/data", *_FOLDERS) if _holds(instance.data / name)]
    if occupied:
        raise Failed(
            f"{instance.data} is not empty ({', '.join(occupied)}). Restore into a new folder: "
            "TANGGAP_DATA=... tanggap restore FILE"
        )


def load(instance: Instance, url: str, path: Path) -> None:
    """Bring back database, media and secrets; `url` names an empty database. Raises Failed."""
    manifest = read_manifest(path)
    _refuse_filled(url)
    _make_roles(url, manifest.roles)
    with tempfile.TemporaryDirectory(dir=instance.data, prefix=".restore-") as folder:
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
        _restore_dump(url, Path(folder) / "database.dump", manifest)
        for name in _FOLDERS:
            if (Path(folder) / name).is_dir():
                (Path(folder) / name).rename(instance.data / name)


def _restore_dump(url: str, dump: Path, manifest: Manifest) -> None:
    options = ["--no-owner", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", manifest.postgres, *options, "-d", url, str(dump))


def _manifest(url: str, *, at: datetime) -> Manifest:
    with _connect(url) as connection:
        version = connection.info.server_version // 10_000
        roles = [row[0] for row in connection.execute(_ROLES)]
    return Manifest(FORMAT, at.astimezone(UTC).isoformat(), version, roles)


# Roles that hold rights here; a dump grants to them but doesn't make them.
_ROLES = """
    SELECT DISTINCT role.rolname
    FROM pg_shdepend AS dependency
    JOIN pg_roles AS role ON role.oid = dependency.refobjid
    JOIN pg_database AS database ON database.oid = dependency.dbid
    WHERE database.datname = current_database() AND dependency.deptype = 'a'
      AND NOT role.rolsuper
    ORDER BY 1
"""


def _make_roles(url: str, roles: list[str]) -> None:
    from psycopg import sql

    with _connect(url) as connection:
        for role in roles:
            query = "SELECT 1 FROM pg_roles WHERE rolname = %s"
            if connection.execute(query, [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            grant = sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role))
            connection.execute(grant)


def _refuse_filled(url: str) -> None:
    with _connect(url) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        if connection.execute(query).fetchone()[0]:
            raise Failed("The database is not empty. Restore into a new one.")


def _connect(url: str) -> Any:
    import psycopg

    return psycopg.connect(url, autocommit=True)


def _run(program: str, major: int, *arguments: str) -> None:
    command = [binaries.client(program, major=major), *arguments]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode != 0:
        raise Failed(f"{program}: {answer.stderr.strip()}")


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
