"""The two database connections: `default` writes, `public` may read the public tables alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PUBLIC_ROLE = "tanggap_public"
PUBLIC_APPS = frozenset({"publication"})


def configure(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES from `DATABASE_URL` (the supervisor sets it for the embedded server)."""
    url = os.environ.get("DATABASE_URL", "")
    base = from_url(url) if url else _embedded(data_dir)
    public = {**base, "OPTIONS": {**base["OPTIONS"]}, "TEST": {"MIRROR": "default"}}
    public["OPTIONS"]["options"] = f"-c role={PUBLIC_ROLE} -c default_transaction_read_only=on"
    return {"default": base, "public": public}


def must_be_own(base: dict[str, Any], data_dir: Path) -> None:
    """A training instance uses the server in its own folder, which bears its mark, or none."""
    from django.core.exceptions import ImproperlyConfigured

    own = (data_dir / "pg" / "run").resolve()
    is_own = bool(base["HOST"]) and Path(base["HOST"]).resolve() == own
    if not is_own or not (data_dir / "TRAINING").is_file():
        raise ImproperlyConfigured(
            "TANGGAP_TRAINING=1 with another database or folder: use `tanggap training up`."
        )


def from_url(url: str) -> dict[str, Any]:
    """A DATABASES entry from `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return _entry(
        name=unquote(parts.path.lstrip("/")) or "tanggap",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=str(parts.port or query.pop("port", "")),
        options=query,
    )


def _embedded(data_dir: Path) -> dict[str, Any]:
    return _entry(
        name="tanggap",
        user="postgres",
        password="",
        host=str(data_dir / "pg" / "run"),
        port="",
        options={},
    )


def _entry(
    *, name: str, user: str, password: str, host: str, port: str, options: dict[str, str]
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        # Persistent: a connection per request cost three quarters of the throughput.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options},
        "TEST": {},
    }


class PublicReads:
    """Public tables are read through the role that can see nothing else."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str | None:
        return None

    def db_for_write(self, model: type[Any], **hints: Any) -> str | None:
        return "default"

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return db == "default"
