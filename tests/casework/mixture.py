"""Rows drawn at random, also ones that no action makes, and the lists in their simplest form.

Two ways of reading must agree on every row that the database would take, so nothing here goes
through the actions. What the queries of `casework` are compared with is written down once more,
as plainly as can be: one condition, the whole result, sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.casework.queries.filters import Filters
from tanggap.people.access import Actor, Seat
from tanggap.people.models import Agency, Role
from tanggap.places.models import Area
from tanggap.reports import access
from tanggap.reports.models import OPEN_STATES, SEARCH, Assignment, Extension, Report
from tanggap.reports.workflow import AssignmentState, State
from tanggap.taxonomy.models import Category, Channel

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
OFFICES = (
    "dinas-bina-marga", "sudin-bina-marga-pusat", "kec-gambir", "kel-gambir", "inspektorat",
)  # fmt: skip
WORDS = ("sampah", "menumpuk", "lampu", "padam", "jalan", "berlubang", "banjir", "gelap")
# Few values, so that rows share them: where two are equal the order is easily wrong.
DUE = (None, *(AT + timedelta(days=days) for days in (-40, -2, -1, 1, 2, 60)))
RECEIVED = tuple(AT - timedelta(days=days) for days in (0, 1, 2, 20, 40, 200, 700, 3000, 20_000))


def offices() -> list[Agency]:
    """The offices that hold reports here, the dispatcher's first."""
    return [*Agency.objects.filter(is_dispatcher=True), *Agency.objects.filter(code__in=OFFICES)]


def actors() -> list[Actor]:
    """Somebody in each role at each office, people with two seats, and people who stand in."""
    seats = [Seat(r, o.pk, o.path, o.name) for o in offices() for r in Role.values]
    pick = Random(3)
    made = [_actor(seat) for seat in seats]
    made += [_actor(*pick.sample(seats, 2)) for _ in range(20)]
    lent = [
        (one, replace(other, lent_by=2))
        for one, other in (pick.sample(seats, 2) for _ in range(20))
    ]
    return made + [_actor(*pair) for pair in lent]


def _actor(*seats: Seat) -> Actor:
    absent = frozenset(seat.lent_by for seat in seats if seat.lent_by is not None)
    return Actor(kind="staff", user_id=1, name="Uji", seats=seats, absent=absent)


def fill(pick: Random, count: int) -> None:
    """Write `count` reports and their assignments."""
    held = offices()
    channels, areas = list(Channel.objects.all()), _areas()
    categories = [None, *Category.objects.filter(scheme="crm")[:8]]
    for n in range(count):
        state = pick.choice(list(State)).value
        is_confidential = pick.random() < 0.2
        report = Report.objects.create(
            number=f"JK{n:08}",
            code_hash=b"",
            channel=pick.choice(channels),
            external_id=str(n),
            state=state,
            closing=pick.choice(["", "work", "answer", "withdrawn"]),
            held_from=pick.choice(["submitted", "waiting", "in_progress"])
            if state == State.ON_HOLD
            else "",
            visibility="private" if is_confidential else pick.choice(["private", "public"]),
            is_confidential=is_confidential,
            report_class="complaint",
            category=pick.choice(categories),
            title=pick.choice(WORDS),
            text=" ".join(pick.choices(WORDS, k=3)),
            area=pick.choice([None, *areas]),
            lead=pick.choice(held),
            about=pick.choice([None, None, *held]),
            due_at=pick.choice(DUE),
            received_at=pick.choice(RECEIVED),
            updated_at=AT,
            returns=pick.choice([0, 0, 0, 1]),
            rejections=pick.choice([0, 0, 0, 1]),
            merged_into=Report.objects.order_by("?").first() if pick.random() < 0.1 else None,
            seq=n,
        )
        if pick.random() < 0.2:
            Extension.objects.create(
                report=report,
                agency=pick.choice(held),
                days=3,
                reason="Hujan.",
                state=pick.choice(list(Extension.State)),
                asked_at=AT,
            )
        rows = Assignment.objects.bulk_create(_assignments(pick, report, held))
        report.offices = sorted({row.agency_id for row in rows})
        report.save(update_fields=["offices"])


