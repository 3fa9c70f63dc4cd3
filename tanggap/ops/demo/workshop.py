"""What a load needs from the database, and what it puts there beside the reports themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection

from tanggap.identity import actions as identity
from tanggap.identity.sealing import Person
from tanggap.ops.demo import copying, corners, texts, world
from tanggap.ops.demo.clockwork import Clockwork, stamp
from tanggap.ops.demo.courses import Courses
from tanggap.ops.demo.figures import Figures
from tanggap.ops.demo.maker import Maker
from tanggap.ops.demo.records import Pictures, Recorder, hexed, row
from tanggap.ops.demo.texts import Writer
from tanggap.ops.demo.timing import Timing
from tanggap.reports import due
from tanggap.taxonomy import queries as taxonomy

CONTACTS = 24_000  # reporters at scale 1


@dataclass(frozen=True, slots=True)
class Workshop:
    """The maker of rows and the figures behind it."""

    maker: Maker
    figures: Figures
    last_report: int


def build(
    folder: Path,
    figures: Figures,
    pictures: Pictures,
    *,
    scale: float,
    seed: int,
    at: datetime,
) -> Workshop:
    """Read the institution and make the reporters; call it inside the load's transaction."""
    place = world.read(copying.raw(), folder)
    words = texts.read(folder)
    courses = Courses(Clockwork(taxonomy.calendar()), Writer(words))
    maker = Maker(
        world=place,
        courses=courses,
        recorder=Recorder(place, pictures),
        timing=Timing(place, due.rules(), due.rungs()),
        corners=corners.corners(place, words.common["streets"], seed=seed),
        kinds=tuple(_kind(figures, door.name) for door in place.doors),
        shares=figures.shape["public_share"],
        prefix=_setting("numbers.prefix", "JK") + _setting("numbers.date", "%y%m%d"),
        digits=int(_setting("numbers.digits", 4)),
        contacts=_contacts(words, min(scale, 1.0), seed, at),
        validator=place.offices[place.office_index[_setting("desks.validator", "")]].pk,
        seed=seed,
    )
    return Workshop(maker, figures, _last("reports_report"))


def _kind(figures: Figures, name: str) -> str:
    return str(figures.shape["channel_kinds"].get(name, "app"))


def _setting(code: str, default: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value #>> '{}' FROM taxonomy_packsetting WHERE code = %s", [code])
        found = cursor.fetchone()
    return found[0] if found else default


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 (our own names)
        return int(cursor.fetchone()[0])


def institutions() -> list[int]:
    """Ids of national institutions to which a report can be referred."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM taxonomy_institution WHERE tier = 'ministry' AND is_active ORDER BY id"
        )
        return [row[0] for row in cursor.fetchall()]


def _contacts(words: texts.Texts, scale: float, seed: int, at: datetime) -> tuple[int, int]:
    """Seal invented reporters; returns the first id and how many there are."""
    rng = Random(f"{seed}:contacts")
    first, count = _last("identity_contact") + 1, max(40, round(CONTACTS * scale))
    names = words.common["people"]
    lines = [_contact(first + i, names, rng, at) for i in range(count)]
    columns = [
        "id",
        "sealed",
        "key_version",
        "email_index",
        "phone_index",
        "language",
        "created_at",
    ]
    copying.copy_in("identity_contact", columns, "".join(lines).encode())
    set_sequence("identity_contact")
    return first, count


def _contact(pk: int, names: dict[str, list[str]], rng: Random, at: datetime) -> str:
    name = f"{rng.choice(names['first'])} {rng.choice(names['last'])}"
    # Reserved for examples: no message can ever reach anybody.
    person = Person(name=name, email=f"warga{pk}@example.org")
    c = identity.columns(person, language="id", at=at)
    index = c["email_index"]
    assert isinstance(c["sealed"], bytes)
    assert isinstance(index, bytes)
    moment = stamp(int(at.timestamp()))
    return row((pk, hexed(c["sealed"]), c["key_version"], hexed(index), None, "id", moment))


def set_sequence(table: str) -> None:
    """Let the next id follow the last one."""
    following = _last(table) + 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, following]
        )
