"""Django and the database for a command that runs once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tanggap.launch.instance import Instance


@contextmanager
def django_with_database() -> Iterator[Instance]:
    """Start or join the database, and set Django up on it."""
    instance = Instance.from_environment()
    with instance.database() as url:
        os.environ.update(instance.environment(url))
        import django

        django.setup()
        try:
            yield instance
        finally:
            _close_connections()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
