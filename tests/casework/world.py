"""Staff and reports for tests of the staff screens, made by the real actions."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw

from tanggap.duty import actions as duty
from tanggap.identity.sealing import Person
from tanggap.intake import actions as intake
from tanggap.intake.inbound import Inbound
from tanggap.lib import editions
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import Agency, Membership, User
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.workflow import Privacy, ReportClass
from tanggap.taxonomy.models import Category

SECRET_NAME = "Sartika Wulandari"
SECRET_PHONE = "081298765432"
_made = iter(range(1, 1_000_000))


def staff(role: str, agency: Agency, name: str = "") -> User:
    """Somebody who works at `agency` in `role` since yesterday."""
    now = timezone.now()
    user = User.objects.create(
        username=f"{role}.{next(_made)}", name=name or f"Petugas {role}", created_at=now
    )
    Membership.objects.create(
        user=user, agency=agency, role=role, starts_at=now - timedelta(days=1)
    )
    return user


def acting(user: User) -> Actor:
    """`user` as the actor of an action."""
    return actor_for(user, at=timezone.now())


def logged_in(user: User) -> Client:
    """A browser in which `user` is logged in."""
    client = Client()
    client.force_login(user)
    return client


def desk() -> Agency:
    """The dispatcher's office of the pack."""
    return Agency.objects.get(is_dispatcher=True)


def office(kind: str = "sudin") -> Agency:
    """An office of the pack that can hold reports."""
    rows = Agency.objects.filter(is_active=True, is_dispatcher=False, parent__isnull=False)
    return rows.filter(kind=kind).order_by("pk").first() or rows.order_by("pk")[0]


def category() -> Category:
    """An ordinary category whose proof is a photograph."""
    rows = Category.objects.filter(
        scheme="crm",
        is_active=True,
        proof="photo",
        is_protected=False,
        is_conflict_of_interest=False,
        is_emergency=False,
    )
    return rows.order_by("pk")[0]


def report(text: str = "Lampu jalan padam sepanjang gang, gelap sekali.", **more: Any) -> Report:
    """A report from the website, by somebody whose name is sealed."""
    values: dict[str, Any] = {
        "channel": "web",
        "external_id": f"test-{next(_made)}",
        "text": text,
        "address": "Jl. Melati 4",
        "privacy": Privacy.PRIVATE,
        "person": Person(name=SECRET_NAME, phone=SECRET_PHONE),
        **more,
    }
    receipt = intake.receive(Inbound(**values), at=timezone.now())
    return Report.objects.get(number=receipt.number)


def verified(row: Report, *, to: Agency | None = None) -> Report:
    """`row` passed by a verifier, to `to` or to the dispatcher."""
    return actions.verify(
        row,
        report_class=ReportClass.COMPLAINT,
        kind="simple",
        category=category(),
        to=to,
        by=acting(staff("verifier", desk())),
        at=timezone.now(),
    )


def accepted(row: Report, office: Agency, by: User) -> Report:
    """`row` verified, given to `office` and taken on by `by`."""
    return actions.accept(verified(row, to=office), by=acting(by), at=timezone.now())


def jpeg(color: str = "gray") -> bytes:
    """A small photograph with something on it."""
    picture = Image.new("RGB", (640, 480), color)
    ImageDraw.Draw(picture).ellipse((100, 80, 400, 300), fill="black")
    data = io.BytesIO()
    picture.save(data, "JPEG")
    return data.getvalue()


def ring(at: datetime) -> None:
    """The alarms ring, and this process sees it at once: elsewhere it takes two seconds."""
    duty.ring(at=at)
    editions.look_again()
