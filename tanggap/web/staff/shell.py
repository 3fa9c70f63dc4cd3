"""What the left rail needs beside the page's own context."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.performance.access import READERS
from tanggap.together.actions.comments import MODERATORS

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


# A place that only some have: who, whether a borrowed seat counts, address, icon, word, name.
Place = tuple[tuple[str, ...], bool, str, str, str | Promise, str]
PLACES: tuple[Place, ...] = (
    ((Role.VALIDATOR,), True, "desk:validation", "shield", lazy("Validasi"), "validasi"),
    ((Role.CLERK,), True, "desk:counter_new", "plus", lazy("Loket"), "loket"),
    ((Role.OFFICER,), True, "field:list", "camera", lazy("Lapangan"), "lapangan"),
    (ON_CALL, True, "duty:alarms", "warn", lazy("Siaga"), "siaga"),
    ((Role.AGENCY_ADMIN,), True, "crew:handed", "share", lazy("Serahan"), "serahan"),
    ((Role.AGENCY_ADMIN,), False, "people:list", "users", lazy("Staf"), "staf"),
    (READERS, True, "score:board", "chart", lazy("Kinerja"), "rapor"),
    (MODERATORS, True, "together:comments", "flag", lazy("Komentar"), "komentar"),
    (WRITERS, True, "desk:templates", "pen", lazy("Templat"), "templat"),
)


def shell(actor: Actor, place: str) -> dict[str, Any]:
    """The marked place, and the places that only some roles have: (url, icon, word, place)."""
    own = actor.own()
    extra = [
        (reverse(url), symbol, word, spot)
        for roles, is_lent, url, symbol, word, spot in PLACES
        if (actor if is_lent else own).has_role(*roles)
    ]
    return {"place": place, "rail_extra": extra}
