"""Reports that belong together: duplicates and related ones. Parts of one: `splitting`."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from tanggap.lib import marks
from tanggap.reports.actions.acting import How, acting, given
from tanggap.reports.models import Relation, Report, ReportEvent
from tanggap.reports.workflow import Code, Verb


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
        moved, shared = _move_along(t.report, root)
        t.set(merged_into=root, supporters=max(0, t.report.supporters - shared))
        t.note = reason
        t.data |= {"into": root.pk, "into_number": root.number, "moved": moved}
        recount(root, by=t.report.supporters + 1 + shared)
        t.tell("merged", other=root.number)
    return report


def _root(report: Report) -> Report:
    while report.merged_into is not None:
        report = report.merged_into
    return report


def _move_along(report: Report, root: Report) -> tuple[list[int], int]:
    """Turn what was merged into `report` to `root`: which, and for how many people they speak."""
    rows = Report.objects.filter(merged_into=report)
    moved = dict(rows.order_by("pk").values_list("pk", "supporters"))
    if moved:
        rows.update(merged_into=root)
    return list(moved), sum(moved.values()) + len(moved)


def recount(report: Report, *, by: int) -> None:
    """So many more, or fewer, support this locked report."""
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
        root = t.case.into
        assert root is not None  # the rules asked for it
        shared = _move_back(t.case.last(Verb.MERGE), t.report, root)
        t.set(merged_into=None, supporters=t.report.supporters + shared)
        t.case.into = None
        t.to = t.frozen
        t.note = reason
        t.data |= {"from": root.pk, "from_number": root.number}
        recount(root, by=-(t.report.supporters + 1))
        t.tell("unmerged")
    return report


def _move_back(merged: ReportEvent | None, report: Report, root: Report) -> int:
    """Turn back what came along with the merge, and for how many people it speaks.

    What was taken out of `root` by itself since then has a way of its own.
    """
    if merged is None or not (moved := (merged.data or {}).get("moved")):
        return 0
    gone = ReportEvent.objects.filter(
        report__in=moved, verb=Verb.UNMERGE.value, at__gte=merged.at
    ).values("report")
    rows = Report.objects.filter(pk__in=moved, merged_into=root).exclude(pk__in=gone)
    counts = list(rows.values_list("supporters", flat=True))
    rows.update(merged_into=report)
    return sum(counts) + len(counts)


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
