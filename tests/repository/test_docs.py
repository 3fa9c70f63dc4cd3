"""The documents say what the code does."""

from __future__ import annotations

import argparse
import re
from enum import StrEnum
from pathlib import Path

import pytest

from tanggap.ops import cli
from tanggap.reports.clocks import Clock
from tanggap.reports.vocabulary import (
    AssignmentState,
    Outcome,
    Privacy,
    ProofKind,
    ReportClass,
    State,
    Verb,
    Visibility,
)
from tests.database import ROOT

VARIABLE = re.compile(r"\b(TANGGAP_[A-Z_]*[A-Z]|DATABASE_URL)\b")
SECRET = re.compile(r"secrets\.read\([^,]+, \"(\w+)\"\)")
# Variables of tests and of the build, not of an instance.
NOT_SETTINGS = {"TANGGAP_CHROMIUM", "TANGGAP_TEST_RUN", "TANGGAP_SECRET"}


def _code() -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / "tanggap").rglob("*.py")))


def _documented() -> set[str]:
    table = (ROOT / "docs" / "settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    code = _code()
    read = set(VARIABLE.findall(code)) - NOT_SETTINGS
    read |= {f"TANGGAP_SECRET_{name.upper()}" for name in SECRET.findall(code)}
    assert read == _documented()


def test_every_command_has_help_in_two_languages_and_is_documented() -> None:
    texts = "\n".join(path.read_text() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
    for command in cli.COMMANDS:
        assert command.indonesian != command.english
        assert f"tanggap {command.name}" in texts, command.name


def test_every_command_parses() -> None:
    parser = cli.build_parser("*")
    actions = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    assert set(actions[0].choices) == {command.name for command in cli.COMMANDS}
    for command in cli.COMMANDS:
        assert callable(command.load().run)


def test_documents_name_existing_commands() -> None:
    known = {command.name for command in cli.COMMANDS}
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        named = set(re.findall(r"`tanggap ([a-z]+)[^`]*`", path.read_text()))
        assert named <= known, path.name


def test_the_glossary_names_whatever_is_stored() -> None:
    named = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "glossary.md").read_text()))
    stored: list[type[StrEnum]] = [
        *(
            State,
            AssignmentState,
            Visibility,
            ReportClass,
            Outcome,
            ProofKind,
            Privacy,
            Verb,
            Clock,
        ),
    ]
    assert {value.value for values in stored for value in values} - named == set()


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/adr/*.md")), ids=lambda p: p.stem)
def test_a_decision_fits_on_one_screen(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 40


def test_links_between_documents_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
