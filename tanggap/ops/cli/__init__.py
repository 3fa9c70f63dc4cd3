"""The command line `tanggap`.

A command is a module of this package with `add_arguments(parser)` and `run(args) -> int`, and a
line in COMMANDS. Modules are imported when they are called: the supervisor stays free of Django.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from tanggap.launch.account import NoAccount
from tanggap.launch.binaries import NotInstalled
from tanggap.launch.cluster import AlreadyOwned, StartFailed
from tanggap.ops.cli.language import pick

# What an operator can mend; shown as one message, without a traceback.
_EXPECTED = (NoAccount, NotInstalled, AlreadyOwned, StartFailed)


class Refused(Exception):
    """The command can't be done; the message says why and what to do."""


@dataclass(frozen=True)
class Command:
    """One command: its name, its module here, and its help in Indonesian and English."""

    name: str
    module: str
    indonesian: str
    english: str

    def load(self) -> ModuleType:
        return import_module(f"tanggap.ops.cli.{self.module}")


COMMANDS = (
    Command("up", "up", "jalankan semuanya", "run everything"),
    Command("demo", "demo", "tahun percontohan 2022", "the demonstration year 2022"),
    Command("training", "training", "tempat latihan, terpisah", "a place to learn, apart"),
    Command("prepare", "prepare", "siapkan basis data", "prepare the database"),
    Command("pack", "pack", "periksa atau muat paket kota", "check or load a city's pack"),
    Command("places", "places", "batas wilayah", "boundaries of areas"),
    Command("doctor", "doctor", "apa yang belum aman", "what is not safe yet"),
    Command("backup", "backup", "simpan semua ke satu berkas", "save everything to one file"),
    Command("restore", "restore", "pulihkan dari berkas itu", "restore from that file"),
    Command("mail", "mail", "terima e-mail dari server surat", "take mail from a mail server"),
    Command("texts", "texts", "teks antarmuka", "the texts of the interface"),
    Command("bench", "bench", "ukur kecepatan", "measure the speed"),
    Command("manage", "manage", "perintah Django", "a command of Django"),
)


def main(arguments: Sequence[str]) -> int:
    """Run one command; the answer is the exit status (2: the command was refused)."""
    parser = build_parser(arguments[0] if arguments else "")
    args = parser.parse_args(arguments)
    if not args.command:
        parser.print_help()
        return 0
    try:
        return int(_command(args.command).load().run(args) or 0)
    except KeyboardInterrupt:
        return 130
    except (Refused, *_EXPECTED) as error:
        print(f"tanggap: {error}", file=sys.stderr)
        return 2


def build_parser(chosen: str = "") -> argparse.ArgumentParser:
    """The parser; only the module of the `chosen` command is imported ("*": all)."""
    parser = argparse.ArgumentParser(
        prog="tanggap",
        description=pick(
            "Tanggap: laporan warga, dari kata pertama sampai bukti penyelesaian.",
            "Tanggap: a city's complaints, from the first word to the proof of the remedy.",
        ),
    )
    commands = parser.add_subparsers(dest="command", metavar="<command>")
    for command in COMMANDS:
        help_text = pick(command.indonesian, command.english)
        subparser = commands.add_parser(command.name, help=help_text, description=help_text)
        if chosen in (command.name, "*"):
            command.load().add_arguments(subparser)
    return parser


def _command(name: str) -> Command:
    return next(command for command in COMMANDS if command.name == name)
