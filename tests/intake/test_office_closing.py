"""A report opened in the moment in which its office is closed, over two real connections."""

from __future__ import annotations

import time
from threading import Thread

import pytest
from django.db import connection, transaction

from tanggap.intake.actions import receive
from tanggap.intake.inbound import Inbound, Receipt
from tanggap.lib import editions
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.reports.models import Report
from tanggap.setup import held
from tests.builders import MONDAY, VILLAGE, agency

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds


def inbound(name: str) -> Inbound:
    """By a door whose reports go straight to the village."""
    area = Area.objects.get(pk=agency(VILLAGE).area_id)
    return Inbound(channel="jaki", external_id=name, text="Banjir", area=area.code)


def sent(name: str) -> tuple[Thread, list[Receipt | BaseException]]:
    """Somebody who sends on a connection of her own, and what she is told."""
    told: list[Receipt | BaseException] = []

    def send() -> None:
        try:
            told.append(receive(inbound(name), at=MONDAY))
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    thread = Thread(target=send, daemon=True)
    thread.start()
    return thread, told


def closed(office: Agency) -> None:
    """As the operator's verb does it, without what the city needs to stay whole."""
    row = Agency.objects.select_for_update(of=("self",)).get(pk=office.pk)
    row.is_active = False
    row.save(update_fields=["is_active"])


def waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_whoever_opens_waits_for_whoever_closes_and_chooses_again() -> None:
    village = agency(VILLAGE)
    first = receive(inbound("before"), at=MONDAY)
    assert first.agency_name == village.name
    with transaction.atomic():
        closed(village)
        thread, told = sent("during")
        deadline = time.monotonic() + PATIENCE
        while not waits():
            assert time.monotonic() < deadline and not told
            time.sleep(0.01)
    thread.join(PATIENCE)
    [receipt] = told
    assert isinstance(receipt, Receipt) and receipt.agency_name != village.name
    row = Report.objects.get(number=receipt.number)
    assert row.lead is None or row.lead.is_active
    assert set(held.open_at(village).values_list("number", flat=True)) == {first.number}


def test_whoever_closes_waits_and_finds_the_report() -> None:
    village = agency(VILLAGE)
    with transaction.atomic():
        receipt = receive(inbound("open"), at=MONDAY)
        found: list[str] = []

        def close() -> None:
            try:
                with transaction.atomic():
                    closed(village)
                    found.extend(held.open_at(village).values_list("number", flat=True))
                    transaction.set_rollback(True)
            finally:
                connection.close()

        thread = Thread(target=close, daemon=True)
        thread.start()
        deadline = time.monotonic() + PATIENCE
        while not waits():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert found == []
    thread.join(PATIENCE)
    assert found == [receipt.number]


def test_a_cache_that_is_behind_gives_nothing_to_a_closed_office() -> None:
    """Between the closing and the next look at the directories, some seconds later."""
    receive(inbound("warm"), at=MONDAY)
    village = agency(VILLAGE)
    with transaction.atomic():
        closed(village)
    receipt = receive(inbound("late"), at=MONDAY)
    assert receipt.agency_name != village.name
    assert receive(inbound("late"), at=MONDAY).is_replay
    editions.look_again()
