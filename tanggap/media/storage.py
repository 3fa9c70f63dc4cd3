"""Files by content address: a key names its content, so no file is ever changed."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from django.conf import settings

TEMPORARY = ".part"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Full(Exception):
    """There is no room for the file. Nothing of it is left behind."""


class Storage(Protocol):
    """What media needs of a place for files; keys as made by `paths`."""

    def put(self, key: str, data: bytes) -> bool:
        """Keep the data durably. False: the key was there already. Raises `Full`."""

    def path(self, key: str) -> Path | None:
        """The local file of a key, or None if there is none."""

    def delete(self, key: str) -> None:
        """Remove a key; a missing one is no error."""

    def listing(self) -> Iterator[tuple[str, float]]:
        """Every key with the time of its writing (seconds since 1970), leftovers too."""


class Folder:
    """Files in one folder of this machine, two levels deep."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> bool:
        target = self.root / key
        if target.exists():
            return False
        try:
            self._write(target, data)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise Full(key) from error
            raise
        return True

    def path(self, key: str) -> Path | None:
        target = self.root / key
        return target if target.is_file() else None

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def listing(self) -> Iterator[tuple[str, float]]:
        for file in sorted(self.root.glob("??/??/*")):
            with suppress(FileNotFoundError):
                yield str(file.relative_to(self.root)), file.stat().st_mtime

    def _write(self, target: Path, data: bytes) -> None:
        """Temporary file, fsync, rename, fsync of the folder: all of it, or nothing."""
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=TEMPORARY, dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folders(target.parent, self.root)


def default() -> Storage:
    """The storage of this instance."""
    return Folder(Path(settings.MEDIA_ROOT))


def _sync_folders(folder: Path, root: Path) -> None:
    """Make the new name durable, and the names of folders that may be new as well."""
    for path in (folder, folder.parent, root):
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
