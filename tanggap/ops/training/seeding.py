"""Reports to try the exercises on, made by the real actions under the name of a trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from tanggap.identity.sealing import Person
from tanggap.intake import actions as intake
from tanggap.intake.inbound import Inbound
from tanggap.media import actions as media
from tanggap.ops.demo import drawing, staff
from tanggap.people import actions as people
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import Agency, Role, User
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome, ReportClass
from tanggap.taxonomy.models import Category, Channel
from tanggap.training import queries
from tanggap.training.exercises import EXERCISES, Exercise

TRAINER = "pelatih"
_SEATS = (Role.VERIFIER, Role.DISPATCHER, Role.AGENCY_ADMIN, Role.OFFICER)
LAMP = ("Lampu jalan padam", "Lampu jalan padam sejak tiga malam, gelap sekali di gang ini.")
# (title, text) where an exercise needs its own.
WORDS: dict[str, tuple[str, str]] = {
    "hold": ("Sampah menumpuk", "Sampah menumpuk dan bau. Tolong segera diangkut."),
    "decline": ("Promo pinjaman cepat", "Butuh dana cepat? Hubungi kami, bunga ringan, cair!"),
    "merge": ("Gang gelap", "Gang kami gelap, lampunya mati sudah beberapa malam."),
    "answer": ("Jam buka loket", "Jam berapa loket kelurahan buka, dan perlu bawa apa?"),
    "elsewhere": ("Jalan protokol rusak", "Jalan besar berlubang dalam, motor sering jatuh."),
}


@dataclass(slots=True)
class Stage:
    """What every report of the exercises is made with."""

    at: datetime
    trainer: Actor
    office: Agency
    area: str
    category: Category


def seed(*, at: datetime) -> Iterator[Exercise]:
    """Make what is missing: the trainer, and one report for each exercise."""
    there = queries.newest_numbers()
    for exercise in EXERCISES:
        if exercise.key not in there:
            make(exercise, at=at)
        yield exercise


def make(exercise: Exercise, *, at: datetime) -> Report:
    """One more report for this exercise."""
    stage = _stage(at)
    steps = STEPS.get(exercise.key, ())
    is_shown = bool({_finish, _finish_badly} & set(steps))
    pictures = [_picture(is_after=side, at=at) for side in (False, True)] if is_shown else []
    number = queries.count(exercise) + 1
    with transaction.atomic():
        report = _open(exercise, stage, exercise.external_id(number))
        if exercise.key == "merge":
            _open(exercise, stage, f"kawan-{number}")
        for step in steps:
            step(report, stage, pictures)
    return report


def _stage(at: datetime) -> Stage:
    table = staff.read(Path(settings.PACK_DIR) / "demo")
    first = next(row for row in table["people"] if row["role"] == Role.OFFICER.value)
    office = Agency.objects.select_related("area").get(code=first["agency"])
    assert office.area is not None  # an officer of the demonstration works in a village
    category = Category.objects.filter(
        scheme="crm", is_active=True, proof="photo", is_protected=False,
        is_conflict_of_interest=False, is_emergency=False,
    ).order_by("pk")[0]  # fmt: skip
    return Stage(at, _trainer(office, at), office, office.area.code, category)


def _trainer(office: Agency, at: datetime) -> Actor:
    """Whoever makes the reports: what he did counts for nobody's exercise. Nobody logs in as he."""
    user, is_new = User.objects.get_or_create(
        username=TRAINER,
        defaults={"name": "Pelatih", "created_at": at, "is_demo": True, "password": "!"},
    )
    if is_new:
        desk = Agency.objects.get(is_dispatcher=True)
        for role in _SEATS:
            is_desk = role in (Role.VERIFIER, Role.DISPATCHER)
            people.appoint(user=user, role=role, agency=desk if is_desk else office, at=at)
    return actor_for(user, at=at)


def _open(exercise: Exercise, stage: Stage, external_id: str) -> Report:
    title, text = WORDS.get(exercise.key, LAMP)
    is_question = exercise.key == "answer"
    inbound = Inbound(
        channel=_channel(),
        external_id=external_id,
        title=f"[LATIHAN] {title}",
        text=text,
        report_class=ReportClass.INFORMATION if is_question else ReportClass.COMPLAINT,
        area="" if exercise.key == "hold" else stage.area,
        person=Person(name="Warga Latihan", email="warga@latihan.invalid"),
    )
    receipt = intake.receive(inbound, at=stage.at)
    return Report.objects.get(pk=receipt.report_id)


def _channel() -> str:
    rows = Channel.objects.filter(is_active=True, skips_verification=False, is_walk_in=False)
    return str(rows.order_by("order").values_list("code", flat=True)[0])


def _picture(*, is_after: bool, at: datetime) -> Any:
    data = drawing.draw("lamp", variant=0, is_after=is_after)
    attachment, _facts = media.store(data, filename="latihan.jpg", at=at)
    return attachment


Step = Callable[[Report, Stage, list[Any]], None]


def _to_desk(report: Report, stage: Stage, pictures: list[Any]) -> None:
    actions.verify(report, report_class=ReportClass.COMPLAINT, category=stage.category,
                   by=stage.trainer, at=stage.at)  # fmt: skip


def _to_office(report: Report, stage: Stage, pictures: list[Any]) -> None:
    actions.verify(report, report_class=ReportClass.COMPLAINT, category=stage.category,
                   to=stage.office, by=stage.trainer, at=stage.at)  # fmt: skip


def _accept(report: Report, stage: Stage, pictures: list[Any]) -> None:
    actions.accept(report, by=stage.trainer, at=stage.at)


def _finish(report: Report, stage: Stage, pictures: list[Any]) -> None:
    before, after = pictures
    _resolve(report, stage, before, after)


def _finish_badly(report: Report, stage: Stage, pictures: list[Any]) -> None:
    before, _after = pictures
    _resolve(report, stage, before, before)


def _resolve(report: Report, stage: Stage, before: Any, after: Any) -> None:
    photos = [
        actions.Photo(attachment=before, purpose="before"),
        actions.Photo(attachment=after, purpose="after"),
    ]
    actions.resolve(report, outcome=Outcome.FIXED, note="Lampu sudah diganti.", photos=photos,
                    by=stage.trainer, at=stage.at)  # fmt: skip


_TAKEN: tuple[Step, ...] = (_to_office, _accept)
STEPS: dict[str, tuple[Step, ...]] = {
    "assign": (_to_desk,),
    "accept": (_to_office,),
    "elsewhere": (_to_office,),
    "progress": _TAKEN,
    "resolve": _TAKEN,
    "validate": (*_TAKEN, _finish),
    "reject": (*_TAKEN, _finish_badly),
}
