"""Child processes that never outlive their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from tanggap.launch.account import Account

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def start(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    death_signal: int = signal.SIGTERM,
    account: Account | None = None,
    output: IO[bytes] | int | None = None,
    folder: Path | str | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session; it gets `death_signal` when this process dies.

    Call it from a thread that lives as long as the process: Linux ties the promise to the
    thread. `account` is the user to become (when this process is root).
    """
    return subprocess.Popen(
        command,
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        pass_fds=tuple(pass_fds),
        start_new_session=True,
        preexec_fn=_before_exec(death_signal, account, os.getpid()),
    )


def _before_exec(death_signal: int, account: Account | None, parent: int) -> Callable[[], None]:
    def prepare() -> None:
        if account:
            account.become()
        # After the change of user: the kernel forgets the promise with the credentials.
        _LIBC.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def with_folder(folder: Path, *, program: str) -> list[int]:
    """Pids of the processes called `program` that have `folder` as their working directory."""
    real = os.path.realpath(folder)
    return [pid for pid in _pids() if _is(pid, real, program)]


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _is(pid: int, folder: str, program: str) -> bool:
    try:
        if os.readlink(f"/proc/{pid}/cwd") != folder:
            return False
        return os.path.basename(os.readlink(f"/proc/{pid}/exe")).split(" ")[0] == program
    except OSError:
        return False
