"""The operator's verbs on offices: the log, what is refused, and what a pack does afterwards."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tanggap.ops import pack
from tanggap.people import actions as people
from tanggap.people import tree
from tanggap.people.models import Agency, Change
from tanggap.places.models import Area
from tanggap.reports.models import Report
from tanggap.setup import differences, offices
from tanggap.setup.soundness import Breaks, What
from tests import builders
from tests.builders import MONDAY, Cast, Story, agency
from tests.ops.test_pack_load import JAKARTA, edit, on, without

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=1)
HOW: dict[str, Any] = {"at": MONDAY, "reason": "Pergub 1/2026."}


def says(office: Agency, **other: Any) -> people.Office:
    values = {
        "name": office.name,
        "kind": office.kind,
        "parent": office.parent,
        "area": office.area,
        "handles_confidential": office.handles_confidential,
    }
    return people.Office(**values | other)


def new_office(code: str = "pos-pantau", *, cast: Cast | None = None) -> Agency:
    wanted = people.Office(
        name="Pos Pantau Monas",
        kind="up",
        parent=agency("kota-pusat"),
        area=Area.objects.get(code="31.71"),
    )
    return offices.add(code, wanted, by=(cast or Cast()).operator, **HOW)


def test_a_change_is_a_line_of_the_log_with_both_sides() -> None:
    cast, office = Cast(), agency("sudin-bina-marga-pusat")
    offices.change(office, says(office, name="Sudin Jalan"), by=cast.operator, **HOW)
    line = Change.objects.get()
    assert (line.kind, line.verb, line.office) == ("office", "change", office)
    assert (line.by_id, line.at, line.reason) == (cast.operator.user_id, MONDAY, "Pergub 1/2026.")
    assert line.before == {"name": office.name}
    assert line.after == {"name": "Sudin Jalan"}


def test_saying_what_is_so_already_writes_nothing() -> None:
    office = agency("sudin-bina-marga-pusat")
    offices.change(office, says(office), by=Cast().operator, **HOW)
    assert not Change.objects.exists()


@pytest.mark.parametrize("change", ["UPDATE people_change SET reason = ''", "DELETE FROM"])
def test_the_database_refuses_to_change_the_log(change: str) -> None:
    new_office()
    sql = change if change.startswith("UPDATE") else f"{change} people_change"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.parametrize("role", ["dispatcher", "governor", "lurah", "validator"])
def test_only_the_operator_changes_offices(role: str) -> None:
    cast, office = Cast(), agency("kel-gambir")
    with pytest.raises(people.Forbidden):
        offices.change(office, says(office, name="X"), by=getattr(cast, role), **HOW)
    assert not Change.objects.exists()


def test_an_office_never_stands_below_itself() -> None:
    city = agency("kota-pusat")
    with pytest.raises(tree.Loop):
        offices.change(city, says(city, parent=agency("kel-gambir")), by=Cast().operator, **HOW)


def test_an_office_with_open_reports_is_not_closed() -> None:
    cast = Cast()
    office = new_office(cast=cast)
    story = Story(cast=cast)
    story.verify(to=office)
    with pytest.raises(offices.StillHolds) as refused:
        offices.close(office, by=cast.operator, **HOW)
    assert [row.number for row in refused.value.reports] == [story.report.number]
    assert agency(office.code).is_active
    story.do("coordinate", cast.dispatcher, to=agency(builders.BRANCH), reason="Pos ditutup.")
    offices.close(office, by=cast.operator, **HOW)
    assert not agency(office.code).is_active


def test_an_office_that_governs_a_village_is_not_closed() -> None:
    with pytest.raises(Breaks) as refused:
        offices.close(agency("kel-gambir"), by=Cast().operator, **HOW)
    assert refused.value.troubles[0].what == What.NO_OFFICE


def test_an_office_that_a_mandate_names_is_not_closed() -> None:
    with pytest.raises(Breaks) as refused:
        offices.close(agency("ppt-ppa"), by=Cast().operator, **HOW)
    assert {t.what for t in refused.value.troubles} == {What.NO_LEAD}


def test_delicate_categories_lead_only_to_offices_with_case_workers() -> None:
    office = agency(builders.INSPECTORATE)
    with pytest.raises(Breaks) as refused:
        offices.change(office, says(office, handles_confidential=False), by=Cast().operator, **HOW)
    assert {t.what for t in refused.value.troubles} == {What.NOT_CONFIDENTIAL}


def test_an_office_with_offices_below_it_is_not_closed() -> None:
    with pytest.raises(people.Standing) as refused:
        offices.close(agency("dinas-bina-marga"), by=Cast().operator, **HOW)
    assert builders.BRANCH in {office.code for office in refused.value.offices}


def test_a_move_never_puts_a_complaint_into_the_hands_of_whom_it_is_about() -> None:
    cast = Cast()
    story = Story(cast=cast)
    office = new_office(cast=cast)
    about = agency("dinas-bina-marga")
    story.verify(to=office)
    Report.objects.filter(pk=story.report.pk).update(about=about)
    with pytest.raises(offices.StillHolds):
        offices.change(office, says(office, parent=about), by=cast.operator, **HOW)


def test_a_code_is_given_once() -> None:
    new_office()
    with pytest.raises(people.CodeTaken):
        new_office()


def test_a_load_of_the_pack_keeps_what_the_operator_said(tmp_path: Any) -> None:
    folder = shutil.copytree(JAKARTA, tmp_path / "pack")
    cast, office = Cast(), agency(builders.BRANCH)
    mine = new_office(cast=cast)
    offices.change(office, says(office, name="Sudin Jalan"), by=cast.operator, **HOW)
    offices.change(
        agency("up-ragunan"), says(agency("up-ragunan"), parent=mine), by=cast.operator, **HOW
    )
    closed = agency("kbn")
    offices.close(closed, by=cast.operator, **HOW)
    edit(folder, "agencies.csv", on(builders.BRANCH, name="Sudin BM", kind="up"))
    pack.load(folder, at=LATER)
    office.refresh_from_db()
    assert (office.name, office.kind) == ("Sudin Jalan", "up")
    assert agency(mine.code).is_active
    assert agency("up-ragunan").path == f"{mine.path}up-ragunan/"
    assert not agency("kbn").is_active


def test_the_pack_decides_again_where_the_operator_lets_it(tmp_path: Any) -> None:
    cast, office = Cast(), agency(builders.BRANCH)
    name = office.name
    offices.change(office, says(office, name="Sudin Jalan", kind="up"), by=cast.operator, **HOW)
    changed = offices.follow_pack(office, ["name"], by=cast.operator, at=LATER, reason="Salah.")
    assert (changed.name, changed.kind) == (name, "up")
    assert [d.column for d in pack_differences()] == ["kind"]


def pack_differences() -> list[Any]:
    return list(differences.offices(at=LATER + timedelta(days=1)))


def test_closing_and_reopening_leaves_no_trace_but_the_log(tmp_path: Any) -> None:
    cast, office = Cast(), agency("kbn")
    offices.close(office, by=cast.operator, **HOW)
    offices.reopen(office, by=cast.operator, at=LATER, reason="Dibuka lagi.")
    assert agency("kbn").is_active
    assert pack_differences() == []
    verbs = Change.objects.filter(subject="kbn").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["close", "reopen"]


def test_an_office_the_pack_drops_may_be_kept_by_the_operator(tmp_path: Any) -> None:
    folder = shutil.copytree(JAKARTA, tmp_path / "pack")
    edit(folder, "agencies.csv", without("kbn"))
    pack.load(folder, at=LATER)
    assert not agency("kbn").is_active
    offices.reopen(agency("kbn"), by=Cast().operator, at=LATER, reason="Masih ada.")
    pack.load(folder, at=LATER + timedelta(days=1))
    assert agency("kbn").is_active
