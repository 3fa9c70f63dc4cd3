"""Ready texts offered beside a verb's form, with the report's facts put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from tanggap.people.access import Actor
from tanggap.reports.workflow import Verb
from tanggap.web import display
from tanggap.web.desk.own import TEXT_FIELDS
from tanggap.workbench import queries
from tanggap.workbench.fill import fill

if TYPE_CHECKING:
    from tanggap.reports.models import Report


@dataclass(frozen=True, slots=True)
class Ready:
    """One text, filled in; `pk` is for choosing it without a script."""

    pk: int
    name: str
    text: str


def offered(actor: Actor, report: Report, verb: Verb) -> list[Ready]:
    """The texts of the actor's offices for this verb and category. One query, or none."""
    if verb not in TEXT_FIELDS:
        return []
    rows = queries.templates(actor, verb=verb.value, category_id=report.category_id)
    facts = _facts(report)
    return [Ready(row.pk, row.name, fill(row.text, facts)) for row in rows]


def chosen(texts: list[Ready], wanted: str, verb: Verb) -> dict[str, str]:
    """The form's beginning when a text was chosen by its link."""
    found = next((one for one in texts if str(one.pk) == wanted), None)
    return {TEXT_FIELDS[verb]: found.text} if found else {}


def _facts(report: Report) -> dict[str, str]:
    area = report.area.name if report.area else ""
    return {
        "nomor": report.number,
        "judul": report.title,
        "tempat": report.address or area,
        "kategori": report.category.name if report.category else "",
        "instansi": report.lead.name if report.lead else "",
        "tanggal": display.day(timezone.now()),
    }
