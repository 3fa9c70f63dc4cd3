"""Reads for the operator's pages: how far changed rules have reached the running clocks."""

from __future__ import annotations

from tanggap.deadlines.models import Recomputation

SHOWN = 5


def recomputations() -> list[Recomputation]:
    """The newest that somebody asked for. One query."""
    rows = Recomputation.objects.filter(line__isnull=False).select_related("line")
    return list(rows.order_by("-asked_at", "-pk")[:SHOWN])
