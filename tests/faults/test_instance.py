"""The whole tree: starts, heals, stops, and goes into a backup and out again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from tests.database import ROOT
from tests.faults.conftest import Instance, free_port, kill, start
from tests.processes import is_alive, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def tanggap(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"TANGGAP_DATA": str(folder), "LANG": "C"}
    return subprocess.run(
        [sys.executable, "-m", "tanggap", *arguments],
        env=env, cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def test_prints_the_first_operators_link_which_opens(instance: Instance) -> None:
    link = next(line for line in instance.log().splitlines() if "/undangan/" in line).strip()
    path = "/undangan/" + link.split("/undangan/")[1]
    with urlopen(instance.url + path) as answer:
        assert answer.status == 200
    token = path.split("/")[2]
    with instance.connect() as connection:
        rows = connection.execute("SELECT token_hash FROM people_invitation").fetchall()
    assert rows and all(token not in str(row) for row in rows)


def test_heals_after_each_part_is_killed(instance: Instance) -> None:
    with instance.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    for pids in (instance.web_pids, instance.worker_pids):
        before = pids()
        assert before
        kill(before)
        wait_until(lambda pids=pids, before=before: pids() and not set(pids()) & set(before))
    instance.kill_database()
    wait_until(lambda: instance.postgres_pids())
    instance.wait_until_healthy(60)
    with instance.connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(1,)]
        connection.execute("DROP TABLE kept")


def test_a_second_start_on_the_same_data_is_refused(instance: Instance) -> None:
    second = start(instance.folder, free_port())
    assert second.process.wait(30) == 2
    assert "in use by another" in instance.log()
    instance.wait_until_healthy(10)


def test_a_used_port_is_refused_with_advice(instance: Instance, tmp_path: Path) -> None:
    second = start(tmp_path, instance.port)
    assert second.process.wait(30) == 2
    assert "TANGGAP_PORT" in second.log()


def test_a_job_of_a_killed_worker_runs_again(instance: Instance) -> None:
    with instance.connect() as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'ops.sweep_failed', '{\"timestamp\": 0}', 'doing')"
        )
        gone = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'ops.sweep_failed'"
        wait_until(lambda: connection.execute(gone).fetchone() == (0,), 60)


def test_doctor_runs_beside_it_and_knows_what_is_missing(instance: Instance) -> None:
    answer = tanggap(instance.folder / "data", "doctor")
    assert answer.returncode == 1, answer.stderr
    assert "is not https" in answer.stdout
    assert "No demo people" in answer.stdout
    assert "The worker is alive" in answer.stdout
    assert "Public pages and messages keep up" in answer.stdout
    assert "Alarms: nothing waits" in answer.stdout or "jobs wait" in answer.stdout


def test_a_backup_taken_while_it_runs_comes_back_whole(instance: Instance) -> None:
    data = instance.folder / "data"
    (data / "media").mkdir(exist_ok=True)
    (data / "media" / "probe.bin").write_bytes(b"picture")
    file = instance.folder / "all.tar"
    saved = tanggap(data, "backup", str(file))
    assert saved.returncode == 0, saved.stderr
    assert file.stat().st_mode & 0o077 == 0
    refused = tanggap(data, "restore", str(file))
    assert (refused.returncode, "not empty" in refused.stderr) == (2, True)

    fresh = Path(tempfile.mkdtemp(prefix="tanggap-restored-"))
    os.chmod(fresh, 0o755)
    try:
        restored = tanggap(fresh / "data", "restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert (fresh / "data/media/probe.bin").read_bytes() == b"picture"
        for name in ("django", "identity"):
            new, old = fresh / "data/secrets" / name, data / "secrets" / name
            assert new.read_bytes() == old.read_bytes()
            assert new.stat().st_mode & 0o077 == 0
        assert rows(instance) == restored_rows(fresh)
    finally:
        shutil.rmtree(fresh)


COUNTS = "SELECT (SELECT count(*) FROM people_agency), (SELECT count(*) FROM places_area)"


def rows(instance: Instance) -> object:
    with instance.connect() as connection:
        return connection.execute(COUNTS).fetchone()


def restored_rows(folder: Path) -> object:
    code = (
        "from tanggap.launch.instance import Instance; import psycopg, sys\n"
        "with Instance.from_environment().database() as url:\n"
        "    print(psycopg.connect(url).execute(sys.argv[1]).fetchone())"
    )
    env = {**os.environ, "TANGGAP_DATA": str(folder / "data"), "DATABASE_URL": ""}
    answer = subprocess.run(
        [sys.executable, "-c", code, COUNTS], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    return tuple(int(part) for part in answer.stdout.strip(" ()\n").split(","))


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.tar"
    file.write_bytes(b"nothing")
    answer = tanggap(tmp_path / "data", "restore", str(file))
    assert (answer.returncode, "not a backup" in answer.stderr) == (2, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_stops_and_leaves_nothing_behind(instance: Instance, number: int) -> None:
    """Last in this file; each round starts the same data again."""
    pids = [*instance.web_pids(), *instance.worker_pids(), *instance.postgres_pids()]
    instance.process.send_signal(number)
    code = instance.process.wait(30)
    assert code == (-9 if number == signal.SIGKILL else 0), instance.log()
    wait_until(lambda: not any(map(is_alive, pids)))
    with pytest.raises(psycopg.OperationalError):
        instance.connect()
    instance.process = start(instance.folder, instance.port).process
    instance.wait_until_healthy(60)
