"""The Chromium of this machine, and the sizes at which pages are looked at."""

from __future__ import annotations

import os
import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SIZES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}


def chromium() -> str | None:
    """The path of a Chromium: TANGGAP_CHROMIUM, else the first on PATH."""
    given = os.environ.get("TANGGAP_CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None)
