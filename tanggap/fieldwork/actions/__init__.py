"""The only writer of what comes from phones and crews."""

from tanggap.fieldwork.actions.phone import (
    HAND_IN,
    SENT_PURPOSES,
    VERBS,
    Asked,
    PhotosMissing,
    Shot,
    perform,
    settle,
    sweep,
    upload,
)

__all__ = [
    "HAND_IN",
    "SENT_PURPOSES",
    "VERBS",
    "Asked",
    "PhotosMissing",
    "Shot",
    "perform",
    "settle",
    "sweep",
    "upload",
]
