from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

from tanggap.launch.supervisor import Service, Supervisor
from tests.database import ROOT
from tests.processes import is_alive, wait_until

TREE = """
import sys
from tanggap.launch import children
from tanggap.launch.supervisor import Service, Supervisor
import os
def spawn(name):
    code = "import os,sys,time; open(sys.argv[1],'a').write(f'{os.getpid()} '); time.sleep(600)"
    command = [sys.executable, "-c", code, sys.argv[1] + "/" + name]
    return lambda: children.start(command, environment=os.environ)
Supervisor([Service("a", spawn("a"), stage=0), Service("b", spawn("b"))]).run(
    on_started=lambda: print("up", flush=True))
"""


def pids(folder: Path, name: str) -> list[int]:
    path = folder / name
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def tree(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", TREE, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout and process.stdout.readline() == "up\n"
    process.stdout.close()
    wait_until(lambda: pids(folder, "a") and pids(folder, "b"))
    return process


def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    process = tree(tmp_path)
    os.kill(pids(tmp_path, "b")[0], signal.SIGKILL)
    wait_until(lambda: len(pids(tmp_path, "b")) == 2)
    assert len(pids(tmp_path, "a")) == 1
    process.terminate()
    assert process.wait(10) == 0


def test_stops_within_seconds_and_takes_all_children_along(tmp_path: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        folder = tmp_path / str(int(number))
        folder.mkdir()
        process = tree(folder)
        process.send_signal(number)
        assert process.wait(10) == 0
        assert not any(map(is_alive, pids(folder, "a") + pids(folder, "b")))


def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    process = tree(tmp_path)
    process.kill()
    process.wait()
    wait_until(lambda: not any(map(is_alive, pids(tmp_path, "a") + pids(tmp_path, "b"))))


def test_a_child_that_fails_at_once_is_not_started_in_a_loop() -> None:
    starts: list[float] = []

    def spawn() -> subprocess.Popen[bytes]:
        starts.append(time.monotonic())
        return subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])

    said: list[str] = []
    supervisor = Supervisor([Service("x", spawn)], say=said.append)
    timer = threading.Timer(2.5, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    supervisor.run()
    timer.join()
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert 2 <= len(starts) <= 5
    assert pauses == sorted(pauses)
    assert "x ended (3)" in said[0]


def test_the_supervisor_never_imports_django() -> None:
    code = (
        "import sys, tanggap.ops.cli.up, tanggap.ops.cli.demo;"
        "bad = {'django', 'psycopg', 'rich', 'procrastinate'} & set(sys.modules);"
        "print(sorted(bad))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert answer.stdout == "[]\n"
