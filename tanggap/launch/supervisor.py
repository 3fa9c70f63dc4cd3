"""A tree of processes: started in order, restarted when they end, stopped together."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

_LONGEST_WAIT = 30.0
# A process that ran this long has recovered; its next failure starts the back-off anew.
_CALM_SECONDS = 60.0
_TICK = 1.0


@dataclass
class Service:
    """One process to keep running.

    `spawn` starts it; `stop_signal` asks it to end, and after `grace` seconds it is killed.
    A service with a higher `stage` depends on the lower ones and is stopped before them.
    """

    name: str
    spawn: Callable[[], subprocess.Popen[bytes]]
    stage: int = 1
    stop_signal: int = signal.SIGTERM
    grace: float = 8.0
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    due_at: float = 0.0

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, now: float) -> None:
        """Start it. Only the first failure to start is an error; later ones are tried again."""
        self.started_at = now
        try:
            self.process = self.spawn()
        except Exception:
            if self.process is None:
                raise

    def plan_restart(self, now: float) -> float:
        """Note that it ended; the answer is the pause before the next try, in seconds."""
        self.failures = 1 if now - self.started_at > _CALM_SECONDS else self.failures + 1
        pause = min(0.1 * 2.0 ** min(self.failures, 10), _LONGEST_WAIT)
        self.due_at = now + pause
        return pause

    def signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)


class Supervisor:
    """Runs `services` until this process gets SIGTERM, SIGINT or SIGHUP."""

    def __init__(
        self, services: Sequence[Service], *, say: Callable[[str], None] | None = None
    ) -> None:
        self.services = list(services)
        self.say = say or _say
        self.is_stopping = False
        self._wakeup, self._alarm = os.pipe()

    def run(self, *, on_started: Callable[[], None] | None = None) -> None:
        """Start everything and stay until asked to stop."""
        previous = self._listen()
        try:
            self._start_missing()
            if on_started and not self.is_stopping:
                on_started()
            while not self.is_stopping:
                self._sleep(_TICK)
                self._start_missing()
        finally:
            self.stop()
            _restore(previous)

    def stop(self) -> None:
        """Stop all, the highest stage first."""
        self.is_stopping = True
        for stage in sorted({service.stage for service in self.services}, reverse=True):
            _stop_all([service for service in self.services if service.stage == stage])

    def _start_missing(self) -> None:
        now = time.monotonic()
        for service in self.services:
            if service.is_running() or self.is_stopping:
                continue
            if service.process is not None and service.due_at <= service.started_at:
                self._report(service, service.plan_restart(now))
            if now >= service.due_at:
                service.start(now)

    def _report(self, service: Service, pause: float) -> None:
        assert service.process
        code = service.process.returncode
        self.say(f"{service.name} ended ({code}); starting again in {pause:.1f} s")

    def _listen(self) -> list[tuple[int, object]]:
        os.set_blocking(self._alarm, False)
        signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        previous: list[tuple[int, object]] = [
            (number, signal.signal(number, self._on_stop)) for number in numbers
        ]
        return [*previous, (signal.SIGCHLD, signal.signal(signal.SIGCHLD, _ignore))]

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _sleep(self, seconds: float) -> None:
        """Until a child ends, a signal comes, or a restart is due."""
        ready, _, _ = select.select([self._wakeup], [], [], min(seconds, self._next_due()))
        if ready:
            os.read(self._wakeup, 512)

    def _next_due(self) -> float:
        now = time.monotonic()
        waits = [s.due_at - now for s in self.services if not s.is_running()]
        return max(0.0, min(waits, default=_TICK))


def _stop_all(services: Sequence[Service]) -> None:
    for service in services:
        service.signal(service.stop_signal)
    for service in services:
        _await_end(service)


def _await_end(service: Service) -> None:
    if service.process is None:
        return
    try:
        service.process.wait(service.grace)
    except subprocess.TimeoutExpired:
        service.process.kill()
        service.process.wait()


def _ignore(number: int, frame: FrameType | None) -> None:
    """SIGCHLD only has to wake the loop."""


def _restore(previous: list[tuple[int, object]]) -> None:
    signal.set_wakeup_fd(-1)
    for number, handler in previous:
        signal.signal(number, handler)  # type: ignore[arg-type]


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
