"""One function per verb: the only writer of reports.

Every function takes the report, its own needs by keyword, and `by=`, `at=`, and, where it is
known, `version=` (the report's `seq` as the screen showed it) and `agency=` (the office acted
for). It locks the row, checks the table, appends one event, and returns the report; it raises
`Refused` or `Conflict`, and then nothing has happened.
"""

from tanggap.reports.actions.acting import Conflict
from tanggap.reports.actions.backing import follow, support, unsupport
from tanggap.reports.actions.caches import BATCH, Moved, moving, rebuild, recompute, set_alert
from tanggap.reports.actions.citizen import (
    adopt,
    comment,
    object_to,
    rate,
    reopen,
    reply,
    withdraw,
)
from tanggap.reports.actions.contacting import tell_browser
from tanggap.reports.actions.disclosure import (
    Opened,
    agree_identity,
    ask_identity,
    break_glass,
    read_identity,
    refuse_identity,
    withdraw_identity,
)
from tanggap.reports.actions.handover import (
    accept,
    add_support,
    assign,
    coordinate,
    dispose,
    done,
    drop_support,
    give_back,
    hear,
    recall,
    rule,
)
from tanggap.reports.actions.keeping import correct, hide, note, publish, show_photos
from tanggap.reports.actions.masking import mask
from tanggap.reports.actions.opening import draw_number, open_report
from tanggap.reports.actions.photos import Photo
from tanggap.reports.actions.relations import merge, relate, unmerge
from tanggap.reports.actions.scheduling import plan_of, schedule
from tanggap.reports.actions.splitting import Part, split
from tanggap.reports.actions.taking_back import take_back
from tanggap.reports.actions.timers import close, lapse, remind
from tanggap.reports.actions.undoing import undo
from tanggap.reports.actions.validation import reject_followup, validate
from tanggap.reports.actions.verification import (
    answer,
    archive,
    decline,
    hold,
    overturn,
    peer_answer,
    peer_return,
    refer,
    uphold,
    verify,
)
from tanggap.reports.actions.work import (
    extend,
    grant,
    progress,
    propose,
    refuse,
    resolve,
)
from tanggap.reports.workflow import Refused

__all__ = [
    "BATCH",
    "Conflict",
    "Moved",
    "Opened",
    "Part",
    "Photo",
    "Refused",
    "accept",
    "add_support",
    "adopt",
    "agree_identity",
    "answer",
    "archive",
    "ask_identity",
    "assign",
    "break_glass",
    "close",
    "comment",
    "coordinate",
    "correct",
    "decline",
    "dispose",
    "done",
    "draw_number",
    "drop_support",
    "extend",
    "follow",
    "give_back",
    "grant",
    "hear",
    "hide",
    "hold",
    "lapse",
    "mask",
    "merge",
    "moving",
    "note",
    "object_to",
    "open_report",
    "overturn",
    "peer_answer",
    "peer_return",
    "plan_of",
    "progress",
    "propose",
    "publish",
    "rate",
    "read_identity",
    "rebuild",
    "recall",
    "recompute",
    "refer",
    "refuse",
    "refuse_identity",
    "reject_followup",
    "relate",
    "remind",
    "reopen",
    "reply",
    "resolve",
    "rule",
    "schedule",
    "set_alert",
    "show_photos",
    "split",
    "support",
    "take_back",
    "tell_browser",
    "undo",
    "unmerge",
    "unsupport",
    "uphold",
    "validate",
    "verify",
    "withdraw",
    "withdraw_identity",
]
