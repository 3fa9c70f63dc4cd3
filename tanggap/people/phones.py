"""Reads about shared phones: which one asks, who may choose herself on it, which there are."""

from __future__ import annotations

from datetime import datetime

from tanggap.people import access
from tanggap.people.access import Actor
from tanggap.people.actions.devices import PIN_ROLES
from tanggap.people.actions.people import hash_token
from tanggap.people.models import Device, Membership, Pin, User

MOST = 200


def device_for(token: str) -> Device | None:
    """The registered phone that holds `token`. One query."""
    if not token:
        return None
    rows = Device.objects.select_related("office").filter(revoked_at=None)
    return rows.filter(token_hash=hash_token(token), office__is_active=True).first()


def people_on(device: Device, *, at: datetime) -> list[User]:
    """Who may choose herself on this phone: officers of its office with a PIN. One query."""
    seats = Membership.objects.current(at=at).filter(agency=device.office_id, role__in=PIN_ROLES)
    rows = User.objects.filter(is_active=True, pk__in=seats.values("user"), pin__isnull=False)
    return list(rows.exclude(pin__hash="").order_by("name", "pk"))


def is_alive(device: int, token: str, user: int, pin_of: str) -> bool:
    """Whether a session begun by a PIN still holds: same phone, same PIN. Two queries."""
    rows = Device.objects.filter(pk=device, revoked_at=None, office__is_active=True)
    if not token or not rows.filter(token_hash=hash_token(token)).exists():
        return False
    pin = Pin.objects.filter(user=user).exclude(hash="").first()
    return pin is not None and pin.set_at.isoformat() == pin_of


def devices_for(actor: Actor) -> list[Device]:
    """The phones of the offices that the actor administers, the newest first. Two queries."""
    rows = Device.objects.filter(office__in=access.reach(actor)).select_related("office")
    return list(rows.order_by("revoked_at", "-pk")[:MOST])


def pin_of(user: User) -> Pin | None:
    """Her PIN, if she has one that holds. One query."""
    return Pin.objects.filter(user=user).exclude(hash="").first()
