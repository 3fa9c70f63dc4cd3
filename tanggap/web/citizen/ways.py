"""By which ways the pack lets citizens come in."""

from __future__ import annotations

from tanggap.lib.naming import local
from tanggap.taxonomy import queries as taxonomy

ALL = ("email", "phone", "google", "facebook", "twitter_oauth2")


def allowed() -> tuple[str, ...]:
    """The pack's list; all where it says nothing."""
    return tuple(taxonomy.setting("login.ways", list(ALL)))


def age_note() -> str:
    """What the door says to children, in the active language; empty: nothing."""
    words = taxonomy.setting("login.age_note", "")
    return local(words, taxonomy.setting("login.age_note_en", words))
