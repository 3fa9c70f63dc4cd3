"""What somebody supported and said, found again by what only she brings.

The marks of one person under two reports say nothing about each other, so there is no index to ask:
all rows are walked, and each is compared with the mark that would be hers. A million take seconds,
in the worker.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet

from tanggap.reports.models import Supporter
from tanggap.together import tokens
from tanggap.together.models import Comment

CHUNK = 5000
Row = TypeVar("Row", bound=Model)


def supports_of(who: str) -> Iterator[Supporter]:
    """Her supports, oldest first, each with its report."""
    return _hers(Supporter.objects.filter(supports=True), who)


def comments_of(who: str) -> Iterator[Comment]:
    """Her comments, oldest first, each with its report."""
    return _hers(Comment.objects.exclude(key_hash=None), who)


def _hers(rows: QuerySet[Row], who: str) -> Iterator[Row]:
    keys = rows.order_by("pk").values_list("pk", "report__number", "key_hash")
    for pk, number, kept in keys.iterator(chunk_size=CHUNK):
        if hmac.compare_digest(bytes(kept), tokens.mark(who, number)):
            yield rows.select_related("report").get(pk=pk)
