"""One embedded PostgreSQL: made once, started under a lock, stopped with its starter.

Layout of the folder `pg` (owned by whoever starts Tanggap):
    data/          the cluster, 0700, owned by the server's user
    run/           the socket, 0700, owned by the server's user; there is no TCP port
    *.conf         who may connect: written anew at each start
    lock           held for as long as somebody owns the server
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

from tanggap.launch import account as accounts
from tanggap.launch import binaries as programs
from tanggap.launch import children

SUPERUSER = "postgres"
DATABASE = "tanggap"
_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107
_LOG_LIMIT = 10 * 1024 * 1024
# Leftovers of a killed server end by themselves; a server with a big checkpoint needs a while.
_LEFTOVER_SECONDS = 60.0

_TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_line_prefix": "%m [%p] ",
    # A failed statement holds what somebody wrote, and its details the key that was taken.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class AlreadyOwned(Exception):
    """Another process of Tanggap owns this server now."""


class StartFailed(Exception):
    """The server didn't start; the message ends with the last lines of its log."""


@dataclass
class Cluster:
    """The server whose files are in `home`; `durable=False` is for tests alone."""

    home: Path
    log: Path
    durable: bool = True
    choice: str | None = None
    process: subprocess.Popen[bytes] | None = None
    _lock: IO[bytes] | None = None
    _home_fd: int | None = None
    _alias: Path | None = None
    _account: accounts.Account | None = None
    _binaries: programs.Binaries | None = None
    _extra: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def account(self) -> accounts.Account:
        """Who runs the server. Raises account.NoAccount."""
        if self._account is None:
            self._account = accounts.choose(self.data)
        return self._account

    @property
    def binaries(self) -> programs.Binaries:
        """What it runs. Raises binaries.NotInstalled."""
        if self._binaries is None:
            found = programs.find(choice=self.choice, major=self._major())
            readable = self.account.can_enter(found.folder)
            self._binaries = programs.copy_for(found, account_can_read=readable)
        return self._binaries

    @property
    def host(self) -> str:
        """The folder of the socket, short enough for a socket's path."""
        folder = self.home / "run"
        if self._is_short():
            return str(folder)
        if self._alias is None:
            self._alias = Path(tempfile.mkdtemp(prefix="tanggap-"))
            (self._alias / "run").symlink_to(folder)
        return str(self._alias / "run")

    def _is_short(self) -> bool:
        return len(os.fsencode(self.home / "run" / _SOCKET)) <= _LONGEST_SOCKET_PATH

    def url(self, database: str = DATABASE) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(self.host, safe='')}"

    def own(self) -> None:
        """Take the lock. Raises AlreadyOwned."""
        # A new data folder is private: photographs of residents will be in it.
        self.home.parent.parent.mkdir(parents=True, exist_ok=True)
        self.home.parent.mkdir(mode=0o700, exist_ok=True)
        self.home.mkdir(exist_ok=True)
        lock = open(self.home / "lock", "ab")  # noqa: SIM115 - held until release()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise AlreadyOwned(f"{self.home} is in use by another `tanggap`.") from error
        self._lock = lock

    def start(self, *, on_wait: Callable[[str], None] | None = None) -> None:
        """Make the cluster if there is none, start it, and wait until it answers.

        There is no time limit: recovery after a crash takes what it takes. Raises AlreadyOwned,
        StartFailed, binaries.NotInstalled and account.NoAccount.
        """
        if self._lock is None:
            self.own()
        self._prepare()
        self.launch()
        self._wait_until_ready(on_wait or (lambda message: None))

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the server on a prepared cluster without waiting for it."""
        self._wait_for_leftovers()
        self._rotate_log()
        with open(self.log, "ab") as log:
            self.process = self._child(self._server_command(), log, self._environment())
        return self.process

    def stop(self) -> None:
        """Stop the server (open transactions are rolled back) and give the lock back."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(_LEFTOVER_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.release()

    def release(self) -> None:
        """Give back the lock, the open folder and the short name of the socket."""
        if self._alias:
            shutil.rmtree(self._alias, ignore_errors=True)
        if self._home_fd is not None:
            os.close(self._home_fd)
        if self._lock:
            self._lock.close()
        self._alias = self._home_fd = self._lock = None

    def ready(self) -> bool:
        """Whether the server that owns the cluster says that it accepts connections."""
        lines = _lines(self.data / "postmaster.pid")
        return len(lines) >= 8 and lines[7].strip() == "ready"

    # -- making and preparing

    def _prepare(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # The server's user passes through; it may not list or write.
        os.chmod(self.home, 0o711)  # noqa: S103
        self._private(self.home / "run")
        self._write_access_rules()
        self._drop_broken_pid_file()
        if not (self.data / "PG_VERSION").exists():
            self._make()

    def _make(self) -> None:
        """initdb beside, then rename: a crash half way leaves no half-made cluster."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self._private(draft)
        command = [self.binaries.program("initdb"), "-D", f"{self._base()}/data.new"]
        command += ["-U", SUPERUSER, "--auth=peer", "--data-checksums"]
        command += ["-E", "UTF8", "--locale=C.UTF-8"]
        command += [] if self.durable else ["--no-sync"]
        with open(self.log, "ab") as log:
            code = self._child(command, log, self._environment()).wait()
        if code != 0:
            raise StartFailed(f"initdb failed.\n{self._log_end()}")
        draft.rename(self.data)

    def _private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)
        if os.geteuid() == 0:
            os.chown(folder, self.account.uid, self.account.gid)

    def _write_access_rules(self) -> None:
        """Only the server's user, root and the starter may connect, each by his own socket."""
        names = {self.account.name, "root", _own_name()}
        rules = "".join(f'tanggap "{name}" {SUPERUSER}\n' for name in sorted(names))
        _replace(self.home / "pg_ident.conf", rules)
        _replace(self.home / "pg_hba.conf", "local all all peer map=tanggap\n")

    def _drop_broken_pid_file(self) -> None:
        """A truncated postmaster.pid stops PostgreSQL for ever; without a server it is void."""
        path = self.data / "postmaster.pid"
        lines = _lines(path)
        is_sound = bool(lines) and lines[0].strip().isdigit()
        if path.exists() and not is_sound and not self._users():
            path.unlink()

    # -- running

    def _server_command(self) -> list[str]:
        base = self._base()
        options = {
            **_TUNING,
            **({} if self.durable else _NOT_DURABLE),
            **self._extra,
            "unix_socket_directories": f"{base}/run",
            "hba_file": f"{base}/pg_hba.conf",
            "ident_file": f"{base}/pg_ident.conf",
        }
        command = [self.binaries.program("postgres"), "-D", f"{base}/data"]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _base(self) -> str:
        """How the server names `home`: through an inherited handle where its path is no use.

        Below a private home (/root) the server's user can't walk the path, but it can use an
        open folder that it was given, and no permission of any parent folder has to change. The
        same shortens a path that is too long for a socket.
        """
        if self._is_short() and self.account.can_enter(self.home):
            return str(self.home)
        if self._home_fd is None:
            self._home_fd = os.open(self.home, os.O_PATH | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._home_fd}"

    def _child(
        self, command: list[str], log: IO[bytes], environment: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        return children.start(
            command,
            environment=environment,
            death_signal=signal.SIGINT,
            account=self.account,
            output=log,
            folder="/",
            pass_fds=() if self._home_fd is None else (self._home_fd,),
        )

    def _environment(self) -> dict[str, str]:
        """A stale postmaster.pid may name a living stranger's pid after a reboot.

        PostgreSQL takes a pid file of its "grandparent" for stale, so we name it as such once we
        know that nobody uses the cluster. Removing the file instead would race.
        """
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
        lines = _lines(self.data / "postmaster.pid")
        if lines and lines[0].strip().isdigit():
            environment["PG_GRANDPARENT_PID"] = lines[0].strip()
        return environment

    def _wait_for_leftovers(self) -> None:
        deadline = time.monotonic() + _LEFTOVER_SECONDS
        while users := self._users():
            if time.monotonic() > deadline:
                raise StartFailed(f"{self.data} is still used by process {users[0]}.")
            time.sleep(0.05)

    def _users(self) -> list[int]:
        return children.with_folder(self.data, program="postgres")

    def _wait_until_ready(self, on_wait: Callable[[str], None]) -> None:
        started, told = time.monotonic(), False
        assert self.process
        while not self.is_up():
            if self.process.poll() is not None:
                self.release()
                raise StartFailed(f"PostgreSQL did not start.\n{self._log_end()}")
            if not told and time.monotonic() - started > 3:
                on_wait("PostgreSQL is recovering after a crash; this can take minutes.")
                told = True
            time.sleep(0.02)

    def is_up(self) -> bool:
        """Whether our own child is the server that is ready."""
        lines = _lines(self.data / "postmaster.pid")
        return bool(
            self.process and lines and lines[0].strip() == str(self.process.pid) and self.ready()
        )

    def _major(self) -> int | None:
        lines = _lines(self.data / "PG_VERSION")
        return int(lines[0]) if lines else None

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))

    def _log_end(self) -> str:
        return "\n".join(_lines(self.log)[-8:])


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text)
    os.chmod(draft, 0o644)
    draft.replace(path)


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return SUPERUSER
