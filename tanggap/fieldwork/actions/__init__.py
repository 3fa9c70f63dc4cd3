"""The only writer of what comes from phones and crews."""

from tanggap.fieldwork.actions.crews import (
    Closed,
    NotPossible,
    Planned,
    Sent,
    TooMuch,
    may_order,
    open_order,
    order,
    order_days,
    resolve_with,
    revoke,
    send,
)
from tanggap.fieldwork.actions.handed import Settled
from tanggap.fieldwork.actions.phone import (
    HAND_IN,
    SENT_PURPOSES,
    VERBS,
    Asked,
    PhotosMissing,
    Shot,
    perform,
    sweep,
    upload,
)

__all__ = [
    "HAND_IN",
    "SENT_PURPOSES",
    "VERBS",
    "Asked",
    "Closed",
    "NotPossible",
    "PhotosMissing",
    "Planned",
    "Sent",
    "Settled",
    "Shot",
    "TooMuch",
    "may_order",
    "open_order",
    "order",
    "order_days",
    "perform",
    "resolve_with",
    "revoke",
    "send",
    "sweep",
    "upload",
]
