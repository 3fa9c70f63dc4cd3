"""The kinds of files, and from how many rows on each is made by the worker."""

from __future__ import annotations

from types import ModuleType

from tanggap.web.score.copies import pages, sheet, table

KINDS: dict[str, ModuleType] = {"xlsx": sheet, "pdf": pages, "csv": table}
# Rows that a small machine writes in a second or two while somebody waits.
MOST_AT_ONCE = {"xlsx": 2_000, "pdf": 2_000, "csv": 20_000}
