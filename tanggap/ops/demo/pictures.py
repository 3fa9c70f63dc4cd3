"""The drawn photographs, kept once through the media package and used by many reports."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection

from tanggap.media import actions as media
from tanggap.ops.demo import drawing
from tanggap.ops.demo.records import Pictures

Key = tuple[str, int, bool]
_THREADS = 2  # decoding waits for a child process; more threads than that gain nothing


def store(*, at: datetime, is_small: bool) -> Pictures:
    """The attachment of every scene, variant and side; drawing them again stores nothing new.

    `is_small` draws one variant of each: enough for tests. Inside a transaction the work is
    done one after the other, because other threads wouldn't be part of it.
    """
    keys = list(_keys(is_small=is_small))
    if connection.in_atomic_block:
        return {key: _store(key, at) for key in keys}
    with ThreadPoolExecutor(_THREADS) as pool:
        ids = list(pool.map(lambda key: _store_in_thread(key, at), keys))
    return dict(zip(keys, ids, strict=True))


def _keys(*, is_small: bool) -> Iterator[Key]:
    for scene in drawing.SCENES:
        for variant in range(1 if is_small else drawing.variants(scene)):
            yield scene, variant, False
            yield scene, variant, True


def _store_in_thread(key: Key, at: datetime) -> int:
    try:
        return _store(key, at)
    finally:
        connection.close()


def _store(key: Key, at: datetime) -> int:
    scene, variant, is_after = key
    data = drawing.draw(scene, variant=variant, is_after=is_after)
    attachment, _facts = media.store(data, filename=f"{scene}-{variant}.jpg", at=at)
    return attachment.pk
