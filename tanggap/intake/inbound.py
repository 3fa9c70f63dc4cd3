"""What every door hands in, and what it gets back. Frozen, without ORM and without HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tanggap.identity.sealing import Person
from tanggap.people.access import REPORTER, Actor
from tanggap.reports.clocks import PeerDue
from tanggap.reports.workflow import Privacy, ReportClass

__all__ = ["Inbound", "PeerDue", "Person", "Photo", "PhotoRefused", "Receipt", "Refused"]

MAX_TEXT = 10_000  # characters; Open311 asks for 4,000
MAX_TITLE = 140
MAX_ADDRESS = 240
MAX_PHOTOS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photograph or document already stored, and what its camera said."""

    attachment_id: int
    sha256: str
    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None
    is_document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRefused:
    """A file that was not taken, and why in plain words. The text is never lost with it."""

    filename: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One report as it came in through one door.

    `external_id` names the input within its channel: the same one makes one report, whoever
    sends it again and whenever. `earlier_id` is a second name under which it may have come in
    since `replay_since`, for doors without a key of their own.
    """

    channel: str
    external_id: str
    text: str
    title: str = ""
    category: str = ""  # code; empty when the reporter doesn't know
    report_class: ReportClass = ReportClass.COMPLAINT
    privacy: Privacy | None = None  # None: the channel's default
    # Shown to everybody, for the degrees that leave it open; None: the channel's default.
    is_public: bool | None = None
    # Its words are about a child, violence or somebody's health: as in a protected category.
    # None: the pack's list says; False: somebody read its words and said that they aren't.
    is_protected: bool | None = None
    lat: float | None = None  # WGS 84 degrees
    lng: float | None = None
    area: str = ""  # code of the kelurahan the reporter chose herself
    address: str = ""
    person: Person = field(default_factory=Person)
    owner: bytes | None = None  # `identity.sealing.owner` of the account it belongs to
    language: str = "id"
    photos: tuple[Photo, ...] = ()
    occurred_at: datetime | None = None
    received_at: datetime | None = None  # the provider's or the counter's stamp
    client_at: datetime | None = None  # the phone's own clock
    by: Actor = REPORTER  # the clerk, when one files for a visitor
    note: str = ""  # the clerk's, inside
    data: Mapping[str, object] = field(default_factory=dict)  # JSON; kept with the event
    peer: PeerDue | None = None  # until when the institution that sent it wants it settled
    earlier_id: str = ""
    replay_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the reporter takes home. The same input gets the same receipt."""

    report_id: int
    number: str
    code: str  # empty when it can't be shown again
    state: str
    received_at: datetime
    promised_at: datetime | None
    agency_name: str
    is_replay: bool
    is_confidential: bool = False
    area_name: str = ""
    is_area_approximate: bool = False


class Refused(Exception):
    """The input can't become a report; `field` is at fault and `code` says how."""

    def __init__(self, field: str, code: str) -> None:
        self.field = field
        self.code = code
        super().__init__(f"{field}: {code}")
