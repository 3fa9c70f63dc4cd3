"""Where a tap on "Arah" leads: the maps that the device has, never another host's service.

The officer's app, which draws its screens without a line, says the same in `directions.ts`.
"""

from __future__ import annotations

import re

# None of Apple's browsers opens `geo:`; an iPad calls itself a Macintosh.
_APPLE = re.compile(r"iPhone|iPad|iPod|Macintosh")


def directions(*, lat: float, lng: float, agent: str) -> str:
    """The address that opens the way to a point in degrees; `agent` is the browser's own name."""
    at = f"{lat:.6f},{lng:.6f}"
    return f"maps://?daddr={at}" if _APPLE.search(agent) else f"geo:{at}?q={at}"
