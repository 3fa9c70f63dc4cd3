"""The demo offices' ready texts, so that a reply can be tried without writing one first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tanggap.people.access import actor_for
from tanggap.people.models import Agency, User
from tanggap.taxonomy.models import Category
from tanggap.workbench import actions
from tanggap.workbench.models import ReplyTemplate


def write(rows: Iterable[Mapping[str, str]], *, at: datetime) -> None:
    """Make sure of the texts; one that somebody changed or ended is left as it is."""
    offices = {row.code: row for row in Agency.objects.filter(code__in={r["agency"] for r in rows})}
    topics = {row.code: row for row in Category.objects.filter(scheme="crm")}
    known = set(ReplyTemplate.objects.values_list("agency__code", "verb", "name"))
    for row in rows:
        if (row["agency"], row["verb"], row["name"]) in known:
            continue
        actions.save_template(
            agency=offices[row["agency"]],
            verb=row["verb"],
            name=row["name"],
            text=row["text"],
            category=topics[row["category"]] if "category" in row else None,
            by=actor_for(User.objects.get(username=row["by"]), at=at),
            at=at,
        )
