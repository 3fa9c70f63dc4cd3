"""What stands in data.json. Keys are English, for programs; words are in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tanggap.casework.queries import consent
from tanggap.casework.queries import tracking as reading
from tanggap.citizens import queries
from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.identity.sealing import FIELDS, Person
from tanggap.messaging import queries as messaging
from tanggap.messaging.texts import sentence
from tanggap.people.models import User
from tanggap.publication import labels
from tanggap.taxonomy.queries import said
from tanggap.together import own, tokens
from tanggap.together import queries as together

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportPhoto
    from tanggap.together.models import Comment

Facts = dict[str, Any]
Shown = Callable[[Person], Facts]


def account(user: User) -> Facts:
    """What the account itself holds."""
    person = queries.person_of(user)
    return {
        **in_full(person),
        "language": user.language,
        "since": _iso(user.created_at),
        "logs_in_by": list(queries.providers_of(user)),
        "second_factor": list(queries.factors_of(user)),
        "hears_of": [_wish(wish) for wish in together.wishes_of(person.email)],
    }


def together_with_others(user: User) -> Facts:
    """What the account supported and said under reports of others. Looks through all of it."""
    who = tokens.account(user.pk)
    return {
        "supports": [
            {"number": row.report.number, "at": _iso(row.created_at)}
            for row in own.supports_of(who)
        ],
        "comments": [_comment(row) for row in own.comments_of(who)],
    }


def _comment(row: Comment) -> Facts:
    decided = {"state": row.state, "decided_at": _iso(row.decided_at), "reason": row.reason}
    return {"number": row.report.number, "at": _iso(row.created_at), "words": row.text, **decided}


def _wish(wish: together.Wish) -> Facts:
    moments = {"asked_at": _iso(wish.asked_at), "confirmed_at": _iso(wish.confirmed_at)}
    return {"about": wish.about, "rhythm": wish.rhythm, **moments}


def report(row: Report, photos: Sequence[ReportPhoto], *, shown: Shown) -> Facts:
    """One report with its story. A handful of queries."""
    return {
        "number": row.number,
        "received_at": _iso(row.received_at),
        "state": str(
            labels.told(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled).word
        ),
        "class": row.report_class,
        "category": row.category.local_name if row.category else "",
        "title": row.title,
        "text": row.text,
        "where": row.address,
        "point": [row.lat, row.lng] if row.lat is not None else None,
        "area": row.area.local_name if row.area else "",
        "occurred_at": _iso(row.occurred_at),
        "phones_clock": _iso(row.client_at),
        "is_confidential": row.is_confidential,
        "is_public": row.visibility == "public",
        "stars": row.stars,
        "identity": _identity(row, shown),
        "news": _news(row),
        "shared_with": [_share(share) for share in consent.requests(row)],
        "read_by": [_reading(one) for one in consent.readings(row)],
        "story": [_step(event) for event in reading.story(row, verbs=labels.SENTENCES.keys())],
        "conversation": [_said(message) for message in messaging.conversation(row.number)],
        "deliveries": [_delivery(one) for one in messaging.deliveries(row.number)],
        "dossiers": [_dossier(one) for one in queries.dossiers_of(row)],
        "photographs": [_photo(photo) for photo in photos],
    }


def in_full(person: Person) -> Facts:
    """For whoever has come in to her account."""
    return {field: getattr(person, field) for field in FIELDS}


def by_its_ends(person: Person) -> Facts:
    """For whoever has the code, which may have been found: enough to know one's own again."""
    return {field: _ends(getattr(person, field)) for field in FIELDS}


def _ends(value: str) -> str:
    return f"{value[:1]}•••{value[-2:]}" if len(value) > 4 else "•••" * bool(value)


def _identity(row: Report, shown: Shown) -> Facts | None:
    if row.contact is None or row.contact.erased_at is not None:
        return None
    return {**shown(identity.open_for_herself(row.contact)), "language": row.contact.language}


def _news(row: Report) -> Facts:
    """How she wants to be told. A browser has no name: they are counted."""
    wishes = identities.wishes(row.contact_id)
    ways = {"ways": wishes.ways or "usual", "quiet_hours": wishes.is_quiet}
    return {**ways, "browsers": wishes.browsers}


def _dossier(one: Any) -> Facts:
    return {"file": f"{one.pk}-{one.file_name}", "made_at": _iso(one.made_at)}


def _delivery(one: Any) -> Facts:
    return {"way": one.way, "state": one.state, "at": _iso(one.updated_at)}


def _share(share: Any) -> Facts:
    moments = ("asked_at", "agreed_at", "refused_at", "withdrawn_at", "ends_at")
    said_of = {"office": share.agency.name, "field": share.field, "reason": share.reason}
    return {**said_of, **{name: _iso(getattr(share, name)) for name in moments}}


def _reading(one: Any) -> Facts:
    """An empty field: the seal was broken in need, and everything read."""
    office = one.agency.name if one.agency else ""
    return {"at": _iso(one.at), "office": office, "field": one.field, "reason": one.reason}


def _step(event: Any) -> Facts:
    office = event.agency.name if event.agency else ""
    verb = labels.said(event.verb, (event.data or {}).get("step", ""))
    told = str(labels.sentence(verb, agency=office))
    return {"at": _iso(event.at), "what": told, "office": office, "words": str(said(event.note))}


def _said(message: Any) -> Facts:
    return {
        "at": _iso(message.created_at),
        "from_you": message.direction == "in",
        "words": str(sentence(message)),
    }


def _photo(photo: ReportPhoto) -> Facts:
    point = [photo.lat, photo.lng] if photo.lat is not None else None
    name = file_name(photo)
    return {"file": name, "for": photo.purpose, "taken_at": _iso(photo.taken_at), "point": point}


def file_name(photo: ReportPhoto) -> str:
    """What a photograph or document is called in the ZIP."""
    return f"{photo.pk}.{'jpg' if photo.attachment.kind == 'photo' else 'pdf'}"


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
