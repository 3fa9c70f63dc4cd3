"""Reports that belong together: duplicates, parts of one, and related ones."""

from __future__ import annotations

from typing import Any, Unpack

from django.db import transaction

from tanggap.lib import marks
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.opening import open_report
from tanggap.reports.models import Relation, Report
from tanggap.reports.workflow import Code, ReportClass, Verb


@transaction.atomic
def merge(
    report: Report, *, into: Report | None = None, reason: str = "", **how: Unpack[How]
) -> Report:
    """`report` is the same problem as `into`: its state freezes and its clocks follow the other.

    What was merged into `report` before moves along. Its reporter keeps tracking, rating and
    reopening; she counts as one more who supports the other.
    """
    root = _root(into) if into is not None else None
    # Two merges in opposite directions must not wait for each other.
    keys = sorted(row.pk for row in (report, root) if row is not None)
    locked = {
        row.pk: row for row in Report.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    root = locked[root.pk] if root is not None else None
    fields = given(target=root)
    with acting(report, Verb.MERGE, given=fields, target=root, **how) as t:
        assert root is not None  # the rules asked for it
        if root.pk == t.report.pk or root.merged_into_id is not None:
            raise t.refuse(Code.MERGED)
        moved = _move_along(t.report, root)
        t.set(merged_into=root)
        t.note = reason
        t.data |= {"into": root.pk, "into_number": root.number, "moved": moved}
        _count(root, by=t.report.supporters + 1)
        t.tell("merged", other=root.number)
    return report


def _root(report: Report) -> Report:
    while report.merged_into is not None:
        report = report.merged_into
    return report


def _move_along(report: Report, root: Report) -> list[int]:
    rows = Report.objects.filter(merged_into=report)
    moved = list(rows.order_by("pk").values_list("pk", flat=True))
    if moved:
        rows.update(merged_into=root)
    return moved


def _count(report: Report, *, by: int) -> None:
    report.supporters = max(0, report.supporters + by)
    report.save(update_fields=["supporters"])
    marks.add("publishing", [report.pk])


@transaction.atomic
def unmerge(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """They were not the same after all: exactly what `merge` did is undone."""
    if report.merged_into_id is not None:
        keys = sorted((report.pk, report.merged_into_id))
        list(Report.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    with acting(report, Verb.UNMERGE, given=given(reason=reason), **how) as t:
        merged = t.case.last(Verb.MERGE)
        moved = (merged.data or {}).get("moved", []) if merged else []
        root = t.case.into
        assert root is not None  # the rules asked for it
        Report.objects.filter(pk__in=moved, merged_into=root).update(merged_into=t.report)
        t.set(merged_into=None)
        t.case.into = None
        t.to = t.frozen
        t.note = reason
        t.data |= {"from": root.pk, "from_number": root.number}
        _count(root, by=-(t.report.supporters + 1))
        t.tell("unmerged")
    return report


@transaction.atomic
def split(
    report: Report, *, text: str = "", title: str = "", category: Any = None, **how: Unpack[How]
) -> Report:
    """The report names two problems: the second becomes a new report. Returns the new one.

    The reporter follows both with the same code.
    """
    with acting(report, Verb.SPLIT, given=given(text=text), **how) as t:
        new = open_report(
            channel=t.report.channel,
            external_id=f"{t.report.external_id[:90]}/split-{t.report.number}-{t.report.seq + 1}",
            text=text,
            by=t.by,
            at=t.at,
            code_hash=bytes(t.report.code_hash),
            data={"split_from": t.report.pk, "split_from_number": t.report.number},
            **_inherited(t, title=title, text=text, category=category),
        )
        Relation.objects.create(
            report=t.report, other=new, kind=Relation.Kind.SPLIT, created_at=t.at
        )
        t.data |= {"into": new.pk, "into_number": new.number}
    return new


INHERITED = (
    "visibility",
    "is_anonymous",
    "is_confidential",
    "address",
    "lat",
    "lng",
    "area",
    "is_area_approximate",
    "contact",
    "occurred_at",
    "received_at",
    "about",
    "is_emergency",
)


def _inherited(turn: Turn, *, title: str, text: str, category: Any) -> dict[str, Any]:
    """What both parts share. The citizen's clock began with the first report."""
    columns = {name: getattr(turn.report, name) for name in INHERITED}
    kind = turn.report.report_class or ReportClass.COMPLAINT.value
    return columns | {"title": (title or text)[:140], "category": category, "report_class": kind}


def relate(
    report: Report,
    *,
    to: Report | None = None,
    kind: str = Relation.Kind.FOLLOW_UP,
    note: str = "",
    **how: Unpack[How],
) -> Report:
    """`report` has to do with `to`: a follow-up, a recurrence, or the same problem."""
    with acting(report, Verb.RELATE, given=given(target=to), **how) as t:
        if to is None or to.pk == t.report.pk:
            raise t.refuse(Code.MISSING)
        Relation.objects.get_or_create(
            report=t.report, other=to, kind=kind, defaults={"created_at": t.at}
        )
        t.note = note
        t.data |= {"other": to.pk, "other_number": to.number, "kind": str(kind)}
    return report
