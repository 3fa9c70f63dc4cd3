"""From a sent form to a report, or back to the form with the reason. Pages and phones share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.intake import actions as intake
from tanggap.intake import photos as intake_photos
from tanggap.intake.inbound import Inbound, Photo, PhotoRefused, Receipt, Refused
from tanggap.lib.naming import language
from tanggap.reports.vocabulary import NAMED_MARK, Privacy, ReportClass
from tanggap.web import kept
from tanggap.web.portal import own
from tanggap.web.portal.filing import asking, elsewhere, senders, taken
from tanggap.web.portal.filing.forms import ReportForm

CHANNEL = "web"


@dataclass(frozen=True, slots=True)
class Again:
    """The form comes back: `why` is "asks", "bad" or "slowly"; nothing typed is lost."""

    form: ReportForm
    why: str
    context: dict[str, Any] = field(default_factory=dict)


def attempt(request: HttpRequest, *, is_queued: bool = False) -> Receipt | Again:
    """File what was sent. A queued one waited on a phone: nobody is there to be asked."""
    form = ReportForm(request.POST, request.FILES)
    photos, refused = stored(request)
    again = {"kept": photos, "kept_token": kept.pack(photos), "refused": refused}
    if not form.is_valid() or refused:
        return Again(form, "bad", again)
    if not is_queued and (asks := asking.of(form, has_left=own.has_left(request))):
        return Again(form, "asks", {**again, **asks.context()})
    if not senders.may_send(request, at=timezone.now()):
        return Again(form, "slowly", {**again, "is_slowly": True})
    try:
        # Whoever is logged in when a phone finds its line again need not be who wrote it.
        owner = None if is_queued else own.owner(request, form)
        inbound = _inbound(form, photos, owner=owner)
        return intake.receive(inbound, at=timezone.now())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, _reason())
        return Again(form, "bad", again)


def stored(request: HttpRequest) -> tuple[tuple[Photo, ...], tuple[PhotoRefused, ...]]:
    """Photographs of this try and of earlier ones, so that a second try doesn't ask again."""
    at = timezone.now()
    new, refused = intake_photos.prepare(
        request.FILES.getlist("photos"),
        at,
        said=taken.read(request.POST.get("photos_taken", ""), at=at),
        documents=True,
    )
    return kept.merge(kept.unpack(request.POST.get("kept", "")), new), refused


def _reason() -> str:
    return _("Bagian ini belum bisa kami terima. Periksa lagi.")


def _inbound(form: ReportForm, photos: tuple[Photo, ...], *, owner: bytes | None) -> Inbound:
    data, at = form.cleaned_data, timezone.now()
    return Inbound(
        channel=CHANNEL,
        external_id=data["form_id"],
        text=data["text"],
        category=data["category"],
        report_class=ReportClass(data["report_class"]),
        privacy=form.privacy,
        lat=data["lat"],
        lng=data["lng"],
        area=data["area"],
        address=data["where"],
        person=form.person,
        owner=owner,
        language=language(),
        photos=photos,
        is_public=data["readers"] == "all",
        is_protected=form.is_protected,
        occurred_at=form.occurred_at(at=at),
        client_at=form.client_at(at=at),
        note=_note(data),
        data=_named(form),
    )


def _named(form: ReportForm) -> dict[str, object]:
    """Whether a confidential report may be put into an account later: kept nowhere else."""
    if form.privacy is not Privacy.CONFIDENTIAL:
        return {}
    return {NAMED_MARK: form.cleaned_data["identity"] != "none"}


def _note(data: dict[str, Any]) -> str:
    """What the verifier should know of a place outside, inside the office."""
    found = elsewhere.of(data)
    if found is None:
        return ""
    names = ", ".join(found.institutions) or _("belum diketahui")
    return _("Tempatnya di luar wilayah kita; mungkin milik: %(names)s.") % {"names": names}
