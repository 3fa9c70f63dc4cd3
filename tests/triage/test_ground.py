"""What a proposal stands on: since when, by whom, and what staff read of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import editions
from tanggap.people.access import CLOCK
from tanggap.people.models import User
from tanggap.setup import mandates
from tanggap.taxonomy import actions as taxonomy
from tanggap.triage import ground
from tanggap.triage.ground import Version
from tests import builders
from tests.builders import MONDAY, Cast, Story, agency
from tests.casework import world

DAY = timedelta(days=1)
LEADS = ("kelurahan", "agency:dinas-bina-marga")


def version(day: int, ends: int | None, *, is_operators: bool = False, **says: Any) -> Version:
    return Version(is_operators, MONDAY + day * DAY, None if ends is None else MONDAY + ends * DAY,
                   says)  # fmt: skip


def test_another_change_of_the_row_does_not_make_the_mandate_younger() -> None:
    rows = [
        version(0, 5, lead="kelurahan", proof="photo"),
        version(5, 9, lead="agency:x", proof="photo"),
        version(9, None, lead="agency:x", proof="answer", source="Pergub 1/2026"),
    ]
    found = ground.stands_on("jalan", rows, at=MONDAY + 20 * DAY)
    assert (found.rule, found.since) == ("agency:x", MONDAY + 5 * DAY)
    assert found.source == "Pergub 1/2026" and not found.is_operators


def test_the_operator_s_word_counts_from_its_day() -> None:
    rows = [
        version(0, None, lead="kelurahan", basis="judgement"),
        version(3, 6, is_operators=True, proof="answer"),
        version(6, None, is_operators=True, proof="answer", lead="kelurahan", source="Kepgub"),
    ]
    early = ground.stands_on("jalan", rows, at=MONDAY + 5 * DAY)
    assert (early.since, early.is_operators, early.basis) == (MONDAY, False, "judgement")
    late = ground.stands_on("jalan", rows, at=MONDAY + 7 * DAY)
    assert (late.since, late.is_operators, late.basis) == (MONDAY + 6 * DAY, True, "")


@given(
    st.lists(st.sampled_from(LEADS), min_size=1, max_size=6),
    st.lists(st.sampled_from([*LEADS, None]), max_size=4),
)
def test_it_was_so_ever_since_and_not_before(pack: list[str], own: list[str | None]) -> None:
    rows = [version(i, i + 1 if i + 1 < len(pack) else None, lead=lead)
            for i, lead in enumerate(pack)]  # fmt: skip
    rows += [version(i, i + 1, is_operators=True, lead=lead)
             for i, lead in enumerate(own) if lead]  # fmt: skip

    def said(day: int) -> str | None:
        mine = own[day] if day < len(own) else None
        return mine or pack[min(day, len(pack) - 1)]

    days = max(len(pack), len(own)) + 1
    found = ground.stands_on("jalan", rows, at=MONDAY + days * DAY)
    assert found.since is not None
    first = (found.since - MONDAY).days
    assert {said(day) for day in range(first, days)} == {found.rule}


@pytest.fixture
def dispatcher(client: Client) -> User:
    user = world.staff("dispatcher", world.desk())
    client.force_login(user)
    return user


def read(client: Client, story: Story, language: str = "id") -> str:
    url = f"/meja/laporan/{story.report.number}/"
    return client.get(url, headers={"accept-language": language}).content.decode()


@pytest.mark.django_db
def test_the_dispatcher_reads_the_row_and_since_when(client: Client, dispatcher: User) -> None:
    story = Story()
    story.do("verify", story.cast.verifier, category=builders.category("pohon"))
    page = read(client, story)
    assert "Usulan:" in page and "(pohon), menurut paket kota, sejak" in page
    assert "perlu dipastikan kota" in page or "laporan yang lalu" in page or "aturan" in page
    assert "by the city&#x27;s pack, since" in read(client, story, "en")
    row = builders.category("pohon")
    now = mandates.now(row, at=MONDAY) | {"lead": "agency:dinas-tamhut", "source": "Pergub 9/2026"}
    says = mandates.Mandate(**now)
    mandates.change(row, says, by=Cast().operator, at=MONDAY + DAY, reason="Pergub 9/2026")
    taxonomy.settle("categories", "pohon", at=MONDAY + DAY)
    editions.look_again()
    page = read(client, story)
    assert "(pohon), ditetapkan pengelola, sejak Sel, 24 Nov 2026" in page
    assert "Pergub 9/2026" in page


@pytest.mark.django_db
@pytest.mark.parametrize("is_confidential", [True, False])
def test_the_dispatcher_reads_which_hearing_decided(
    client: Client, dispatcher: User, is_confidential: bool
) -> None:
    story = Story()
    story.verify(to=agency(builders.VILLAGE), category=builders.category("jalan"))
    story.do("give_back", story.cast.lurah, reason="Bukan.")
    story.do("assign", story.cast.dispatcher, to=agency(builders.DEPARTMENT), reason="Coba.")
    story.do("give_back", story.cast.department, reason="Bukan.")
    story.do("hear", CLOCK)
    story.do("rule", story.cast.dispatcher, to=agency(builders.BRANCH), reason="Aset sudin.")
    if is_confidential:
        type(story.report).objects.filter(pk=story.report.pk).update(is_confidential=True)
    later = Story(cast=story.cast)
    area = agency(builders.VILLAGE).area
    later.do("verify", later.cast.verifier, category=builders.category("jalan"))
    type(later.report).objects.filter(pk=later.report.pk).update(area=area)
    editions.look_again()
    page = read(client, later)
    assert "Sidang bersama" in page and "(jalan), menurut paket kota" in page
    assert (story.report.number in page) is not is_confidential
    assert ("(laporan rahasia)" in page) is is_confidential
