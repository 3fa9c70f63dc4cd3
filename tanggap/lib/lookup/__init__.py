"""Lists by any mix of filters over millions of rows: one index on words and tags, and the way to
read it, window of time after window, until a page is full.

The reports that staff search and the public reports that everybody filters both have one.
"""

from tanggap.lib.lookup.reading import Lookup
from tanggap.lib.lookup.tags import Tag
from tanggap.lib.lookup.windows import BEGINNING, END

__all__ = ["BEGINNING", "END", "Lookup", "Tag"]
