"""`tanggap training up|reset`: a second instance to learn on, apart from the real one."""

from __future__ import annotations

import argparse
import os

from tanggap.launch.instance import CHECKOUT, Instance
from tanggap.ops import cli
from tanggap.ops.cli.language import pick
from tanggap.ops.training import folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`up` runs it; `reset` takes away everything that was learnt on."""
    parser.add_argument("what", choices=("up", "reset"), nargs="?", default="up")


def run(args: argparse.Namespace) -> int:
    """From here on this process knows nothing of the real instance's database and secrets."""
    try:
        own = folder.environment(os.environ, default=CHECKOUT)
        _take(own)
        instance = Instance.from_environment()
        if args.what == "reset":
            folder.empty(instance)
            print(pick("Latihan dikosongkan.", "The training instance is empty."))
            return 0
        folder.claim(instance.data)
    except folder.Mixed as error:
        raise cli.Refused(str(error)) from error
    from tanggap.ops.cli.up import run_tree

    return run_tree(with_worker=True, demo=False)


def _take(own: dict[str, str]) -> None:
    for name in set(os.environ) - set(own):
        del os.environ[name]
    os.environ.update(own)


def prepare() -> None:
    """Its people and exercises, unless they are there. Needs Django and the pack."""
    from django.utils import timezone

    from tanggap.ops import demo
    from tanggap.ops.cli.demo import print_people
    from tanggap.ops.training import seeding

    people = demo.people(at=timezone.now())
    for _exercise in seeding.seed(at=timezone.now()):
        pass
    print_people(people)
