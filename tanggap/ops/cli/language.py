"""The language of the terminal: Indonesian for an Indonesian locale, else English."""

from __future__ import annotations

import os


def pick(indonesian: str, english: str) -> str:
    """The one of the two texts that fits LC_ALL, LC_MESSAGES or LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return indonesian if value.startswith("id") else english
    return english
