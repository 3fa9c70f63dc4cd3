"""What a new report becomes: where it is, who may see it, who holds it first. Reads caches only."""

from __future__ import annotations

from dataclasses import dataclass

from tanggap.intake import reference
from tanggap.intake.inbound import Inbound, Refused
from tanggap.people.models import Agency
from tanggap.places import queries as places
from tanggap.places.models import Area
from tanggap.reports.workflow import Privacy, Visibility
from tanggap.taxonomy.models import Category, Channel
from tanggap.triage import caution, route

# Degrees under which the reporter's name is shown to nobody who works on the report.
NAMELESS = frozenset({Privacy.NAME_HIDDEN, Privacy.NO_IDENTITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The area of a report, and whether a person should look at it again."""

    area_id: int | None = None
    area_code: str = ""
    area_name: str = ""
    is_approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Everything about a new report that its text doesn't say."""

    channel: Channel
    category: Category | None
    spot: Spot
    privacy: Privacy
    visibility: Visibility
    is_confidential: bool
    lead: Agency | None  # None: it waits for a verifier

    @property
    def is_anonymous(self) -> bool:
        return self.privacy in NAMELESS

    @property
    def keeps_identity(self) -> bool:
        return self.privacy is not Privacy.NO_IDENTITY


def decide(inbound: Inbound) -> Decision:
    """Decide by the pack's rules. Raises Refused for a channel or category nobody knows."""
    channel = reference.channel(inbound.channel)
    if channel is None:
        raise Refused("channel", "unknown")
    category = _category(inbound)
    spot = _spot(inbound)
    privacy = inbound.privacy or _usual_privacy(channel)
    is_protected = _is_protected(inbound)
    is_confidential = privacy is Privacy.CONFIDENTIAL or is_protected or _is_delicate(category)
    return Decision(
        channel=channel,
        category=category,
        spot=spot,
        privacy=privacy,
        visibility=_visibility(inbound, channel, privacy, is_confidential=is_confidential),
        is_confidential=is_confidential,
        lead=_confidant(category, spot, is_protected=is_protected)
        if is_confidential
        else _lead(channel, category, spot),
    )


def _category(inbound: Inbound) -> Category | None:
    if not inbound.category:
        return None
    category = reference.category(inbound.category)
    if category is None:
        raise Refused("category", "unknown")
    return category


def _spot(inbound: Inbound) -> Spot:
    """What the reporter chose herself counts before what the point says."""
    if inbound.area:
        return _named(inbound.area, is_approximate=False)
    if inbound.lat is None or inbound.lng is None:
        return Spot()
    found = places.locate(lat=inbound.lat, lng=inbound.lng)
    return _named(found.area_code or "", is_approximate=found.is_approximate)


def _named(code: str, *, is_approximate: bool) -> Spot:
    area = places.area(code)
    if area is None:
        return Spot()
    return Spot(
        area_id=area.id,
        area_code=area.code,
        area_name=area.local_name,
        is_approximate=is_approximate,
    )


def _usual_privacy(channel: Channel) -> Privacy:
    known = reference.current()
    usual = known.setting("privacy.default", Privacy.PRIVATE)
    return Privacy(known.setting(f"privacy.channels.{channel.code}", usual))


def _visibility(
    inbound: Inbound, channel: Channel, privacy: Privacy, *, is_confidential: bool
) -> Visibility:
    if is_confidential or privacy is Privacy.PRIVATE:
        return Visibility.PRIVATE
    if privacy is Privacy.OPEN:
        return Visibility.PUBLIC
    if inbound.is_public is None:
        return Visibility(channel.default_visibility)
    return Visibility.PUBLIC if inbound.is_public else Visibility.PRIVATE


def _is_protected(inbound: Inbound) -> bool:
    if inbound.is_protected is None:
        return caution.keeps_secret(f"{inbound.title} {inbound.text}")
    return inbound.is_protected


def _is_delicate(category: Category | None) -> bool:
    return category is not None and (category.is_conflict_of_interest or category.is_protected)


def _lead(channel: Channel, category: Category | None, spot: Spot) -> Agency | None:
    """The first holder where the pack's rule names one; else a verifier looks first."""
    if not (channel.skips_verification and spot.area_code):
        return None
    proposal = route.propose(category, _area(spot), is_geotagged=channel.is_geotagged)
    return proposal.agency if proposal else reference.current().dispatcher


def _confidant(category: Category | None, spot: Spot, *, is_protected: bool) -> Agency | None:
    """Who gets a confidential report: it never lies on a desk that everybody reads.

    It goes straight to its mandate's agency if that one has case workers, else to the desk that
    protects people, else to the inspectorate.
    """
    proposal = route.propose(category, _area(spot))
    if proposal and proposal.agency.handles_confidential:
        return proposal.agency
    is_protected = is_protected or (category is not None and category.is_protected)
    desk = "desks.protection" if is_protected else "desks.inspectorate"
    known = reference.current()
    return known.agencies.get(known.setting(desk, ""))


def _area(spot: Spot) -> Area | None:
    """An unsaved row: routing asks for the code alone."""
    return Area(pk=spot.area_id, code=spot.area_code) if spot.area_code else None
