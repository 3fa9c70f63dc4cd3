"""A report that another institution sent carries until when that one wants it settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tanggap.intake import actions
from tanggap.intake.inbound import Inbound, PeerDue
from tanggap.reports import case, due
from tanggap.reports.clocks import Clock, LineKey, ledger
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db


def test_the_earlier_binds_and_both_are_named(inbound: Callable[..., Inbound]) -> None:
    now = timezone.now()
    peer = PeerDue(name="LAPOR!", due_at=now + timedelta(days=2))
    receipt = actions.receive(inbound(peer=peer), at=now)
    report = Report.objects.get(pk=receipt.report_id)
    assert report.promised_at == peer.due_at
    whole = case.load(report)
    found = ledger(Clock.CITIZEN, whole.events, due.subject(whole), due.rules())
    assert found is not None and found.is_bound_by_peer
    named = [line for line in found.lines if line.key is LineKey.PEER_BINDS]
    assert named[0].params["name"] == "LAPOR!"
    assert any(line.key is LineKey.POLICY for line in found.lines)


def test_what_a_door_carries_cannot_pass_for_a_peer(inbound: Callable[..., Inbound]) -> None:
    now = timezone.now()
    said = {"peer": {"name": "x", "due_at": "nonsense"}, "privacy": "open"}
    receipt = actions.receive(inbound(data=said), at=now)
    event = Report.objects.get(pk=receipt.report_id).events.get(seq=1)
    assert "peer" not in event.data and event.data["privacy"] != ""
