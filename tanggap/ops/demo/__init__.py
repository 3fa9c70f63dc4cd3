"""The demonstration city: one year of reports as the published tables counted it, and a live month.

`load` writes both, `people` makes one demo person per role. Nothing here runs in production.
"""

from __future__ import annotations

from tanggap.ops.demo.loading import is_loaded, load
from tanggap.ops.demo.staff import DemoPerson, people

__all__ = ["DemoPerson", "is_loaded", "load", "people"]
