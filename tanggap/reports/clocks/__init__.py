"""The clocks: pure functions of a report's events and of dated policies and calendar.

`ledger` explains one clock line by line, `ledgers` every run of it (each holder's own time),
`summary` gives the times that lists sort by. Nothing here reads a database or the time.
"""

from tanggap.reports.clocks.kinds import AGENCY_CLOCKS, TELLING, Clock, Event, Pause
from tanggap.reports.clocks.ladder import PRESSED, Rung, Tell, Turn, next_alert, steps
from tanggap.reports.clocks.ledger import Ledger, Line, LineKey, ledger, ledgers
from tanggap.reports.clocks.policy import PeerDue, Policy, Rules, Subject, Unit
from tanggap.reports.clocks.runs import Run, runs
from tanggap.reports.clocks.shares import Shares, shares
from tanggap.reports.clocks.summary import PRESSING, SUSPENDING, Due, summaries, summary

__all__ = [
    "AGENCY_CLOCKS",
    "PRESSED",
    "PRESSING",
    "SUSPENDING",
    "TELLING",
    "Clock",
    "Due",
    "Event",
    "Ledger",
    "Line",
    "LineKey",
    "Pause",
    "PeerDue",
    "Policy",
    "Rules",
    "Run",
    "Rung",
    "Shares",
    "Subject",
    "Tell",
    "Turn",
    "Unit",
    "ledger",
    "ledgers",
    "next_alert",
    "runs",
    "shares",
    "steps",
    "summaries",
    "summary",
]
