"""Lists of staff: what they would do, what they do, and that doing it twice changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tanggap.people import actions as people
from tanggap.people.access import Actor
from tanggap.people.lists import actions, applying
from tanggap.people.models import Change, Membership, StaffList, StaffListLine, User
from tanggap.reports.models import Report
from tanggap.web.people import list_words
from tests import builders
from tests.builders import DEPARTMENT, DISTRICT, MONDAY, VILLAGE, Cast, agency

pytestmark = pytest.mark.django_db

HEAD = "Nama;E-mail;HP;Nama pengguna;Instansi;Peran;Mulai;Sampai"


def hand_in(by: Actor, *lines: str, **more: Any) -> StaffList:
    return actions.hand_in(
        "\n".join([HEAD, *lines]).encode(),
        file_name="C:\\staf\\baru.csv",
        role_words=list_words.role_words(),
        by=by,
        at=more.pop("at", MONDAY),
        **more,
    )


def run(staff_list: StaffList, by: Actor, *, at: Any = MONDAY) -> StaffList:
    actions.confirm(staff_list, by=by, at=at)
    for _turn in range(100):
        applying.go_on(staff_list.pk, at=at)
        staff_list.refresh_from_db()
        if staff_list.state == StaffList.State.DONE:
            return staff_list
    raise AssertionError("the list never ends")


def kinds(staff_list: StaffList) -> list[str]:
    return list(staff_list.lines.order_by("pk").values_list("kind", flat=True))


def problems(staff_list: StaffList) -> list[list[str]]:
    rows = staff_list.lines.order_by("pk").values_list("problems", flat=True)
    return [[one["code"] for one in row] for row in rows]


def outcomes(staff_list: StaffList) -> list[tuple[str, str]]:
    return list(staff_list.lines.order_by("pk").values_list("outcome", "refusal"))


def test_newcomers_come_with_their_roles_and_no_password() -> None:
    cast = Cast()
    said = hand_in(
        cast.operator,
        f"Budi Santoso;BUDI@jakarta.go.id;0812 3456 7890;;{VILLAGE};petugas lapangan; ;31/12/2026",
        f"Citra;;081298765432;;{agency(DISTRICT).name};agency_admin, Field Officer;;",
    )
    assert said.file_name == "baru.csv" and kinds(said) == ["new", "new"]
    assert not User.objects.filter(name="Citra").exists()
    run(said, cast.operator)
    budi = User.objects.get(email="budi@jakarta.go.id")
    assert budi.username == "budi" and not budi.has_usable_password()
    assert budi.phone == "+6281234567890"
    seat = Membership.objects.get(user=budi)
    assert seat.agency.code == VILLAGE and str(seat.ends_at) == "2026-12-31 17:00:00+00:00"
    citra = Membership.objects.filter(user__phone="+6281298765432")
    assert set(citra.values_list("role", flat=True)) == {"agency_admin", "officer"}
    verbs = set(Change.objects.filter(person=budi).values_list("kind", "verb"))
    assert verbs == {("person", "add"), ("seat", "give")}
    token = people.link_for(budi, by=cast.operator, at=MONDAY)
    people.set_password(token=token, password="kuda laut menari", at=MONDAY)


def test_the_same_list_a_second_time_changes_nothing() -> None:
    cast = Cast()
    lines = (
        f"Budi;budi@x.id;;;{VILLAGE};officer;2026-12-01;2026-12-31",
        f"Budi;budi@x.id;;;{DISTRICT};officer;;",
    )
    run(hand_in(cast.operator, *lines), cast.operator)
    before = Change.objects.count()
    again = hand_in(cast.operator, *lines, at=MONDAY + timedelta(hours=1))
    assert kinds(again) == ["unchanged", "unchanged"]
    run(again, cast.operator)
    assert Change.objects.count() == before + 1  # that the list was run
    assert Membership.objects.filter(user__email="budi@x.id").count() == 2


def test_what_differs_is_changed_and_nothing_else() -> None:
    cast = Cast()
    run(hand_in(cast.operator, f"Budi;budi@x.id;;;{VILLAGE};officer;;"), cast.operator)
    said = hand_in(
        cast.operator,
        f"Budi Santoso;;;BUDI;{VILLAGE};officer;;2027-01-31",
        f";budi@x.id;;;{DISTRICT};officer;;",
    )
    assert kinds(said) == ["changed", "changed"]
    run(said, cast.operator)
    budi = User.objects.get(username="budi")
    assert budi.name == "Budi Santoso" and budi.email == "budi@x.id"
    ends = Membership.objects.filter(user=budi).order_by("pk").values_list("ends_at", flat=True)
    assert str(ends[0]) == "2027-01-31 17:00:00+00:00" and ends[1] is None


def test_every_fault_is_named_with_its_line() -> None:
    cast = Cast()
    cast.officer, cast.colleague  # noqa: B018 - two who share an address
    User.objects.filter(pk__in=[cast.officer.user_id, cast.colleague.user_id]).update(
        email="kantor@x.id"
    )
    shut = User.objects.create(
        username="dulu", name="Dulu", email="dulu@x.id", created_at=MONDAY, is_active=False
    )
    said = hand_in(
        cast.operator,
        f"A;;;;{VILLAGE};officer;;",
        f"A;bukan alamat;;;{VILLAGE};officer;;",
        f"A;a@x.id;12;;{VILLAGE};officer;;",
        "A;a@x.id;;;tidak-ada;officer;;",
        f"A;a@x.id;;;{VILLAGE};raja;;",
        f"A;a@x.id;;;{VILLAGE};officer;2026-12-02;2026-12-01",
        f"A;a@x.id;;;{VILLAGE};officer;;2020-01-01",
        f"A;a@x.id;;;{VILLAGE};dispatcher;;",
        f"A;;;tidakada;{VILLAGE};officer;;",
        f"A;kantor@x.id;;;{VILLAGE};officer;;",
        f";b@x.id;;;{VILLAGE};officer;;",
        f"Dulu;{shut.email};;;{VILLAGE};officer;;",
        f"A;c@x.id;;;{VILLAGE};officer;32/12/2026;",
        f"D;d@x.id;;;{VILLAGE};officer;;",
        f"D;d@x.id;;;{VILLAGE};officer;;",
        f"Bukan D;d@x.id;;;{DISTRICT};officer;;",
    )
    assert problems(said) == [
        ["no_key"],
        ["bad_email"],
        ["bad_phone"],
        ["unknown_office"],
        ["unknown_role"],
        ["days_reversed"],
        ["day_passed"],
        ["role_not_here"],
        ["unknown_username"],
        ["many_email"],
        ["no_name"],
        ["shut"],
        ["bad_day"],
        [],
        ["twice"],
        ["other_name"],
    ]
    assert list(said.lines.order_by("pk").values_list("number", flat=True)) == list(range(2, 18))
    words = {code for row in problems(said) for code in row}
    assert words <= set(list_words.PROBLEMS)


def test_a_shared_telephone_joins_nobody() -> None:
    cast = Cast()
    run(hand_in(cast.operator, f"Satu;satu@x.id;021-3456789;;{VILLAGE};officer;;"), cast.operator)
    said = hand_in(cast.operator, f"Dua;dua@x.id;021-3456789;;{VILLAGE};officer;;")
    assert problems(said) == [["phone_of_another"]]


def test_whoever_is_not_on_a_complete_list_leaves() -> None:
    cast = Cast()
    cast.officer, cast.colleague, cast.lurah, cast.camat  # noqa: B018 - they work there
    officer = User.objects.get(pk=cast.officer.user_id)
    said = hand_in(
        cast.operator,
        f";;;{officer.username};{VILLAGE};officer;;",
        complete_for=agency(VILLAGE),
    )
    assert kinds(said) == ["unchanged", "leaving", "leaving"]
    leavers = said.lines.filter(kind="leaving").values_list("person", flat=True)
    assert set(leavers) == {cast.colleague.user_id, cast.lurah.user_id}
    run(said, cast.operator)
    held = Membership.objects.filter(agency=agency(VILLAGE)).unfinished(at=MONDAY)
    assert [seat.user for seat in held] == [officer]


def test_a_list_with_a_fault_sends_nobody_away() -> None:
    cast = Cast()
    cast.officer  # noqa: B018 - works there
    said = hand_in(cast.operator, f";;;salah;{VILLAGE};officer;;", complete_for=agency(VILLAGE))
    assert kinds(said) == ["error"]


def test_an_admin_does_only_what_is_hers() -> None:
    cast = Cast()
    lurah = User.objects.get(pk=cast.lurah.user_id)
    officer = User.objects.get(pk=cast.department.user_id)
    governor = people.appoint(
        user=User.objects.get(pk=cast.governor.user_id),
        role="leader",
        agency=agency(VILLAGE),
        at=builders.HIRED,
    )
    said = hand_in(
        cast.lurah,
        f"Budi;budi@x.id;;;{VILLAGE};officer;;",
        f"Cici;cici@x.id;;;{DISTRICT};officer;;",
        f"Dodi;dodi@x.id;;;{VILLAGE};validator;;",
        f";;;{lurah.username};{VILLAGE};agency_admin;;",
        f"Nama Baru;;;{officer.username};{VILLAGE};officer;;",
        complete_for=agency(VILLAGE),
    )
    assert problems(said) == [[], ["office_not_yours"], ["role_not_yours"], [], []]
    assert kinds(said)[3] == "unchanged"
    assert ["kept", "name"] in said.lines.get(number=6).changes
    clean = hand_in(cast.lurah, f"Budi;budi@x.id;;;{VILLAGE};officer;;",
                    complete_for=agency(VILLAGE))  # fmt: skip
    assert kinds(clean) == ["new"]  # neither herself nor a seat that isn't hers to take
    assert governor.ends_at is None
    with pytest.raises(people.Forbidden):
        hand_in(cast.lurah, "x", complete_for=agency(DEPARTMENT))


def test_rights_are_asked_again_when_it_is_done() -> None:
    cast = Cast()
    said = hand_in(cast.lurah, f"Budi;budi@x.id;;;{VILLAGE};officer;;")
    seat = Membership.objects.get(user=cast.lurah.user_id)
    actions.confirm(said, by=cast.lurah, at=MONDAY)
    people.end_seat(seat, by=cast.operator, at=MONDAY)
    applying.go_on(said.pk, at=MONDAY + timedelta(seconds=1))
    assert outcomes(said) == [("refused", "forbidden")]
    assert not User.objects.filter(email="budi@x.id").exists()


def test_the_last_operator_stays() -> None:
    cast = Cast()
    operator = Membership.objects.get(user=cast.operator.user_id)
    second = builders.staff("operator", operator.agency)
    User.objects.filter(pk=cast.operator.user_id).update(is_active=False)
    User.objects.filter(pk=second.user_id).update(password="argon2$x")
    said = hand_in(
        cast.operator,
        f";;;{User.objects.get(pk=second.user_id).username};{operator.agency.code};operator;;"
        "2026-12-31",
    )
    StaffList.objects.filter(pk=said.pk).update(state="running", confirmed_by=cast.operator.user_id)
    User.objects.filter(pk=cast.operator.user_id).update(is_active=True)
    applying.go_on(said.pk, at=MONDAY)
    assert outcomes(said) == [("refused", "last_operator")]


def test_a_job_that_was_killed_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = Cast()
    lines = [f"Orang {n};orang{n}@x.id;;;{VILLAGE};officer;;" for n in range(5)]
    said = hand_in(cast.operator, *lines)
    actions.confirm(said, by=cast.operator, at=MONDAY)
    with pytest.raises(actions.NotWaiting):
        actions.confirm(said, by=cast.operator, at=MONDAY)
    monkeypatch.setattr(applying, "SOME", 2)
    applying.go_on(said.pk, at=MONDAY)
    said.refresh_from_db()
    assert said.state == "running"
    assert [one for one, _code in outcomes(said)] == ["done", "done", "", "", ""]
    for _turn in range(3):  # twice more than needed
        applying.go_on(said.pk, at=MONDAY)
    assert User.objects.filter(email__endswith="@x.id").count() == 5
    said.refresh_from_db()
    assert said.state == "done" and said.finished_at == MONDAY


def test_old_lists_go_and_running_ones_stay() -> None:
    cast = Cast()
    lists = [hand_in(cast.operator, f"B;b@x.id;;;{VILLAGE};officer;;") for _n in range(2)]
    actions.confirm(lists[1], by=cast.operator, at=MONDAY)
    actions.sweep(at=MONDAY + timedelta(days=8))
    assert list(StaffList.objects.all()) == [lists[1]]
    applying.go_on(lists[1].pk, at=MONDAY)
    actions.sweep(at=MONDAY + timedelta(days=91))
    assert not StaffListLine.objects.exists()
    assert Report.objects.count() == 0


PLACES = st.sampled_from([VILLAGE, DISTRICT, "kel-cideng"])
LINES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        PLACES,
        st.sampled_from(["officer", "agency_admin", "officer;agency_admin"]),
        st.sampled_from(["", "2026-12-01", "2027-01-01"]),
        st.sampled_from(["", "2027-02-01"]),
    ),
    max_size=6,
)


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(LINES, LINES, st.booleans())
def test_whatever_two_lists_say_the_second_again_does_nothing(
    first: Any, second: Any, whole: bool
) -> None:
    with transaction.atomic():
        _two_lists(first, second, whole)
        transaction.set_rollback(True)


def _two_lists(first: Any, second: Any, whole: bool) -> None:
    by = Cast().operator
    for lines in filter(None, (first, second)):
        done = run(_said(lines, by, whole), by)
        assert "refused" not in {one for one, _code in outcomes(done)}
    before = list(Membership.objects.order_by("pk").values())
    if second:
        again = _said(second, by, whole)
        assert set(kinds(again)) <= {"unchanged", "error"}
        run(again, by)
    assert list(Membership.objects.order_by("pk").values()) == before


def _said(lines: Any, by: Actor, whole: bool) -> StaffList:
    said = [
        f"Orang {who};{who}@x.id;;;{place};{role};{since};{until}"
        for who, place, role, since, until in lines
    ]
    return hand_in(by, *said, complete_for=agency(DISTRICT) if whole else None, with_below=True)
