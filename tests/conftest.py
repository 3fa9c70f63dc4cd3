"""What every test may use: the database, a browser, and what is missing said clearly."""

from __future__ import annotations

import gc
import math
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import database

# How fast examples are made says something about the machine, and nothing about the program.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

database.prepare_environment()
# Rows and pages leave little behind that points at itself: looking for it may wait.
gc.set_threshold(20_000, 20, 20)

import django  # noqa: E402

django.setup()

from django.conf import settings as project  # noqa: E402
from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.utils import translation  # noqa: E402

from tanggap.lib import editions  # noqa: E402
from tests.browsing import axe, browser, new_page, page  # noqa: E402, F401
from tests.schedule import Schedule  # noqa: E402

BOTH = ["default", "public"]
# Whoever guesses should need long for it, and whoever tests a login should not.
Argon2PasswordHasher.time_cost = Argon2PasswordHasher.parallelism = 1
Argon2PasswordHasher.memory_cost = 8  # KiB


@pytest.fixture(autouse=True)
def speak_indonesian() -> None:
    """The language of one test's last request doesn't hold in the next."""
    translation.activate(project.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def look_at_this_database() -> None:
    """What one test's transaction wrote, and caches of directories saw, is gone in the next."""
    editions.look_again()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if _is_worker(config):
        return
    config.stash[_SERVER] = server = database.Server()
    server.start()
    if config.getoption("numprocesses"):
        server.prepare_template()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config) and (server := config.stash.get(_SERVER, None)):
        server.stop()


_SERVER = pytest.StashKey[database.Server]()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Schedule:
    return Schedule(config, log)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: whoever looks for garbage needn't look at them."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with a database may use both aliases: pages read through the public one."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        uses = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if marker is None and uses:
            is_live = bool(uses - {"db"})
            item.add_marker(pytest.mark.django_db(databases=BOTH, transaction=is_live))
        elif marker is not None and "databases" not in marker.kwargs:
            mark = pytest.mark.django_db(*marker.args, databases=BOTH, **marker.kwargs)
            item.add_marker(mark, append=False)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give this worker its own copy of the template."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        source = database.template()
        target = f"tanggap_w_{worker}_{os.getpid()}"
        database.clone(source=source, target=target)
        database.use(target)
        _share_connection()
        _restore_by_cloning(source, target)
    yield
    with django_db_blocker.unblock():
        database.close()
        with database.admin() as connection:
            database.drop(connection, target)


def _share_connection() -> None:
    """In this thread both aliases are one connection.

    A second connection couldn't see what the test's open transaction wrote. The role of the
    public alias has tests of its own, with real connections.
    """
    from django.db import connections

    connections["public"] = connections["default"]


def _restore_by_cloning(source: str, target: str) -> None:
    """After a test with real commits the database is copied anew.

    Django would truncate every table, and with them the pack; events refuse that anyway.
    """
    from django.test import TransactionTestCase

    def restore(self: TransactionTestCase) -> None:
        database.clone(source=source, target=target)

    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]


@pytest.fixture
def held_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process keeps of the directories is held, for tests that count queries.

    It asks every few seconds whether anything changed: a count would be one more whenever that
    comes due inside the counted block.
    """
    editions.look_again()
    monkeypatch.setattr(editions, "CHECK_SECONDS", math.inf)


@pytest.fixture(autouse=True)
def nobody_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Follow-ups aren't drawn for a visit by chance: a test would fail once in twenty runs."""
    from tanggap.reports import sampling

    rule = sampling.rule
    monkeypatch.setattr(sampling, "rule", lambda: sampling.Rule(always=rule().always))
