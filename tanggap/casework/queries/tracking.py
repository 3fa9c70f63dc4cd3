"""What a reporter's own page reads: her report by its code, its story and photographs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tanggap.intake.inbound import Photo as Stored
from tanggap.media.models import Attachment
from tanggap.people.access import REPORTER
from tanggap.reports import access, case, due
from tanggap.reports.actions.photos import Photo
from tanggap.reports.case import Case
from tanggap.reports.clocks import Clock, Ledger, ledger
from tanggap.reports.models import Report, ReportEvent, ReportPhoto
from tanggap.reports.vocabulary import Verb, Visibility
from tanggap.taxonomy import queries as taxonomy


def state_of(number: str) -> Report | None:
    """The row behind a number, for its state alone; a confidential one isn't there."""
    rows = Report.objects.filter(number=number, is_confidential=False)
    return rows.select_related("lead").defer("text").first()


def mine(numbers: Collection[str]) -> list[Report]:
    """Reports by their numbers, newest first, with their offices and areas."""
    rows = Report.objects.filter(number__in=numbers).select_related("lead", "area")
    return list(rows.order_by("-received_at"))


def story(report: Report, *, verbs: Collection[str]) -> list[ReportEvent]:
    """The events of these verbs, newest first, with their offices; of remarks the public ones."""
    open_note = Q(verb=Verb.NOTE.value, data__audience="public")
    told = Q(verb__in=set(verbs) - {Verb.NOTE.value}) | open_note
    rows = ReportEvent.objects.filter(told, report=report)
    return list(rows.select_related("agency").order_by("-seq"))


def case_of(report: Report) -> Case:
    """The report with its offices and its whole history. Three queries, or four."""
    return case.load(report)


def promise(known: Case) -> Ledger | None:
    """How the promised date came about: the work's clock, or the citizen's where it has no end."""
    subject, rules = due.subject(known), due.rules()
    for clock in (Clock.COMPLETION, Clock.CITIZEN):
        found = ledger(clock, known.events, subject, rules)
        if found is not None and found.due_at is not None:
            return found
    return None


def ledger_of(known: Case, clock: Clock) -> Ledger | None:
    """One clock of the report, line by line; None where it doesn't run for it."""
    return ledger(clock, known.events, due.subject(known), due.rules())


def photos(report: Report) -> list[ReportPhoto]:
    """What the reporter may see of the photographs: her own and the proof."""
    return list(access.photos_of(report, REPORTER))


def window(known: Case, clock: Clock, start: datetime) -> datetime | None:
    """When the window of `clock` that began at `start` ends; None without a rule."""
    return due.rules().due(clock, start, due.subject(known))


def ready_reason(verb: Verb, code: str) -> str:
    """The sentence of a ready reason of `verb`, as the pack has it; empty for any other code."""
    found = taxonomy.reasons().get(code)
    return found.text if found is not None and found.verb == verb else ""


def reopening_photo(stored: Stored) -> Photo:
    """A stored photograph as what the reporter shows when she reopens."""
    return Photo(
        attachment=Attachment.objects.get(pk=stored.attachment_id),
        purpose=ReportPhoto.Purpose.REOPEN,
        taken_at=stored.taken_at,
        lat=stored.lat,
        lng=stored.lng,
    )


def is_public_photo(sha256: str) -> bool:
    """Whether a photograph was approved for everybody."""
    return ReportPhoto.objects.filter(
        attachment__sha256=sha256,
        is_public=True,
        report__visibility=Visibility.PUBLIC,
        report__is_confidential=False,
    ).exists()


def is_photo_of(sha256: str, *, numbers: Collection[str]) -> bool:
    """Whether a photograph belongs to one of these reports."""
    rows = ReportPhoto.objects.filter(attachment__sha256=sha256, report__number__in=numbers)
    return rows.exists()
