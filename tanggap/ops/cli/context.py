"""Django and the database for a command that runs once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit, urlunsplit

from tanggap.launch.instance import Instance
from tanggap.ops import cli
from tanggap.ops.training import folder


@contextmanager
def django_with_database() -> Iterator[Instance]:
    """Start or join the database, and set Django up on it."""
    instance = Instance.from_environment()
    try:
        folder.refuse_training(instance.data)
    except folder.Mixed as error:
        raise cli.Refused(str(error)) from error
    with instance.database() as url:
        os.environ.update(instance.environment(url))
        create_database(url)
        import django

        django.setup()
        try:
            yield instance
        finally:
            _close_connections()


def create_database(url: str) -> None:
    """Make the database that `url` names, if the server has none of that name."""
    import psycopg
    from psycopg import sql

    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    maintenance = urlunsplit(parts._replace(path="/postgres"))
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
