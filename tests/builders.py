"""Reports for tests, led to where a test wants them by the real actions: no impossible states.

    story = builders.Story()                 # submitted
    story.to("in_progress")                  # verified, accepted
    story.do("resolve", story.cast.officer, outcome=Outcome.FIXED, note="...", photos=[...])

Every step happens an hour after the one before; `story.at` is now.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tanggap.identity import actions as identity
from tanggap.identity.models import Contact
from tanggap.identity.sealing import Person
from tanggap.media.models import Attachment
from tanggap.people import actions as people
from tanggap.people.access import REPORTER, Actor, actor_for
from tanggap.people.models import Agency, User
from tanggap.reports import actions
from tanggap.reports.actions import Photo
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome, State
from tanggap.taxonomy.models import Category, Channel, Institution

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 09.00 in Jakarta
HIRED = MONDAY - timedelta(days=365)
VILLAGE, DISTRICT, CITY = "kel-gambir", "kec-gambir", "kota-pusat"
DEPARTMENT, BRANCH = "dinas-bina-marga", "sudin-bina-marga-pusat"
INSPECTORATE = "inspektorat"

_serial = itertools.count(1)


def agency(code: str) -> Agency:
    """An office of the pack."""
    return Agency.objects.get(code=code)


def desk() -> Agency:
    """The dispatcher's office."""
    return Agency.objects.get(is_dispatcher=True)


def category(code: str = "fasos-fasum") -> Category:
    """A category of the pack; the usual one asks for a photograph."""
    return Category.objects.get(code=code)


def staff(role: str, office: Agency, *, name: str = "") -> Actor:
    """Somebody new who works in `role` at `office`."""
    number = next(_serial)
    user = User(
        username=f"{role}{number}", name=name or f"{role} {number}", created_at=HIRED, password="!"
    )
    user.save()
    people.appoint(user=user, role=role, agency=office, at=HIRED)
    return actor_for(user, at=MONDAY)


@dataclass
class Cast:
    """One person for each part, made when first needed."""

    made: dict[str, Actor] = field(default_factory=dict)

    SEATS = {
        "verifier": ("verifier", None),
        "other_verifier": ("verifier", None),
        "dispatcher": ("dispatcher", None),
        "other_dispatcher": ("dispatcher", None),
        "clerk": ("clerk", None),
        "validator": ("validator", "biro-pemerintahan"),
        "operator": ("operator", "pemprov-dki"),
        "governor": ("leader", "pemprov-dki"),
        "lurah": ("agency_admin", VILLAGE),
        "officer": ("officer", VILLAGE),
        "colleague": ("officer", VILLAGE),
        "camat": ("agency_admin", DISTRICT),
        "department": ("agency_admin", DEPARTMENT),
        "branch": ("agency_admin", BRANCH),
        "case_worker": ("case_worker", INSPECTORATE),
        "inspector": ("officer", INSPECTORATE),
    }

    def __getattr__(self, name: str) -> Actor:
        if name not in Cast.SEATS:
            raise AttributeError(name)
        if name not in self.made:
            role, office = Cast.SEATS[name]
            self.made[name] = staff(role, agency(office) if office else desk(), name=name)
        return self.made[name]


def contact(*, email: str = "sari@example.org") -> Contact:
    """A sealed reporter."""
    found = identity.add_contact(
        Person(name="Sari Wulandari", email=email), language="id", at=MONDAY
    )
    assert found is not None
    return found


def attachment(*, kind: str = "photo") -> Attachment:
    """The row of a stored file; nothing lies on the disk."""
    sha = f"{next(_serial):064x}"
    is_photo = kind == Attachment.Kind.PHOTO
    return Attachment.objects.create(
        sha256=sha,
        original_sha256=sha,
        kind=kind,
        mime="image/jpeg" if is_photo else "application/pdf",
        width=1200 if is_photo else None,
        height=900 if is_photo else None,
        size=1000,
        created_at=MONDAY,
        stored_at=MONDAY,
    )


