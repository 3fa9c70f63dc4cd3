"""`tanggap prepare`: bring the database to what this version needs. `tanggap up` does it first."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tanggap.ops.cli.context import django_with_database
from tanggap.ops.cli.language import pick
from tanggap.ops.cli.progress import step

# Two machines that start together must not migrate together.
_LOCK = 7_206_513


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace) -> int:
    """Migrate, load the pack, and greet: demo people, or the first administrator's link."""
    with django_with_database(), _alone():
        with step(pick("Menyiapkan basis data", "Preparing the database")):
            migrate()
        with step(pick("Memuat paket kota", "Loading the city's pack")):
            load_pack()
        if os.environ.get("TANGGAP_DEMO") == "1":
            from tanggap.ops.cli import demo

            demo.prepare()
        elif os.environ.get("TANGGAP_TRAINING") == "1":
            from tanggap.ops.cli import training

            training.prepare()
        else:
            _invite()
    return 0


def migrate() -> None:
    """Apply what is missing."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def load_pack() -> None:
    """Load the pack of the settings; loading it again changes nothing."""
    from django.conf import settings
    from django.utils import timezone

    from tanggap.ops import pack

    pack.load(settings.PACK_DIR, at=timezone.now())


@contextmanager
def _alone() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _invite() -> None:
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from tanggap.people import actions as people

    token = people.invite_first_operator(at=timezone.now())
    if token is None:
        return
    address = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
    print(
        pick(
            "\n  Belum ada operator. Buat yang pertama di sini (sekali pakai):",
            "\n  There is no operator yet. Make the first one here (works once):",
        )
    )
    print(f"  {address}\n", flush=True)
