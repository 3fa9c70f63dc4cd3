"""What an officer did where there was no line, written down once when the line is back.

The phone names every action with a key of its own. The row of the key, the verb and the answer
are one transaction: whoever sends the key again gets the answer again, and nothing happens twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tanggap.fieldwork.actions.shots import keep
from tanggap.fieldwork.models import Handed, HandedPhoto, PhoneAction, Upload
from tanggap.media import actions as media
from tanggap.media.models import Attachment
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor
from tanggap.people.models import Agency, Role
from tanggap.people.queries import holders
from tanggap.reports import access, actions
from tanggap.reports.actions import Conflict, Photo
from tanggap.reports.actions.photos import Purpose
from tanggap.reports.facts import WORKING_ROLES
from tanggap.reports.models import Report
from tanggap.reports.workflow import Code, Outcome, Refused

Status = PhoneAction.Status
KEPT_UPLOADS = timedelta(days=30)
SENT_PURPOSES = (Purpose.BEFORE, Purpose.AFTER, Purpose.PLACE, Purpose.DOCUMENT, Purpose.NOTE)


class PhotosMissing(Exception):
    """The action names photographs that haven't arrived; `hashes` says which. Send them first."""

    def __init__(self, hashes: Sequence[str]) -> None:
        self.hashes = tuple(hashes)
        super().__init__(", ".join(sha[:12] for sha in hashes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A photograph of an action, by the hash of the bytes that were uploaded.

    Time and position are the phone's word; what the file says of itself fills the gaps.
    """

    sha256: str
    purpose: str
    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One action as the phone made it. `after` is the key of the one before on the same report."""

    key: UUID
    number: str
    verb: str
    version: int | None = None
    after: UUID | None = None
    made_at: datetime | None = None
    text: str = ""
    outcome: Outcome | None = None
    asset: str = ""
    shots: tuple[Shot, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)  # the request as it came, to be kept


def upload(data: bytes, *, by: Actor, filename: str, at: datetime) -> Upload:
    """Keep one photograph (or document) that an action will name. Raises media.Refused."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = Upload.objects.filter(user=by.user_id, sha256=sha256).first()
    if known is not None:
        return known
    attachment, facts = media.store(data, filename=filename, at=at, documents=True)
    row, _ = Upload.objects.get_or_create(
        user_id=person(by),
        sha256=sha256,
        defaults={
            "attachment": attachment,
            "taken_at": facts.taken_at,
            "lat": facts.lat,
            "lng": facts.lng,
            "created_at": at,
        },
    )
    return row


def person(by: Actor) -> int:
    """Whose phone it is: only members of staff have one."""
    assert by.user_id is not None
    return by.user_id


def perform(asked: Asked, *, by: Actor, at: datetime) -> PhoneAction:
    """Do what was asked, once; the answer to a known key is the first answer.

    Raises PhotosMissing, and then nothing is written down: the phone sends them and asks again.
    """
    with transaction.atomic():
        row, is_new = PhoneAction.objects.get_or_create(
            user_id=person(by), key=asked.key, defaults=_begun(asked, at)
        )
        if is_new:  # whoever sends the same key meanwhile waits for this transaction
            _answer(row, asked, by=by, at=at)
            row.save(update_fields=["report", "status", "seq", "code", "missing"])
    return row


def _begun(asked: Asked, at: datetime) -> dict[str, Any]:
    return {
        "number": asked.number,
        "verb": asked.verb,
        "request": dict(asked.said),
        "made_at": asked.made_at,
        "received_at": at,
        "status": Status.DONE,
    }


def _answer(row: PhoneAction, asked: Asked, *, by: Actor, at: datetime) -> None:
    photos = _photos(asked, by)
    if asked.verb == HAND_IN:
        _hand_in(row, asked, photos, by=by, at=at)
        return
    try:
        report = access.report_for(by, asked.number)
    except access.NotFound:
        row.status = Status.GONE
        return
    row.report = report
    _use(row, report, asked, photos, by=by, at=at)


def _use(
    row: PhoneAction,
    report: Report,
    asked: Asked,
    photos: list[Photo],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The verb in a savepoint: refused, it leaves nothing but the answer."""
    how = {"by": by, "at": at, "version": _version(asked, by), "made_at": asked.made_at}
    try:
        with transaction.atomic():
            VERBS[asked.verb](report, asked, photos, how)
        row.seq = report.seq
    except Conflict as conflict:
        row.status, row.seq = Status.CONFLICT, conflict.event.seq
    except Refused as error:
        row.status, row.code = Status.REFUSED, error.code.value
        row.missing = list(error.missing)


def _version(asked: Asked, by: Actor) -> int | None:
    """What the phone knew: the report as it was fetched, or as its own last action left it."""
    if asked.after is None:
        return asked.version
    mine = PhoneAction.objects.filter(user=by.user_id, number=asked.number, status=Status.DONE)
    left = mine.filter(key=asked.after).values_list("seq", flat=True).first()
    return max(filter(None, (left, asked.version)), default=None)


def _photos(asked: Asked, by: Actor) -> list[Photo]:
    wanted = [shot.sha256 for shot in asked.shots]
    rows = Upload.objects.filter(user=by.user_id, sha256__in=wanted).select_related("attachment")
    found = {row.sha256: row for row in rows}
    if missing := [sha for sha in wanted if sha not in found]:
        raise PhotosMissing(missing)
    return [_photo(shot, found[shot.sha256]) for shot in asked.shots]


def _photo(shot: Shot, sent: Upload) -> Photo:
    has_place = shot.lat is not None and shot.lng is not None
    is_document = sent.attachment.kind == Attachment.Kind.DOCUMENT
    return Photo(
        attachment=sent.attachment,
        purpose=Purpose.DOCUMENT if is_document else shot.purpose,
        taken_at=shot.taken_at or sent.taken_at,
        lat=shot.lat if has_place else sent.lat,
        lng=shot.lng if has_place else sent.lng,
    )


# Each verb of the phone as a call of the action of the same name.
Call = Callable[[Report, Asked, list[Photo], dict[str, Any]], object]
HAND_IN = "hand_in"
VERBS: dict[str, Call] = {
    "accept": lambda report, asked, photos, how: actions.accept(report, **how),
    "progress": lambda report, asked, photos, how: actions.progress(
        report, text=asked.text, photos=_inside(photos), asset=asked.asset, **how
    ),
    "resolve": lambda report, asked, photos, how: actions.resolve(
        report, outcome=asked.outcome, note=asked.text, photos=photos, asset=asked.asset, **how
    ),
    "give_back": lambda report, asked, photos, how: actions.give_back(
        report, reason=asked.text, **how
    ),
    "done": lambda report, asked, photos, how: actions.done(report, note=asked.text, **how),
    # For all offices: whoever holds the report now is to see what was found.
    "note": lambda report, asked, photos, how: actions.note(
        report, text=asked.text, scope="agencies", photos=photos, **{**how, "version": None}
    ),
}


def _inside(photos: list[Photo]) -> list[Photo]:
    """Photographs on the way: not the proof, so nobody outside sees them."""
    return [replace(photo, purpose=Purpose.NOTE) for photo in photos]


def _hand_in(
    row: PhoneAction, asked: Asked, photos: list[Photo], *, by: Actor, at: datetime
) -> None:
    """Give words and photographs to the admin of the officer's office, whatever became of it."""
    agency = _office(by)
    if agency is None:
        row.status, row.code = Status.REFUSED, Code.NOT_YOURS.value
        return
    handed = Handed.objects.create(action=row, agency=agency, note=asked.text, created_at=at)
    keep(HandedPhoto, photos, handed=handed)
    _tell_admins(handed, by=by, at=at)


def _tell_admins(handed: Handed, *, by: Actor, at: datetime) -> None:
    offices = holders(Role.AGENCY_ADMIN, offices=[handed.agency_id], at=at)
    messaging.notify_staff(
        user_ids=offices,
        template="handed",
        data={"author": by.name, "path": f"/serahan/{handed.pk}/"},
        subject=handed.action.number,
        effect_key=f"handed:{handed.pk}",
        at=at,
        offices=offices,
    )


def _office(by: Actor) -> Agency | None:
    offices = [seat.agency_id for seat in by.seats if seat.role in WORKING_ROLES]
    return Agency.objects.filter(pk__in=offices[:1]).first()


def sweep(*, at: datetime, limit: int = 1000) -> int:
    """Forget uploads that no phone will name any more; their pictures go with the media sweep."""
    old = Upload.objects.filter(created_at__lt=at - KEPT_UPLOADS).values_list("pk", flat=True)
    return Upload.objects.filter(pk__in=list(old[:limit])).delete()[0]
