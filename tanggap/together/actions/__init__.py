"""The only writer of what residents do together."""

from tanggap.together.actions.backing import NotPublic, support
from tanggap.together.actions.comments import TooFast, refuse, say, show
from tanggap.together.actions.letters import gather, send, write
from tanggap.together.actions.subscribing import (
    Target,
    ask,
    confirm,
    end,
    end_all,
    forget_browser,
    forget_unconfirmed,
    send_question,
    tell_browser,
)

__all__ = [
    "NotPublic",
    "Target",
    "TooFast",
    "ask",
    "confirm",
    "end",
    "end_all",
    "forget_browser",
    "forget_unconfirmed",
    "gather",
    "refuse",
    "say",
    "send",
    "send_question",
    "show",
    "support",
    "tell_browser",
    "write",
]
