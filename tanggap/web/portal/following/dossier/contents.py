"""What the pages say: all that the reporter may see, and nobody's name but hers if she wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import tracking as reading
from tanggap.media import serve
from tanggap.messaging import queries as messaging
from tanggap.messaging.texts import sentence
from tanggap.publication import labels
from tanggap.publication.copies import checking
from tanggap.publishing.redaction import redact
from tanggap.reports.clocks import Clock
from tanggap.taxonomy.queries import said
from tanggap.web import display, grounds
from tanggap.web.portal.following import telling, why

if TYPE_CHECKING:
    from tanggap.reports.case import Case
    from tanggap.reports.models import Report, ReportEvent, ReportPhoto

Pair = tuple[str, str]
SIDE = 960  # of a printed photograph, in pixels
MOST_PHOTOS = 12
CLOCKS: dict[Clock, Promise | str] = {
    Clock.COMPLETION: lazy("Batas penyelesaian"),
    Clock.CITIZEN: lazy("Jam warga, dari laporan masuk sampai selesai"),
}
TAGS: dict[str, Promise | str] = {
    "report": lazy("Foto pelapor"),
    "reopen": lazy("Foto pelapor saat membuka lagi"),
    "before": lazy("Sebelum, oleh petugas"),
    "after": lazy("Sesudah, oleh petugas"),
    "place": lazy("Tempatnya, oleh petugas"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, with the words that were meant for the reporter."""

    when: str
    title: str
    quote: str
    basis: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph on this machine and what it shows."""

    path: Path
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The contents, in the active language. `at` is when it was made."""

    number: str
    title: str
    text: str
    name: str  # as the reporter typed it for these pages; usually empty
    facts: tuple[Pair, ...]
    clocks: tuple[tuple[str, tuple[Pair, ...]], ...]
    story: tuple[Step, ...]
    messages: tuple[Step, ...]
    pictures: tuple[Picture, ...]
    chain: str  # the last link of the report's chain of events
    at: datetime
    reference: str  # what the seal says


def gather(row: Report, *, name: str, at: datetime) -> Dossier:
    """All of it. About eight queries, whatever the report."""
    known = reading.case_of(row)
    return Dossier(
        number=row.number,
        title=row.title,
        text=row.text,
        name=name,
        facts=tuple(pair for pair in _facts(row) if pair[1]),
        clocks=tuple(_clocks(known)),
        story=tuple(_step(event, row) for event in _events(row)),
        messages=tuple(_messages(row)),
        pictures=tuple(_pictures(reading.photos(row))),
        chain=bytes(row.last_hash).hex(),
        at=at,
        reference=checking.dossier_reference(row.number, at=at, chain=bytes(row.last_hash).hex()),
    )


def _facts(row: Report) -> Iterator[Pair]:
    shown = labels.told(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)
    yield _("Keadaan"), str(shown.word)
    yield _("Masuk"), f"{_moment(row.received_at)}, {row.channel.local_name}"
    area = row.area.local_name if row.area else ""
    yield _("Tempat"), ", ".join(filter(None, (row.address, area)))
    yield _("Titik"), _point(row)
    yield _("Kategori"), row.category.local_name if row.category else ""
    yield _("Dipegang"), row.lead.name if row.lead else ""
    yield _("Dijanjikan paling lambat"), _moment(row.promised_at)
    yield _("Selesai"), _moment(row.resolved_at)
    yield _("Ditutup"), _moment(row.closed_at)
    yield _("Dibuka lagi oleh pelapor"), display.number(row.reopens) if row.reopens else ""
    yield _("Nilai pelapor"), _stars(row)


def _point(row: Report) -> str:
    if row.lat is None or row.lng is None:
        return ""
    return f"{row.lat:.5f}, {row.lng:.5f}"


def _moment(at: datetime | None) -> str:
    return display.moment(at) if at else ""


def _stars(row: Report) -> str:
    if row.stars is None:
        return ""
    said_of_it = _("%(n)s dari 5") % {"n": row.stars}
    return ": ".join(filter(None, (said_of_it, row.rating_reason)))


def _clocks(known: Case) -> Iterator[tuple[str, tuple[Pair, ...]]]:
    for clock, word in CLOCKS.items():
        if lines := why.lines(reading.ledger_of(known, clock)):
            yield str(word), tuple(lines)


def _events(row: Report) -> Sequence[ReportEvent]:
    return list(reversed(reading.story(row, verbs=labels.SENTENCES.keys())))


def _step(event: ReportEvent, row: Report) -> Step:
    is_told = event.verb in telling.TOLD_WORDS
    return Step(
        when=display.moment(event.at),
        title=labels.sentence(telling.verb_of(event), agency=telling.office_of(event, row)),
        quote=_spoken(said(event.note), event.actor_kind) if is_told else "",
        basis=grounds.basis(event.data) if is_told else "",
    )


def _spoken(text: str, kind: str) -> str:
    """Her own words as they are; in those of an office every name of a person is masked."""
    return text if kind == "reporter" else redact(text)


def _messages(row: Report) -> Iterator[Step]:
    for one in messaging.conversation(row.number):
        is_hers = one.direction == "in"
        who = _("Dari pelapor") if is_hers else _("Kepada pelapor")
        text = _spoken(sentence(one), "reporter" if is_hers else "staff")
        yield Step(display.moment(one.created_at), who, text, "")


def _pictures(photos: Sequence[ReportPhoto]) -> Iterator[Picture]:
    shown = [photo for photo in photos if photo.purpose in TAGS]
    for photo in shown[:MOST_PHOTOS]:
        found = serve.photo(sha256=photo.attachment.sha256, size=SIDE, public=False)
        if found is not None:
            when = display.moment(photo.taken_at or photo.created_at)
            yield Picture(found.path, f"{TAGS[photo.purpose]}, {when}")


def file_name(dossier: Dossier) -> str:
    """What the file is called: the number and the day."""
    return f"berkas-{dossier.number}-{timezone.localtime(dossier.at):%Y-%m-%d}.pdf"
