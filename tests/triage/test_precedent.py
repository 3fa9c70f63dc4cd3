"""Which decision of a joint hearing a later report follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import editions
from tanggap.people.access import CLOCK
from tanggap.triage import route
from tanggap.triage.mandate import Why
from tanggap.triage.precedent import Ruling, speaking_to
from tests import builders
from tests.builders import Story, agency

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BASE = Ruling(
    number="JK1",
    category="jalan",
    area="31.71.01.1001",
    reach="31.71",
    agency="sudin",
    words=(),
    decided_at=NOW,
)
CODES = st.sampled_from(["", "31", "31.71", "31.71.01", "31.71.01.1001", "31.72.01.1001", "31.710"])
RULINGS = st.builds(
    replace,
    st.just(BASE),
    category=st.sampled_from(["jalan", "pohon"]),
    area=CODES,
    reach=CODES,
    words=st.sampled_from([(), ("saluran",), ("saluran", "got")]),
    decided_at=st.integers(0, 50).map(lambda days: NOW - timedelta(days=days)),
)


def speaks(*rulings: Ruling, area: str = "31.71.01.1001", text: str = "Jalan amblas") -> object:
    return speaking_to(rulings, category="jalan", area=area, text=text)


def test_the_owner_must_serve_the_place() -> None:
    assert speaks(BASE) is BASE
    assert speaks(BASE, area="31.72.01.1001") is None
    assert speaks(replace(BASE, reach="31.7")) is None  # a code is no prefix of letters


def test_words_narrow_and_win() -> None:
    narrow = replace(BASE, words=("saluran",), decided_at=NOW - timedelta(days=90))
    assert speaks(narrow) is None
    assert speaks(BASE, narrow, text="Di atas SALURAN, amblas") is narrow


def test_nearer_wins_then_newer() -> None:
    far = replace(BASE, area="31.71.02.1001")
    old = replace(BASE, decided_at=NOW - timedelta(days=1))
    assert speaks(far, old) is old
    assert speaks(old, BASE) is BASE


@given(st.lists(RULINGS, max_size=6), CODES, st.sampled_from(["got mampet", "saluran got", ""]))
def test_what_is_cited_fits_and_order_does_not_matter(
    rulings: list[Ruling], area: str, text: str
) -> None:
    found = speaking_to(rulings, category="jalan", area=area, text=text)
    again = speaking_to(list(reversed(rulings)), category="jalan", area=area, text=text)
    if found is None:
        assert again is None
        return
    assert again is not None
    assert found.category == "jalan"
    assert (found.words, found.decided_at) == (again.words, again.decided_at)
    assert not found.words or set(found.words) & set(text.split())


@pytest.mark.django_db
def test_a_later_proposal_cites_the_hearing() -> None:
    story = Story()
    story.verify(to=agency(builders.VILLAGE), category=builders.category("jalan"))
    story.do("give_back", story.cast.lurah, reason="Bukan.")
    story.do("assign", story.cast.dispatcher, to=agency(builders.DEPARTMENT), reason="Coba.")
    story.do("give_back", story.cast.department, reason="Bukan.")
    story.do("hear", CLOCK)
    needs = {"to": agency(builders.BRANCH), "reason": "Aset sudin.", "keywords": "got, saluran"}
    story.do("rule", story.cast.dispatcher, **needs)
    editions.look_again()
    area = agency(builders.VILLAGE).area
    found = route.propose(builders.category("jalan"), area, text="Got ambruk")
    assert found is not None
    assert (found.why, found.agency) == (Why.RULING, agency(builders.BRANCH))
    assert found.ruling is not None and found.ruling.number == story.report.number
    other = route.propose(builders.category("jalan"), area, text="Lubang di aspal")
    assert other is not None and other.why is not Why.RULING
