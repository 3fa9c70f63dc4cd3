"""The unprivileged user that runs PostgreSQL, and the paths it can or can't reach."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

# "nobody" comes last: other programs run under it too, and `tanggap doctor` says so.
_CANDIDATES = ("postgres", "tanggap", "nobody")


class NoAccount(Exception):
    """There is no user to run PostgreSQL under; the message tells what to do."""


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    def become(self) -> None:
        """Turn this process into that user. Only between fork and exec."""
        if os.geteuid() == 0 and self.uid != 0:
            os.initgroups(self.name, self.gid)
            os.setgid(self.gid)
            os.setuid(self.uid)
        os.umask(0o077)

    def can_enter(self, folder: Path) -> bool:
        """Whether this user can reach and enter `folder`, asked of the kernel itself."""
        script = ["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(folder)]
        return subprocess.run(script, cwd="/", preexec_fn=self.become).returncode == 0


def choose(cluster: Path) -> Account:
    """Who runs the server: this user; for root the cluster's owner, `TANGGAP_PG_USER`, postgres.

    Raises NoAccount.
    """
    if os.geteuid() != 0:
        return _current()
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner))
    named = os.environ.get("TANGGAP_PG_USER")
    for name in (named,) if named else _CANDIDATES:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise NoAccount(
        f"PostgreSQL doesn't run as root, and there is no user {named or ' or '.join(_CANDIDATES)}."
        " Make one (useradd --system tanggap), or start Tanggap as an ordinary user."
    )


def _current() -> Account:
    try:
        return _account(pwd.getpwuid(os.geteuid()))
    except KeyError as error:
        raise NoAccount(
            f"User number {os.geteuid()} has no name on this machine, and PostgreSQL needs one. "
            "Add it to /etc/passwd, or set DATABASE_URL to a server that runs already."
        ) from error


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