def _areas() -> list[Area]:
    """Kelurahan, mostly of one city, and now and then what is above them."""
    villages = Area.objects.filter(level="village").order_by("code")
    above = Area.objects.filter(level__in=["province", "city", "district"]).order_by("code")
    return [*villages[:6], villages.reverse()[0], *above[:3]]


def _assignments(pick: Random, report: Report, held: list[Agency]) -> Iterable[Assignment]:
    ended = (AssignmentState.PASSED_ON, AssignmentState.RETURNED, AssignmentState.DROPPED)
    open_ones = (AssignmentState.PENDING, AssignmentState.ACCEPTED, AssignmentState.DONE)
    rows = [("lead", report.lead, pick.choice(open_ones))] if pick.random() < 0.9 else []
    rows += [("lead", pick.choice(held), pick.choice(ended)) for _ in range(pick.randrange(2))]
    rows += [
        ("supporting", pick.choice(held), pick.choice(open_ones + ended))
        for _ in range(pick.choice([0, 0, 1, 2]))
    ]
    for role, agency, state in rows:
        yield Assignment(
            report=report,
            agency=agency,
            role=role,
            state=state.value,
            came_by="assign",
            started_at=AT,
        )


def some_filters(pick: Random) -> Filters:
    """Each filter set now and then, also to what nothing has."""
    area = Area.objects.filter(level="village")[pick.randrange(3)].code
    category = Category.objects.filter(scheme="crm")[pick.randrange(4)]
    chances = {
        "state": pick.choice(["open", *(s.value for s in State)]),
        "category": pick.choice([category.code, category.parent.code if category.parent else "x"]),
        "area": pick.choice([area, area.rpartition(".")[0], "31.71", "31.75", "31", "99"]),
        "channel": Channel.objects.order_by("?").values_list("code", flat=True)[0],
        "agency": pick.choice([*OFFICES, "tidak-ada"]),
        "received_by": pick.choice([*OFFICES, "tidak-ada"]),
        "completed": pick.choice(["0", "1"]),
        "month": pick.choice([11, 10, 5]),
        "year": pick.choice([2026, 2026, 2025, 2018, 1999, 1, 9999]),
        "is_late": True,
        "is_returned": True,
        "text": pick.choice(
            ["sampah", "lampu padam", "jalan -banjir", '"gelap"', "tidak ada", "JK00000007"]
        ),
    }
    return Filters(**{name: value for name, value in chances.items() if pick.random() < 0.15})


def visible_to(actor: Actor) -> QuerySet[Report]:
    """What `access.visible_to` says, asked of the assignments themselves."""
    if actor.has_role(*access.DESKS) or any(p.count("/") <= 2 for p in actor.paths(Role.LEADER)):
        plain = Q()
    else:
        plain = Q(Exists(_had(agency__in=actor.agency_ids(Role.OFFICER, Role.CASE_WORKER))))
        for path in actor.paths(Role.AGENCY_ADMIN, Role.LEADER):
            plain |= Q(Exists(_had(agency__path__startswith=path)))
        if actor.has_role(Role.CLERK):
            plain |= Q(channel__is_walk_in=True)
    secret = Q(
        Exists(_had(agency__in=actor.agency_ids(Role.CASE_WORKER), state__in=HOLDS)),
    )
    if actor.has_role(Role.VERIFIER):
        secret |= Q(state__in=[State.SUBMITTED, State.DECLINED])
        secret |= Q(state=State.ON_HOLD, held_from=State.SUBMITTED)
    if actor.has_role(Role.DISPATCHER):
        secret |= Q(lead__is_dispatcher=True) | Q(state__in=[State.REFERRED, State.DECLINED])
    if actor.has_role(Role.VALIDATOR):
        secret |= Q(state=State.AWAITING_VALIDATION)
    found = Report.objects.filter(
        (Q(is_confidential=False) & plain) | (Q(is_confidential=True) & secret)
    )
    above = {c for path in actor.own().paths(*access.INSIDE) for c in path.strip("/").split("/")}
    return found.exclude(about__code__in=above) if actor.absent else found


HOLDS = ("pending", "accepted", "done")


def _had(**which: Any) -> QuerySet[Assignment]:
    return Assignment.objects.filter(report=OuterRef("pk"), **which)


