"""A session that a PIN began on a shared phone: field work at the phone's office, and no more.

The phone keeps a token in a cookie; the session names phone and PIN. Both are asked for at every
request, so that a phone or a PIN that is taken back opens nothing from that moment.
"""

from __future__ import annotations

import time
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse

from tanggap.people import phones
from tanggap.people.access import Actor
from tanggap.people.actions.devices import PIN_ROLES
from tanggap.people.models import Device, Pin, User

COOKIE = "perangkat"
COOKIE_AGE = 400 * 86400
# Nobody touched the phone for so long: the next one says who holds it.
IDLE_SECONDS = 30 * 60
_TOUCH_SECONDS = 5 * 60
_BACKEND = "tanggap.people.login.SeatedBackend"
_DEVICE, _PIN, _OFFICE, _SEEN = "phone", "phone_pin", "phone_office", "phone_seen"


def device_of(request: HttpRequest) -> Device | None:
    """The registered phone that asks, if it is one."""
    return phones.device_for(request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, token: str) -> None:
    """Let this browser be the registered phone."""
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def begin(request: HttpRequest, user: User, device: Device, pin: Pin) -> None:
    """`user` holds the phone now; whoever did before is out."""
    request.session.flush()
    login(request, user, backend=_BACKEND)
    request.session.set_expiry(IDLE_SECONDS)
    request.session.update(
        {_DEVICE: device.pk, _PIN: pin.set_at.isoformat(), _OFFICE: device.office_id,
         _SEEN: int(time.time())}
    )  # fmt: skip


def is_one(request: HttpRequest) -> bool:
    """Whether a PIN began this session."""
    return _DEVICE in request.session


def narrowed(request: HttpRequest, actor: Actor) -> Actor:
    """The actor with the seats that she has on this phone: none when it was taken back."""
    if not is_one(request):
        return actor
    session = request.session
    token = request.COOKIES.get(COOKIE, "")
    if not phones.is_alive(session[_DEVICE], token, actor.user_id or 0, session[_PIN]):
        session.flush()
        return replace(actor, seats=(), absent=frozenset())
    if time.time() - session[_SEEN] > _TOUCH_SECONDS:
        session[_SEEN] = int(time.time())
    held = (s for s in actor.seats if s.lent_by is None and s.role in PIN_ROLES)
    here = tuple(seat for seat in held if seat.agency_id == session[_OFFICE])
    return replace(actor, seats=here, absent=frozenset())
