"""Demo people, one per role, with plain passwords that the launcher prints. Never in production."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from tanggap.ops.demo import ready_texts
from tanggap.people import actions
from tanggap.people.models import Agency, User
from tanggap.taxonomy.models import Channel


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Who can log in as what."""

    role: str
    name: str
    username: str
    password: str
    agency: str


def read(folder: Path) -> dict[str, Any]:
    """The pack's demo people as written."""
    return tomllib.loads((folder / "people.toml").read_text())


@transaction.atomic
def people(*, at: datetime) -> tuple[DemoPerson, ...]:
    """Make sure that the demo people and the demo's API key exist; returns the people.

    Repeating it changes nothing, not even a password that somebody changed.
    """
    table = read(Path(settings.PACK_DIR) / "demo")
    agencies = {a.code: a for a in Agency.objects.filter(code__in=_codes(table))}
    found = tuple(_person(row, table["password"], agencies, at) for row in table["people"])
    api = table["api"]
    channel = Channel.objects.get(code=api["channel"])
    actions.add_key(name=api["name"], key=api["key"], channel=channel, at=at)
    ready_texts.write(table["ready"], at=at)
    return found


def officers(folder: Path) -> dict[int, int]:
    """The demo's field officer of each office that has one: agency id to user id."""
    names = {row["username"] for row in read(folder)["people"] if row["role"] == "officer"}
    rows = User.objects.filter(username__in=names, is_demo=True)
    return dict(rows.values_list("memberships__agency_id", "pk"))


def _codes(table: dict[str, Any]) -> set[str]:
    return {row["agency"] for row in table["people"]}


def _person(
    row: dict[str, str], pattern: str, agencies: dict[str, Agency], at: datetime
) -> DemoPerson:
    agency = agencies[row["agency"]]
    password = pattern.format(username=row["username"])
    if not User.objects.filter(username=row["username"]).exists():
        actions.add_user(
            username=row["username"],
            name=row["name"],
            password=password,
            at=at,
            seats=((row["role"], agency),),
            is_demo=True,
        )
    return DemoPerson(row["role"], row["name"], row["username"], password, agency.name)
