"""The tree of offices: each path is the path of the office above and the office's own code."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from tanggap.people.models import Agency

# "tree": whoever changes who stands above whom comes one after the other.
_LOCK = 0x74726565

_PATHS = """
    WITH RECURSIVE tree AS (
        SELECT id, '/' || code || '/' AS path FROM people_agency WHERE parent_id IS NULL
        UNION ALL
        SELECT below.id, tree.path || below.code || '/'
        FROM people_agency AS below JOIN tree ON below.parent_id = tree.id
    )
"""
_WRONG = (
    f"{_PATHS} SELECT EXISTS (SELECT 1 FROM people_agency AS office JOIN tree"  # noqa: S608 - ours
    " ON tree.id = office.id WHERE office.path <> tree.path)"
)
_REWRITE = (
    f"{_PATHS} UPDATE people_agency AS office SET path = tree.path FROM tree"  # noqa: S608 - ours
    " WHERE tree.id = office.id AND office.path <> tree.path"
)


class Loop(Exception):
    """An office can't stand below itself."""


def lock() -> None:
    """Wait for others who move offices, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def rewrite_paths() -> None:
    """Bring every path in step with the parents. Writes nothing when they are."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG)
        if cursor.fetchone() == (True,):
            cursor.execute(_REWRITE)


def must_fit(office: Agency, parent: Agency) -> None:
    """Raise Loop when `parent` is the office itself or stands below it. Hold the lock."""
    above = Agency.objects.values_list("path", flat=True).get(pk=parent.pk)
    own = Agency.objects.values_list("path", flat=True).get(pk=office.pk)
    if above.startswith(own):
        raise Loop(f"{parent.code} stands below {office.code}")


def ways_up() -> dict[str, list[str]]:
    """Of each office as it stands now, the codes above it, the nearest first."""
    paths = Agency.objects.values_list("code", "path")
    return {code: path.strip("/").split("/")[-2::-1] for code, path in paths}


def settle(
    parents: Mapping[str, str], *, before: Mapping[str, Sequence[str]], moved: Collection[str]
) -> dict[str, str]:
    """Parents that make a tree, as near to `parents` as can be; "" stands for none.

    The pack and the operator may each move an office so that the two together make no tree. In a
    circle the pack's moves wait: who isn't in `moved` stays below whom it stood `before`. An
    office whose parent is gone stands below the next one above that is left.
    """
    found = dict(parents)
    for code in circles(found):
        if code not in moved and before.get(code):
            found[code] = before[code][0]
    for code, parent in found.items():
        if parent and parent not in found:
            ways = [*before.get(parent, ()), *before.get(code, ())]
            found[code] = next((up for up in ways if up in found and up != code), "")
    for code in circles(found):
        found[code] = next((root for root, parent in found.items() if not parent), "")
    return found


def circles(parents: Mapping[str, str]) -> list[str]:
    """The codes that stand below themselves."""
    return [code for code in parents if _comes_back(code, parents)]


def _comes_back(code: str, parents: Mapping[str, str]) -> bool:
    above, seen = parents[code], set()
    while above and above not in seen and above != code:
        seen.add(above)
        above = parents.get(above, "")
    return above == code
