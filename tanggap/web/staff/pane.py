"""One report as a member of staff reads it, beside a list or on its own page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.casework.queries import others as beside
from tanggap.casework.queries import report as reading
from tanggap.casework.queries import warranty
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.publication import labels
from tanggap.reports import access, standing, workflow
from tanggap.reports.labels import CLASS_NAMES, OUTCOME_NAMES
from tanggap.web import display, grounds
from tanggap.web.staff import clocks, comparing, consent, proposing, rows, verbs, words

if TYPE_CHECKING:
    from tanggap.reports.case import Case
    from tanggap.reports.models import Assignment, Report, ReportEvent, ReportPhoto

LARGE = 960


@dataclass(frozen=True, slots=True)
class Action:
    """A button. Without needs it acts at once; with needs it opens the form."""

    verb: str
    word: str | Promise
    key: str
    url: str
    is_direct: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph with what is known of it."""

    url: str
    alt: str
    tag: str
    caption: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline."""

    title: str
    at: datetime
    quote: str = ""
    by: str = ""
    text: str = ""
    symbol: str = "check"
    color: str = ""
    photos: tuple[tuple[str, str], ...] = field(default=())


def chosen(number: str, actor: Actor, *, at: datetime, back: str) -> dict[str, Any] | None:
    """The pane of the report chosen in a list; None when none is, or it is gone from sight."""
    if not number:
        return None
    try:
        report = access.report_for(actor, number.upper())
    except access.NotFound:
        return None
    return context(report, actor, at=at, back=back)


def context(report: Report, actor: Actor, *, at: datetime, back: str) -> dict[str, Any]:
    """Everything the template `desk/_report.html` shows."""
    dossier = reading.dossier(report, actor)
    facts = access.facts(report, actor, at=at, read=dossier.case)
    others = beside.others(report, actor, at=at)
    back_to = warranty.of(report) if others.related else None  # few are related to any
    first, more = verbs.offered(_offered(workflow.allowed(facts), dossier))
    label = labels.state(report.state, came_by=report.came_by, is_scheduled=report.is_scheduled)
    return {
        "report": report,
        "label": label,
        "head": _head(report),
        "clock": rows.clock(report.due_at, report.due_from, at=at, state=report.state),
        "actions": [_action(verb, report, facts) for verb in first],
        "more": [_action(verb, report, facts) for verb in more],
        "back": back,
        "facts": _facts(report, dossier),
        "pairs": pairs(dossier, actor),
        "documents": [
            (photo.attachment.url(), photo.created_at)
            for photo in (*dossier.enclosed, *dossier.documents)
        ],
        "steps": _story(dossier, label),
        "assignments": [_assignment(row) for row in dossier.assignments],
        "lead": dossier.lead,
        "comparison": comparing.compare(dossier),
        "weigh_url": _weigh_url(report, actor),
        "clocks": clocks.lines(dossier, at=at),
        "proposal": proposing.of(report, back=back_to, at=at),
        "returned": back_to,
        "not_again": _not_again(dossier.case),
        "consents": consent.of(dossier, actor, at=at),
        "near": [_near(one, at) for one in others.near],
        "crew_url": _crew_url(report, actor),
        "merge_url": _merge_url(report, [*first, *more]),
        "merged": others.merged,
        "related": others.related,
    }


def _offered(allowed: Iterable[workflow.Verb], dossier: reading.Dossier) -> Iterable[workflow.Verb]:
    """Which photographs everybody sees is asked only where the reporter sent some."""
    has_photos = any(map(access.is_picture, dossier.before))
    return [verb for verb in allowed if has_photos or verb is not workflow.Verb.SHOW_PHOTOS]


def _head(report: Report) -> str:
    received = _("diterima %(moment)s") % {"moment": display.moment(report.received_at)}
    kind = CLASS_NAMES.get(report.report_class, report.report_class)
    return " · ".join((report.number, str(kind), report.channel.local_name, received))


def _action(verb: workflow.Verb, report: Report, facts: workflow.ReportFacts) -> Action:
    button = verbs.BUTTONS[verb]
    return Action(
        verb.value,
        button.word,
        button.key,
        reverse("desk:act", args=[report.number, verb.value]),
        not (button.fields or button.hint or verbs.wanted(verb, facts)),
    )


def _facts(report: Report, dossier: reading.Dossier) -> list[tuple[str, str]]:
    area = report.area.local_name if report.area else ""
    if area and report.is_area_approximate:
        area = _("%(area)s (perkiraan)") % {"area": area}
    outcome = OUTCOME_NAMES.get(report.outcome, "")
    return [
        (_("Pemegang"), report.lead.name if report.lead else ""),
        (_("Minta tambahan waktu"), _asked(dossier)),
        (_("Pelapor"), words.reporter(report)),
        (_("Boleh dibaca"), words.readers(report)),
        (_("Kategori"), report.category.local_name if report.category else _("Belum dipilih")),
        (_("Kelurahan"), area),
        (_("Tempat"), report.address),
        (_("Titik"), _point(report)),
        (_("Nomor aset"), report.asset),
        (_("Kejadian"), display.moment(report.occurred_at) if report.occurred_at else ""),
        (_("Hasil"), str(outcome)),
        (_("Pendukung"), display.number(report.supporters) if report.supporters else ""),
        (_("Nilai"), _("%(n)s dari 5") % {"n": report.stars} if report.stars else ""),
        (_("Dirujuk ke"), report.institution.local_name if report.institution else ""),
    ]


def _asked(dossier: reading.Dossier) -> str:
    """The request for more time that waits for an answer."""
    asked = next((one for one in dossier.extensions if one.state == "asked"), None)
    if asked is None:
        return ""
    said = {"n": asked.days, "why": asked.reason, "when": display.moment_short(asked.asked_at)}
    return _("%(n)s hari, sejak %(when)s: %(why)s") % said


def _point(report: Report) -> str:
    if report.lat is None or report.lng is None:
        return ""
    return f"{report.lat:.5f}, {report.lng:.5f}"


def _not_again(case: Case) -> str:
    """Names of who must leave it to somebody else, because the reporter had it opened again."""
    people = standing.earlier_hands(case)
    named = {e.actor.name for e in case.events if e.actor_id in people and e.actor is not None}
    return ", ".join(sorted(named))


def pairs(dossier: reading.Dossier, actor: Actor) -> list[Photo]:
    """Photographs in pairs, before beside after; single ones where the other is missing."""
    before = reporter_photos(dossier, actor)
    after = [photo(row, _("Foto bukti")) for row in dossier.after]
    both = [one for pair in zip(before, after, strict=False) for one in pair]
    inside = [photo(row, _("Foto catatan")) for row in dossier.remarks]
    return [*both, *before[len(after) :], *after[len(before) :], *inside]


def reporter_photos(dossier: reading.Dossier, actor: Actor) -> list[Photo]:
    """What the reporter, or the officer before the work, photographed.

    Who weighs the work of a private report sees the reporter's own only blurred.
    """
    is_blurred = access.seen(dossier.report, actor).photos == "blurred"
    return [
        _blurred(row) if is_blurred and access.is_kept_back(dossier.report, row) else _sharp(row)
        for row in dossier.before
    ]


def _sharp(row: ReportPhoto) -> Photo:
    is_ours = row.purpose == "before"
    return photo(row, _("Sebelum, oleh petugas") if is_ours else _("Foto warga"))


def _blurred(row: ReportPhoto) -> Photo:
    shown = photo(row, _("Foto warga, disamarkan"))
    caption = shown.caption + " · " + _("laporan privat: cukup untuk membandingkan tempat")
    return replace(shown, url=row.attachment.blurred_url(), caption=caption)


def photo(row: ReportPhoto, tag: str) -> Photo:
    """One photograph as it is shown, with when it was taken, as far as it says so."""
    said = _("diambil") if row.taken_at else _("diterima")
    caption = f"{said} {display.moment(row.taken_at or row.created_at)}"
    if row.lat is not None:
        caption += " · " + _("titik dari kamera")
    return Photo(row.attachment.url(LARGE), f"{tag}, {caption}", tag, caption)


def _story(dossier: reading.Dossier, label: labels.Label) -> list[Step]:
    newest = dossier.events[-1].seq if dossier.events else 0
    return [
        _step(event, label.color if event.seq == newest else "")
        for event in reversed(dossier.events)
    ]


def _step(event: ReportEvent, color: str) -> Step:
    return Step(
        words.sentence(event),
        event.at,
        words.quote(event),
        words.actor(event),
        grounds.basis(event.data),
        color=color,
    )


def _assignment(row: Assignment) -> dict[str, Any]:
    states = {
        "pending": _("menunggu diterima"),
        "accepted": _("dikerjakan"),
        "done": _("selesai"),
        "passed_on": _("diteruskan"),
        "returned": _("dikembalikan"),
        "dropped": _("dilepas"),
    }
    since = display.moment_short(row.started_at)
    until = display.moment_short(row.ended_at) if row.ended_at else ""
    return {
        "agency": row.agency.name,
        "role": _("utama") if row.role == "lead" else _("membantu"),
        "state": states.get(row.state, row.state),
        "officer": row.officer.name if row.officer else "",
        "instruction": row.instruction,
        "period": f"{since} – {until}" if until else _("sejak %(when)s") % {"when": since},
    }


def _crew_url(report: Report, actor: Actor) -> str:
    """Work by link, where the actor's office works on a plain report."""
    is_work = report.state == workflow.State.IN_PROGRESS and not report.is_confidential
    if not is_work or not actor.has_role(Role.AGENCY_ADMIN, Role.OFFICER):
        return ""
    return reverse("crew:orders", args=[report.number])


def _near(one: beside.Near, at: datetime) -> dict[str, str]:
    said = [display.distance(one.meters), display.ago(one.received_at, at=at)]
    if one.supporters:
        said.append(_("%(n)s pendukung") % {"n": display.number(one.supporters)})
    return {"number": one.number, "title": one.title, "text": ", ".join(said)}


def _merge_url(report: Report, offered: list[workflow.Verb]) -> str:
    """Where to merge into one of those nearby; empty for who may not."""
    if workflow.Verb.MERGE not in offered:
        return ""
    return reverse("desk:act", args=[report.number, workflow.Verb.MERGE.value])


def _weigh_url(report: Report, actor: Actor) -> str:
    """The validator's own page of the report; empty for everybody else."""
    is_due = report.state == workflow.State.AWAITING_VALIDATION
    if not (is_due and actor.has_role(Role.VALIDATOR)):
        return ""
    return reverse("desk:weigh", args=[report.number])