def photo(purpose: str = "after", *, at: datetime | None = None) -> Photo:
    """A photograph for an action; with `at` it says when and where it was taken."""
    kind = "document" if purpose == "document" else "photo"
    place = {"taken_at": at, "lat": -6.17, "lng": 106.82} if at else {}
    return Photo(attachment=attachment(kind=kind), purpose=purpose, **place)  # type: ignore[arg-type]


class Story:
    """One report, and the clock it lives by."""

    def __init__(self, *, cast: Cast | None = None, at: datetime = MONDAY, **columns: Any) -> None:
        self.cast = cast or Cast()
        self.at = at
        self.report = self._open(columns)

    def _open(self, columns: dict[str, Any]) -> Report:
        number = next(_serial)
        usual: dict[str, Any] = {
            "channel": Channel.objects.get(code="email"),
            "external_id": f"test-{number}",
            "text": "Lampu taman padam sejak hari Sabtu, gelap sekali.",
            "title": "Lampu taman padam",
            "by": REPORTER,
            "at": self.at,
        }
        if "contact" not in columns:
            columns = {**columns, "contact": contact(email=f"warga{number}@example.org")}
        return actions.open_report(**usual | columns)

    def tick(self, **by: float) -> datetime:
        """Let time pass: an hour, or `by` (of timedelta)."""
        self.at += timedelta(**by or {"hours": 1})
        return self.at

    def do(self, verb: str, by: Actor = REPORTER, /, **needs: Any) -> Report:
        """One verb, an hour later. Verbs are named as in `actions`."""
        self.tick()
        act = getattr(actions, verb)
        result: Report = act(self.report, by=by, at=self.at, **needs)
        return result

    def fresh(self) -> Report:
        """The row as it is in the database."""
        return Report.objects.get(pk=self.report.pk)

    # The usual way through life.

    def verify(self, to: Agency | None = None, **needs: Any) -> Report:
        usual: dict[str, Any] = {"category": category(), "to": to or agency(VILLAGE)}
        return self.do("verify", self.cast.verifier, **usual | needs)

    def accept(self) -> Report:
        return self.do("accept", self.cast.officer)

    def resolve(self, **needs: Any) -> Report:
        usual: dict[str, Any] = {"outcome": Outcome.FIXED, "note": "Lampu diganti."}
        if "photos" not in needs:
            usual["photos"] = [photo("before"), photo("after")]
        return self.do("resolve", self.cast.officer, **usual | needs)

    def validate(self) -> Report:
        return self.do("validate", self.cast.validator)

    def to(self, state: str) -> Story:
        """Go on to `state` by the shortest way."""
        for step in _WAYS[State(state)]:
            step(self)
        assert self.report.state == state, f"{self.report.state} instead of {state}"
        return self


_VERIFIED = (Story.verify,)
_ACCEPTED = (*_VERIFIED, Story.accept)
_RESOLVED = (*_ACCEPTED, Story.resolve)
_VALIDATED = (*_RESOLVED, Story.validate)
_WAYS: dict[State, tuple[Any, ...]] = {
    State.SUBMITTED: (),
    State.ON_HOLD: (
        lambda story: story.do("hold", story.cast.verifier, question="Di taman yang mana?"),
    ),
    State.WAITING: _VERIFIED,
    State.IN_PROGRESS: _ACCEPTED,
    State.AWAITING_VALIDATION: _RESOLVED,
    State.RESOLVED: _VALIDATED,
    State.CLOSED: (*_VALIDATED, lambda story: story.do("rate", stars=5)),
    State.DECLINED: (
        lambda story: story.do(
            "decline", story.cast.verifier, reason="Bukan layanan pemerintah.", remedy="Keberatan."
        ),
    ),
    State.REFERRED: (
        lambda story: story.do(
            "refer",
            story.cast.verifier,
            institution=Institution.objects.first(),
            reason="Nasional.",
        ),
    ),
}
