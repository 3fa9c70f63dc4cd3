"""A closed month never changes: not by events, not by counting, not by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test import Client

from tanggap.lib import editions, signing
from tanggap.people.access import SYSTEM
from tanggap.people.models import User
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.models import Close, Score, Version, VersionFact, VersionScore
from tanggap.performance.queries import boards
from tanggap.performance.rules import Code, Refused
from tanggap.taxonomy.models import PackSetting
from tests import builders
from tests.builders import Cast, Story, agency

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)  # where the institution is


@pytest.fixture
def cast() -> Cast:
    """One finished report of the village, one open, one secret."""
    cast = Cast()
    Story(cast=cast).to("resolved")
    Story(cast=cast).to("in_progress")
    secret = builders.category("pungutan-liar")
    Story(cast=cast).verify(to=agency("inspektorat"), category=secret)
    return cast


def close(cast: Cast) -> Version:
    actions.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    return Version.objects.get(agency__code=builders.VILLAGE)


def frozen() -> list[Any]:
    tables = (Close, Version, VersionFact, VersionScore)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def refusal(**how: Any) -> Code:
    with pytest.raises(Refused) as caught:
        actions.close_month(**{"month": NOVEMBER, "at": DUE} | how)
    return caught.value.code


def test_only_leaders_and_operators_close_and_not_before_the_day(cast: Cast) -> None:
    for name in ("lurah", "validator", "officer", "dispatcher"):
        assert refusal(by=getattr(cast, name)) is Code.NOT_YOURS
    early = DUE - timedelta(seconds=1)
    assert refusal(by=cast.operator, at=early) is Code.TOO_EARLY
    actions.close_month(month=NOVEMBER, by=cast.governor, at=DUE)
    assert refusal(by=cast.governor) is Code.ALREADY_CLOSED


def test_a_closed_month_never_changes_while_events_go_on(cast: Cast) -> None:
    version = close(cast)
    before = frozen()
    story = Story(cast=cast)
    story.verify()
    story.accept()
    story.at = DUE
    story.resolve()
    story.validate()
    story.do("rate", stars=1, reason="Belum.")
    story.do("reopen", reason="Belum beres.")
    actions.recompute(NOVEMBER, at=DUE + timedelta(days=30))
    assert frozen() == before
    assert not Score.objects.filter(month=NOVEMBER.first).exists()
    office = agency(builders.VILLAGE)
    own = VersionScore.objects.get(version=version, scope="own")
    found = boards.differences(NOVEMBER, office, own, at=DUE + timedelta(days=30))
    assert {one.figure: (one.frozen, one.now) for one in found}["received"] == (2, 3)


def test_the_database_refuses_to_change_it(cast: Cast) -> None:
    close(cast)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("close", "version", "versionfact", "versionscore"):
        for what in (f"DELETE FROM performance_{table}", f"TRUNCATE performance_{table} CASCADE"):
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(what)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.update(reason="x")


def test_counting_as_of_the_closing_gives_the_frozen_figures_again(cast: Cast) -> None:
    version = close(cast)
    Story(cast=cast).to("closed")
    own = VersionScore.objects.get(version=version, scope="own")
    office = agency(builders.VILLAGE)
    later = Story(cast=cast, at=DUE + timedelta(days=1))
    later.to("closed")
    found = boards.differences(NOVEMBER, office, own, at=DUE)
    # The report that was written afterwards, but happened before, is the only difference.
    assert {one.figure for one in found} >= {"received"}
    assert all(one.now != one.frozen for one in found)


def test_an_interrupted_closing_leaves_the_month_open(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanggap.performance.actions import closing

    def fail(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patch.setattr(closing, "clear", fail)
        actions.close_month(month=NOVEMBER, by=SYSTEM, at=DUE)
    assert frozen() == [[], [], [], []]
    assert close(cast).number == 1


def test_a_job_closes_last_month_where_the_pack_says_so(cast: Cast) -> None:
    assert actions.close_due(at=DUE) is None, "the pack asks a person"
    PackSetting.objects.filter(code="performance.closes").update(value="job")
    editions.look_again()
    assert actions.close_due(at=DUE - timedelta(days=1)) is None, "too early"
    made = actions.close_due(at=DUE)
    assert made and made.month == NOVEMBER.first and made.closed_by is None
    assert actions.close_due(at=DUE) is None, "once"
    editions.look_again()


def test_a_correction_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    first = close(cast)
    village = agency(builders.VILLAGE)
    late = Story(cast=cast)
    late.verify()
    how: dict[str, Any] = {"month": NOVEMBER, "office": village, "at": DUE + timedelta(days=2)}
    for by, reason in ((cast.governor, "x"), (cast.lurah, "x"), (cast.operator, " ")):
        with pytest.raises(Refused):
            actions.recount(by=by, reason=reason, **how)
    second = actions.recount(by=cast.operator, reason="Peristiwa terlambat tercatat.", **how)
    assert (first.number, second.number) == (1, 2)
    received = dict(VersionScore.objects.filter(scope="own").values_list("version", "received"))
    assert (received[first.pk], received[second.pk]) == (2, 3)
    shown = boards.figures(cast.lurah, NOVEMBER, village, is_closed=True)["own"]
    assert shown.figures.received == 3
    district = Version.objects.get(agency__code=builders.DISTRICT)
    assert district.number == 1, "others keep theirs"


def test_the_paper_says_the_figures_and_is_signed(cast: Cast) -> None:
    version = close(cast)
    paper = json.loads(version.paper)
    assert paper["office"] == builders.VILLAGE and paper["month"] == "2026-11"
    assert paper["figures"]["own"]["received"] == 2
    assert paper["formula"]["is_for_payroll"] is False
    assert paper["formula"]["steps"][-1] == ["part", "multiply", "10", "0.5", "5.0000"]
    assert version.checksum == signing.checksum(version.paper)
    public = signing.public_key(settings.SIGNING_KEY)
    signature = bytes(version.signature)
    assert signing.is_signed(version.paper, signature, public=public)
    assert not signing.is_signed(version.paper + " ", signature, public=public)


def test_anybody_can_check_a_checksum(client: Client, cast: Cast) -> None:
    version = close(cast)
    page = client.get(f"/verify/{version.checksum}/")
    assert page.status_code == 200 and agency(builders.VILLAGE).name in page.content.decode()
    assert client.get("/verify/", {"checksum": version.checksum.upper()}).status_code == 302
    wrong = ("0" if version.checksum[0] != "0" else "1") + version.checksum[1:]
    assert client.get(f"/verify/{wrong}/").status_code == 404
    assert client.get("/verify/", {"checksum": "halo"}).status_code == 200
    actions.recount(
        month=NOVEMBER,
        office=agency(builders.VILLAGE),
        reason="Salah catat.",
        by=cast.operator,
        at=DUE + timedelta(days=1),
    )
    assert "versi 2" in client.get(f"/verify/{version.checksum}/").content.decode()


def test_figures_that_count_a_secret_are_confirmed_without_being_told(
    client: Client, cast: Cast
) -> None:
    close(cast)
    secret = Version.objects.get(agency__code="inspektorat")
    page = client.get(f"/verify/{secret.checksum}/").content.decode()
    assert "Ini angka resmi" in page and "hours_median" not in page and "<table" not in page


def test_the_screens_close_and_correct(client: Client, cast: Cast) -> None:
    client.force_login(User.objects.get(pk=cast.validator.user_id))
    assert client.get("/kinerja/2026-10/tutup/").status_code == 403
    client.force_login(User.objects.get(pk=cast.operator.user_id))
    assert client.get("/kinerja/2026-10/tutup/").status_code == 200
    close(cast)
    card = f"/kinerja/2026-11/{builders.VILLAGE}/"
    page = client.get(card).content.decode()
    assert "Versi 1" in page and "0,5" in page and "Belum dipakai untuk gaji" in page
    assert "Tulis" not in page
    assert "Kalau dihitung hari ini" not in page and "?today=1" in page
    assert "Kalau dihitung hari ini" in client.get(f"{card}?today=1").content.decode()
    empty = client.post(f"{card}koreksi/", {"reason": ""})
    assert empty.status_code == 200 and "Belum terkirim" in empty.content.decode()
    assert client.post(f"{card}koreksi/", {"reason": "Salah catat."}).status_code == 302
    assert "Salah catat." in client.get(card).content.decode()
    listed = client.get("/kinerja/?month=2026-11").content.decode()
    assert "Ditutup" in listed and agency(builders.VILLAGE).name in listed
    found = client.get(f"/meja/cari/?counted=received&of={builders.VILLAGE}&month=2026-11")
    assert found.content.decode().count("/meja/laporan/JK") == 2