def queue(actor: Actor, which: str) -> QuerySet[Report]:
    """A queue as one condition."""
    return visible_to(actor).filter(_QUEUES[which](actor))


def _agency(actor: Actor) -> Q:
    own = actor.agency_ids("agency_admin", "case_worker", "officer", "dispatcher")
    works = Q(state__in=[State.WAITING, State.IN_PROGRESS]) | (
        Q(state=State.ON_HOLD) & ~Q(held_from=State.SUBMITTED)
    )
    helps = Q(pk__in=_helped(own))
    return works & (Q(lead__in=own) | helps) & Q(merged_into=None)


def _helped(offices: Iterable[int]) -> list[int]:
    open_ones = [AssignmentState.PENDING, AssignmentState.ACCEPTED]
    rows = Assignment.objects.filter(role="supporting", agency__in=list(offices))
    return [row.report_id for row in rows if row.state in open_ones]


_QUEUES = {
    "verify": lambda actor: (
        Q(state=State.SUBMITTED) | Q(state=State.ON_HOLD, held_from=State.SUBMITTED)
    ),
    "dispatch": lambda actor: (
        (Q(state=State.WAITING) | Q(state=State.ON_HOLD, held_from=State.WAITING))
        & Q(lead__is_dispatcher=True)
    ),
    "agency": _agency,
    "validate": lambda actor: Q(state=State.AWAITING_VALIDATION),
    "decide": lambda actor: Q(pk__in=_asking(actor), merged_into=None, state__in=OPEN_STATES),
}


def _asking(actor: Actor) -> list[int]:
    """Where an office below one of the actor's asks for more time."""
    paths = actor.paths(Role.LEADER, Role.AGENCY_ADMIN)
    asked = Extension.objects.filter(state=Extension.State.ASKED).select_related("agency")
    return [
        row.report_id
        for row in asked
        if any(row.agency.path.startswith(p) and row.agency.path != p for p in paths)
    ]


def tasks(actor: Actor) -> QuerySet[Report]:
    """The field's list as one condition."""
    own = actor.agency_ids("officer", "agency_admin", "case_worker")
    works = Q(state__in=[State.WAITING, State.IN_PROGRESS], merged_into=None)
    return visible_to(actor).filter(works & (Q(lead__in=own) | Q(pk__in=_helped(own))))


def narrowed(rows: QuerySet[Report], given: Filters) -> QuerySet[Report]:
    """`rows` with the filters, each as it reads."""
    for name, condition in _PLAIN.items():
        if value := getattr(given, name):
            rows = rows.filter(condition(value))
    if given.received_by or given.completed:
        rows = rows.filter(_completed(given))
    if given.text and not given.text.startswith("JK"):
        words = SearchQuery(given.text, config="indonesian", search_type="websearch")
        rows = rows.annotate(search=SEARCH).filter(search=words)
    return rows


def _completed(given: Filters) -> Q:
    """What the statistics count, asked of all assignments at once."""
    if not given.received_by:
        done = Q(state__in=["resolved", "closed"], closing__in=["work", "answer"])
        return done if given.completed == "1" else ~done
    rows = Assignment.objects.filter(agency__code=given.received_by, state__in=HOLDS)
    mine, did = (
        Q(pk__in=rows.values("report")),
        Q(pk__in=rows.filter(state="done").values("report")),
    )
    return {"1": did, "0": mine & ~did, "": mine}[given.completed]


_PLAIN: dict[str, Callable[[Any], Q]] = {
    "state": lambda name: Q(state__in=OPEN_STATES if name == "open" else [name]),
    "category": lambda code: Q(category__code=code) | Q(category__parent__code=code),
    "area": lambda code: Q(area__code=code) | Q(area__code__startswith=f"{code}."),
    "channel": lambda code: Q(channel__code=code),
    "agency": lambda code: Q(lead__code=code),
    "year": lambda year: Q(received_at__year=year) if 1 < year < 9999 else Q(pk__in=[]),
    "month": lambda month: Q(received_at__month=month),
    "is_late": lambda _: Q(due_at__lt=AT, state__in=OPEN_STATES),
    "is_returned": lambda _: Q(returns__gt=0) | Q(rejections__gt=0),
    "text": lambda text: Q(number=text) if text.startswith("JK") else Q(),
}
