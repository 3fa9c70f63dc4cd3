"""The operator's verbs on mandates: dates, versions, what is refused, what routing says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tanggap.lib import editions
from tanggap.ops import pack
from tanggap.people import actions as people
from tanggap.people.models import Change
from tanggap.places.models import Area
from tanggap.setup import mandates
from tanggap.setup.soundness import Breaks, What
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy.models import Category
from tanggap.taxonomy.overrides import AlreadyPlanned, versions
from tanggap.triage import route
from tests.builders import MONDAY, Cast
from tests.ops.test_pack_load import JAKARTA, edit, on

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOW: dict[str, Any] = {"at": MONDAY, "reason": "Pergub 2/2026."}
KARET = "31.74.02.1004"


def category(code: str = "pohon") -> Category:
    return Category.objects.get(code=code)


def says(code: str = "pohon", **other: Any) -> mandates.Mandate:
    said = mandates.Mandate(**mandates.now(category(code), at=MONDAY))
    return replace(said, **other)


def proposed() -> str:
    editions.look_again()
    found = route.propose(category(), Area.objects.get(code=KARET))
    return found.agency.code if found else ""


def test_a_new_mandate_holds_at_once_and_routing_follows() -> None:
    assert proposed() == "sudin-tamhut-selatan"
    mandates.change(category(), says(lead="agency:dinas-tamhut"), by=Cast().operator, **HOW)
    assert proposed() == "dinas-tamhut"
    line = Change.objects.get()
    assert (line.kind, line.subject) == ("mandate", "pohon")
    assert line.before == {"lead": "city:sudin-tamhut"}


def test_saying_what_is_so_already_writes_nothing() -> None:
    mandates.change(category(), says(), by=Cast().operator, **HOW)
    assert not Change.objects.exists()


def test_a_planned_mandate_begins_on_its_day_and_the_old_one_stays() -> None:
    cast, day = Cast(), MONDAY + 10 * DAY
    new = says(lead="agency:dinas-tamhut")
    mandates.change(category(), new, by=cast.operator, since=day, **HOW)
    taxonomy.settle_due(at=MONDAY + 9 * DAY)
    assert category().lead == "city:sudin-tamhut"
    taxonomy.settle_due(at=day)
    assert category().lead == "agency:dinas-tamhut"
    again = says(lead="kelurahan")
    mandates.change(category(), again, by=cast.operator, at=day + DAY, reason="Dikoreksi.")
    periods = list(versions("categories").order_by("pk").values_list("valid_from", "valid_to"))
    assert periods == [(day, day + DAY), (day + DAY, None)]


def test_one_plan_at_a_time_and_it_can_be_called_off() -> None:
    cast, day = Cast(), MONDAY + 10 * DAY
    mandates.change(category(), says(proof="answer"), by=cast.operator, since=day, **HOW)
    with pytest.raises(AlreadyPlanned):
        mandates.change(category(), says(proof="document"), by=cast.operator, **HOW)
    plan = mandates.planned(category(), at=MONDAY)
    assert plan is not None
    mandates.call_off(plan, by=cast.operator, at=MONDAY, reason="Batal.")
    taxonomy.settle_due(at=day + DAY)
    assert category().proof == "photo"
    mandates.change(category(), says(proof="document"), by=cast.operator, **HOW)
    assert category().proof == "document"


@pytest.mark.parametrize("since", [None, MONDAY + 10 * DAY])
@pytest.mark.parametrize("lead", ["agency:tidak-ada", "sembarang"])
def test_a_category_that_nobody_leads_is_refused_on_whatever_day(since: Any, lead: str) -> None:
    with pytest.raises(Breaks) as refused:
        mandates.change(category(), says(lead=lead), by=Cast().operator, since=since, **HOW)
    assert {trouble.what for trouble in refused.value.troubles} == {What.NO_LEAD}
    assert category().lead == "city:sudin-tamhut"
    assert not versions("categories").exists()


def test_a_protected_category_needs_offices_with_case_workers() -> None:
    with pytest.raises(Breaks) as refused:
        mandates.change(category(), says(is_protected=True), by=Cast().operator, **HOW)
    assert {trouble.what for trouble in refused.value.troubles} == {What.NOT_CONFIDENTIAL}


def test_only_the_operator_changes_mandates() -> None:
    with pytest.raises(people.Forbidden):
        mandates.change(category(), says(proof="answer"), by=Cast().dispatcher, **HOW)


def test_a_load_of_the_pack_keeps_the_operators_mandate(tmp_path: Any) -> None:
    folder = shutil.copytree(JAKARTA, tmp_path / "pack")
    mandates.change(category(), says(lead="agency:dinas-tamhut"), by=Cast().operator, **HOW)
    edit(folder, "categories.csv", on("pohon", lead="kelurahan", proof="document"))
    pack.load(folder, at=MONDAY + DAY)
    assert (category().lead, category().proof) == ("agency:dinas-tamhut", "document")
