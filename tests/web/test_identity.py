"""A shared identity: the office reads exactly one field, the reporter decides and sees it all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.identity.models import IdentityAccess
from tanggap.people.models import Agency, User
from tanggap.reports import actions, numbers
from tanggap.reports.models import IdentityShare, Report
from tanggap.reports.workflow import Privacy
from tests.casework import world

pytestmark = pytest.mark.django_db
REASON = "Perlu janji bertemu di rumah."


@pytest.fixture
def office() -> Agency:
    return world.office()


@pytest.fixture
def boss(office: Agency) -> User:
    return world.staff("agency_admin", office)


@pytest.fixture
def row(office: Agency, boss: User) -> Report:
    return world.accepted(world.report(), office, boss)


def own_page(row: Report, act: str = "") -> str:
    code = numbers.code_for(row.channel.code, row.external_id)
    return f"/lacak/{row.number}/{code}/{act}"


def ask(client: Client, row: Report, boss: User, *, field: str = "phone") -> IdentityShare:
    client.force_login(boss)
    url = f"/meja/laporan/{row.number}/share_identity/"
    form = {"version": str(row.seq), "identity_field": field, "reason": REASON}
    assert client.post(url, form).status_code == 302
    return IdentityShare.objects.get(report=row)


def answer(row: Report, share: IdentityShare, said: str, **more: str) -> None:
    form = {"share": str(share.pk), "answer": said, **more}
    assert Client().post(own_page(row, "share_identity/"), form).status_code == 302
    share.refresh_from_db()


def reading_page(row: Report, share: IdentityShare) -> str:
    return f"/meja/laporan/{row.number}/identitas/{share.pk}/"


def test_from_the_request_to_the_last_reading(client: Client, row: Report, boss: User) -> None:
    share = ask(client, row, boss)
    mine = Client().get(own_page(row)).content.decode()
    assert share.agency.name in mine and "nomor teleponmu" in mine and REASON in mine
    assert client.get(reading_page(row, share)).status_code == 404

    answer(row, share, "agree", days="3")
    assert share.ends_at and share.ends_at - timezone.now() < timedelta(days=3)
    assert reading_page(row, share) in client.get(f"/meja/laporan/{row.number}/").content.decode()
    before = client.get(reading_page(row, share))
    assert world.SECRET_PHONE not in before.content.decode()
    assert not IdentityAccess.objects.exists(), "looking at the page reads nothing"

    read = client.post(reading_page(row, share))
    page = read.content.decode()
    assert world.SECRET_PHONE in page and world.SECRET_NAME not in page
    assert read.headers["Cache-Control"] == "no-store"
    assert IdentityAccess.objects.get().user == boss
    mine = Client().get(own_page(row)).content.decode()
    assert mine.count("Dibaca ") == 1 and boss.name not in mine

    answer(row, share, "withdraw")
    assert client.post(reading_page(row, share)).status_code == 404
    mine = Client().get(own_page(row)).content.decode()
    assert "sudah kamu cabut" in mine and mine.count("Dibaca ") == 1
    assert "izinnya dicabut" in client.get(f"/meja/laporan/{row.number}/").content.decode()


def test_a_no_is_shown_to_both_and_opens_nothing(client: Client, row: Report, boss: User) -> None:
    share = ask(client, row, boss)
    answer(row, share, "refuse")
    assert share.refused_at and client.get(reading_page(row, share)).status_code == 404
    assert "tidak diizinkan pelapor" in client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert "Tidak kamu izinkan" in Client().get(own_page(row)).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {"answer": "agree", "days": "3650"},
        {"answer": "agree"},
        {"answer": "perhaps"},
        {"answer": "agree", "days": "3", "share": "999999"},
        {"answer": "agree", "days": "3", "share": "x"},
    ],
)
def test_what_was_never_offered_is_not_taken(
    client: Client, row: Report, boss: User, form: dict[str, str]
) -> None:
    share = ask(client, row, boss)
    Client().post(own_page(row, "share_identity/"), {"share": str(share.pk), **form})
    share.refresh_from_db()
    assert (share.agreed_at, share.refused_at) == (None, None)


def test_another_report_of_hers_answers_nothing(client: Client, row: Report, boss: User) -> None:
    share = ask(client, row, boss)
    other = world.report("Yang lain sama sekali.")
    form = {"share": str(share.pk), "answer": "agree", "days": "3"}
    Client().post(own_page(other, "share_identity/"), form)
    share.refresh_from_db()
    assert share.agreed_at is None


def test_only_the_entitled_office_opens_the_page(
    client: Client, row: Report, boss: User, office: Agency
) -> None:
    share = ask(client, row, boss)
    answer(row, share, "agree", days="3")
    others = Agency.objects.filter(kind="kelurahan").exclude(pk=office.pk)
    people = [world.staff(role, world.desk()) for role in ("verifier", "dispatcher", "validator")]
    people += [world.staff("officer", others[0]), world.staff("leader", office)]
    for user in people:
        client.force_login(user)
        assert client.get(reading_page(row, share)).status_code == 404, user.username
        assert client.post(reading_page(row, share)).status_code == 404, user.username
    assert not IdentityAccess.objects.exists()


def test_the_field_shows_the_way_only_where_the_office_is_entitled(
    client: Client, row: Report, boss: User, office: Agency
) -> None:
    officer = world.staff("officer", office)
    share = ask(client, row, boss)
    client.force_login(officer)
    assert "/identitas/" not in client.get(f"/lapangan/{row.number}/").content.decode()
    answer(row, share, "agree", days="1")
    page = client.get(f"/lapangan/{row.number}/").content.decode()
    assert reading_page(row, share) in page and world.SECRET_PHONE not in page
    actions.coordinate(
        row,
        to=Agency.objects.filter(kind="dinas")[0],
        reason="Bukan kami.",
        by=world.acting(boss),
        at=timezone.now(),
    )
    assert "/identitas/" not in client.get(f"/lapangan/{row.number}/").content.decode()


def test_the_form_offers_only_what_she_left(client: Client, row: Report, boss: User) -> None:
    client.force_login(boss)
    page = client.get(f"/meja/laporan/{row.number}/share_identity/").content.decode()
    offered = [name for name in ("name", "phone", "email") if f'value="{name}"' in page]
    assert offered == ["name", "phone"]


def test_whoever_never_wants_to_be_named_is_not_asked(
    client: Client, office: Agency, boss: User
) -> None:
    hidden = world.report(privacy=Privacy.NAME_HIDDEN)
    row = world.accepted(hidden, office, boss)
    client.force_login(boss)
    page = client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert "share_identity" not in page


def test_a_broken_glass_is_told_on_her_page(row: Report) -> None:
    dispatcher = world.acting(world.staff("dispatcher", world.desk()))
    reason = "Ancaman pada nyawa."
    actions.break_glass(row, reason=reason, by=dispatcher, at=timezone.now())
    page = Client().get(own_page(row)).content.decode()
    assert "keadaan darurat" in page and reason in page
