"""What the left rail needs beside the page's own context."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.performance.access import READERS

# Who writes ready texts for the office; an officer uses what is there.
WRITERS = (Role.AGENCY_ADMIN, Role.VERIFIER, Role.DISPATCHER, Role.VALIDATOR, Role.CASE_WORKER)
# Whom danger may call, or who watches that somebody answers.
ON_CALL = (
    Role.OFFICER,
    Role.AGENCY_ADMIN,
    Role.CASE_WORKER,
    Role.LEADER,
    Role.VERIFIER,
    Role.DISPATCHER,
    Role.OPERATOR,
)


def shell(actor: Actor, place: str) -> dict[str, Any]:
    """The marked place, and the places that only some roles have: (url, icon, word, place)."""
    extra = []
    if actor.has_role(Role.VALIDATOR):
        extra.append((reverse("desk:validation"), "shield", _("Validasi"), "validasi"))
    if actor.has_role(Role.CLERK):
        extra.append((reverse("desk:counter_new"), "plus", _("Loket"), "loket"))
    if actor.has_role(Role.OFFICER):
        extra.append((reverse("field:list"), "camera", _("Lapangan"), "lapangan"))
    if actor.has_role(*ON_CALL):
        extra.append((reverse("duty:alarms"), "warn", _("Siaga"), "siaga"))
    if actor.own().has_role(Role.AGENCY_ADMIN):
        extra.append((reverse("people:list"), "users", _("Staf"), "staf"))
    if actor.has_role(*READERS):
        extra.append((reverse("score:board"), "chart", _("Kinerja"), "rapor"))
    if actor.has_role(*WRITERS):
        extra.append((reverse("desk:templates"), "pen", _("Templat"), "templat"))
    return {"place": place, "rail_extra": extra}
