"""Whom of the staff a verb tells: colleagues named in a note, offices called to a hearing.

Told are only those who may see the report. A notice says that there is something to read, never
what: the report's page decides what each may read of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tanggap.messaging import actions as messaging
from tanggap.people.access import actor_for
from tanggap.people.models import Agency, Role, User
from tanggap.people.queries import holders
from tanggap.reports import access
from tanggap.reports.actions.acting import Turn

# "@rina.w" after a blank or at the beginning: an e-mail address names nobody.
MENTION = re.compile(r"(?<![\w.@-])@([\w.-]{2,60})")
MOST_MENTIONS = 20
WORKS_ON_IT = (Role.AGENCY_ADMIN, Role.CASE_WORKER)


def mentioned(turn: Turn, text: str, *, scope: str) -> list[User]:
    """The colleagues whom `text` names with an @ and who may read a note of this `scope`."""
    names = {name.strip(".-").lower() for name in MENTION.findall(text)}
    users = User.objects.filter(username__in=sorted(names)[:MOST_MENTIONS], is_active=True)
    office = (turn.about or turn.agency) if scope == "internal" else None
    return [user for user in users.order_by("pk") if _may_read(turn, user, office)]


def _may_read(turn: Turn, user: User, office: Agency | None) -> bool:
    actor = actor_for(user, at=turn.at)
    if user.pk == turn.by.user_id or (office is not None and not actor.sits_at(office)):
        return False
    return access.visible_to(actor).filter(pk=turn.report.pk).exists()


def tell_mentioned(turn: Turn, users: Iterable[User]) -> None:
    """Say that somebody wrote to them."""
    office = turn.about or turn.agency
    messaging.notify_staff(
        user_ids=[user.pk for user in users],
        template="mentioned",
        data={"author": turn.by.name, "office": office.name if office else ""},
        subject=turn.report.number,
        effect_key=_cause(turn, "mention"),
        at=turn.at,
    )


def tell_offices(
    turn: Turn, offices: Iterable[int], *, template: str, data: dict[str, object] | None = None
) -> None:
    """Say to those who answer for these offices what became of a report they had."""
    people = holders(*WORKS_ON_IT, offices=offices, at=turn.at)
    messaging.notify_staff(
        user_ids=people,
        template=template,
        data=data or {},
        subject=turn.report.number,
        effect_key=_cause(turn, template),
        at=turn.at,
        offices=people,
    )


def tell_superiors(turn: Turn, *, template: str, data: dict[str, object]) -> None:
    """Say to the heads of the offices above the holder that something waits for them."""
    office = turn.lead.agency
    codes = [code for code in office.path.split("/") if code and code != office.code]
    above = Agency.objects.filter(code__in=codes).values_list("pk", flat=True)
    people = holders(Role.LEADER, Role.AGENCY_ADMIN, offices=above, at=turn.at)
    messaging.notify_staff(
        user_ids=_who_may_see(turn, people),
        template=template,
        data=data,
        subject=turn.report.number,
        effect_key=_cause(turn, template),
        at=turn.at,
        offices=people,
    )


def _who_may_see(turn: Turn, people: Iterable[int]) -> list[int]:
    users = User.objects.filter(pk__in=list(people)).order_by("pk")
    return [user.pk for user in users if _may_read(turn, user, None)]


def _cause(turn: Turn, name: str) -> str:
    """Names the event that is about to be written."""
    return f"{name}:{turn.report.pk}.{turn.report.seq + 1}"
