"""The only writer of what residents do together."""

from tanggap.together.actions.backing import NotPublic, support, unsupport
from tanggap.together.actions.comments import TooFast, refuse, say, show
from tanggap.together.actions.letters import forget, gather, write
from tanggap.together.actions.parting import part, take_away
from tanggap.together.actions.subscribing import (
    Target,
    ask,
    confirm,
    end,
    end_all,
    forget_browser,
    forget_unconfirmed,
    forget_unreachable,
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
    "forget",
    "forget_browser",
    "forget_unconfirmed",
    "forget_unreachable",
    "gather",
    "part",
    "refuse",
    "say",
    "send_question",
    "show",
    "support",
    "take_away",
    "tell_browser",
    "unsupport",
    "write",
]
