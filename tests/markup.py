"""Pages as text to look into: without the whitespace that lays their source out."""

from __future__ import annotations

import re


def compact(html: str) -> str:
    """The same page with single spaces, and none beside a tag's ends."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html))
