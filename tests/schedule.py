"""Which worker takes which test."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

FAULTS = "tests/faults/"


class Schedule(LoadScopeScheduling):
    """One test after the other goes to whoever is free; the tests with faults go together.

    They share an instance and wait for it more than they compute. The largest piece goes out
    first, so everything else runs beside them. (The groups of xdist itself have no effect since
    pytest 9.2, and nobody says so.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return FAULTS if nodeid.startswith(FAULTS) else nodeid
