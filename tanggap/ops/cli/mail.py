"""`tanggap mail receive`: a mail on standard input, from a mail server's pipe.

The exit status is what such servers read (sysexits): 0 it is stored, 65 never send it again,
75 come again later.
"""

from __future__ import annotations

import argparse
import sys

from tanggap.ops.cli.context import django_with_database
from tanggap.ops.cli.language import pick

OK, NEVER, LATER = 0, 65, 75


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`receive` reads one mail."""
    parser.add_argument(
        "what", choices=["receive"], help=pick("terima satu e-mail", "take one mail")
    )


def run(args: argparse.Namespace) -> int:
    """Whatever goes wrong with us, the mail stays with its server."""
    raw = sys.stdin.buffer.read()
    try:
        with django_with_database():
            return store(raw)
    except Exception as error:
        # A traceback would come back to the sender in a notice of her server.
        print(f"tanggap: {type(error).__name__}", file=sys.stderr)
        return LATER


def store(raw: bytes) -> int:
    """Keep the mail; it is read by the worker."""
    from django.utils import timezone

    from tanggap.messaging.mailbox import storing

    try:
        storing.keep(raw, at=timezone.now())
    except storing.TooBig:
        return NEVER
    return OK
