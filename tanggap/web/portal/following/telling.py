"""Which words of the history are the reporter's to read, and who speaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tanggap.publication import labels

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportEvent

# An office's words to an office are not for the reporter; these are for her.
TOLD_WORDS = frozenset(
    {
        *("open", "hold", "reply", "decline", "archive", "refer", "resolve", "reject_followup"),
        *("answer", "reopen", "schedule", "progress", "peer_answer", "uphold", "overturn", "note"),
    }
)


def verb_of(event: ReportEvent) -> str:
    """The verb with its step, where that has a sentence of its own."""
    return labels.said(event.verb, (event.data or {}).get("step", ""))


def office_of(event: ReportEvent, row: Report) -> str:
    """The office that the event names, never a person."""
    agency = event.agency or row.lead
    return agency.name if agency else _("petugas")
