"""Secrets of an instance: from the environment, or generated once in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read(data_dir: Path, name: str) -> str:
    """The secret called `name` (43 characters of base64url, 256 bits).

    `TANGGAP_SECRET_<NAME>` wins; else `<data>/secrets/<name>` is read, and made when missing.
    """
    given = os.environ.get(f"TANGGAP_SECRET_{name.upper()}")
    return given or _from_file(data_dir / "secrets" / name)


def _from_file(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return _create(path)


def _create(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        # link() fails if another process was first: both then read the same secret.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
