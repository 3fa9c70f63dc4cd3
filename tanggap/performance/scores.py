"""Figures from counted reports: one statement for all offices, alone and with those below."""

from __future__ import annotations

from tanggap.performance.counting_sql import COLUMNS
from tanggap.performance.figures import DEFINITIONS, NAMES
from tanggap.performance.vocabulary import Scope

_FIGURES = ", ".join(f"{one.sql} AS {one.figure}" for one in DEFINITIONS)
_FIGURES += ", bool_or(f.is_hidden) AS hides"

# An office and all above it, for offices that have others below them: a path names the codes
# from the root on.
_ABOVE = """
    SELECT below.id AS agency_id, above.id AS above_id
    FROM people_agency below
    JOIN people_agency above ON above.code = ANY (string_to_array(below.path, '/'))
    WHERE EXISTS (SELECT FROM people_agency c WHERE c.parent_id = above.id)"""


def _shown(column: str) -> str:
    if column in ("seconds", "stars"):
        return f"CASE WHEN NOT is_hidden THEN {column} END AS {column}"
    return f"{column} AND NOT is_hidden AS {column}"


_SHOWN = ", ".join(map(_shown, COLUMNS))


def figures_of(source: str) -> str:
    """Rows (agency_id, scope, figures) of all offices from a table or query of counted reports.

    The open scopes are there only for offices where they differ from the official ones.
    """
    return f"""
    WITH counted AS MATERIALIZED (SELECT * FROM {source} c),
    above AS MATERIALIZED ({_ABOVE}),
    shown AS (SELECT agency_id, {_SHOWN} FROM counted),
    hides AS MATERIALIZED (SELECT DISTINCT agency_id FROM counted WHERE is_hidden)
    SELECT agency_id, '{Scope.OWN}' AS scope, {_FIGURES} FROM counted f GROUP BY agency_id
    UNION ALL
    SELECT above_id, '{Scope.WHOLE}', {_FIGURES}
    FROM counted f JOIN above USING (agency_id) GROUP BY above_id
    UNION ALL
    SELECT agency_id, '{Scope.OWN_OPEN}', {_FIGURES}
    FROM shown f JOIN hides USING (agency_id) GROUP BY agency_id
    UNION ALL
    SELECT above_id, '{Scope.WHOLE_OPEN}', {_FIGURES}
    FROM shown f JOIN above USING (agency_id)
    WHERE above_id IN (SELECT above_id FROM hides JOIN above USING (agency_id))
    GROUP BY above_id
    """  # noqa: S608


COLUMN_NAMES = ("agency_id", "scope", *NAMES, "hides")
