"""Taking a report apart on its own page: nothing typed is lost, nothing happens unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tanggap.people.models import User
from tanggap.reports.models import Report
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(client: Client) -> Story:
    story = Story(address="Taman Menteng")
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    return story


def _post(client: Client, story: Story, do: str, *texts: str, **more: str) -> Any:
    form = {"version": str(story.report.seq), "parts": str(len(texts)), "do": do}
    for n, text in enumerate(texts):
        form |= {f"part{n}-text": text, f"part{n}-address": f"Gang {n}"}
        form[f"part{n}-category"] = builders.category().code
    return client.post(f"/meja/laporan/{story.report.number}/split/", form | more)


def _tried(page: str) -> str:
    found = re.search(r'name="tried" value="(\w+)"', page)
    assert found
    return found[1]


def test_it_is_looked_at_before_it_is_done(client: Client, story: Story) -> None:
    texts = ("Got mampet di depan sekolah.", "Pohon miring di pagar.")
    page = _post(client, story, "try", *texts).content.decode()
    assert "Belum ada yang berubah." in page and "Pecah, 2 laporan baru" in page
    assert "Gang 0" in page and all(text in page for text in texts)
    assert Report.objects.count() == 1
    answer = _post(client, story, "run", *texts, tried=_tried(page))
    assert answer.status_code == 302
    new = Report.objects.exclude(pk=story.report.pk).order_by("pk")
    assert [row.text for row in new] == list(texts)
    assert [row.address for row in new] == ["Gang 0", "Gang 1"]
    assert {row.category for row in new} == {builders.category()}
    page = client.get(answer["Location"]).content.decode()
    assert all(row.number in page for row in new), "said, and shown as related"


def test_what_changed_since_the_look_is_looked_at_again(client: Client, story: Story) -> None:
    tried = _tried(_post(client, story, "try", "Got mampet.").content.decode())
    page = _post(client, story, "run", "Got mampet, dan bau.", tried=tried).content.decode()
    assert "Belum ada yang berubah." in page and Report.objects.count() == 1


def test_one_more_part_keeps_what_was_typed(client: Client, story: Story) -> None:
    page = _post(client, story, "more", "Got mampet.").content.decode()
    assert "Got mampet." in page and 'name="part1-text"' in page
    assert "Gang 0" in page and "Belum terkirim" not in page
    many = _post(client, story, "more", *["Got."] * 5).content.decode()
    assert 'name="part5-text"' not in many and 'value="more"' not in many


def test_an_empty_part_is_named(client: Client, story: Story) -> None:
    answer = _post(client, story, "try", "Got mampet.", "")
    assert answer.status_code == 422 and "Got mampet." in answer.content.decode()


def test_somebody_was_faster(client: Client, story: Story) -> None:
    tried = _tried(_post(client, story, "try", "Got mampet.").content.decode())
    seq = str(story.report.seq)
    story.do("hold", story.cast.other_verifier, question="Di mana?")
    answer = _post(client, story, "run", "Got mampet.", tried=tried, version=seq)
    page = answer.content.decode()
    assert answer.status_code == 409 and "other_verifier" in page and "Got mampet." in page
    assert Report.objects.count() == 1


def test_who_may_not_split_is_told(client: Client, story: Story) -> None:
    story.to("in_progress")
    client.force_login(User.objects.get(pk=story.cast.lurah.user_id))
    story.report = story.fresh()
    tried = _tried(_post(client, story, "try", "Got mampet.").content.decode())
    answer = _post(client, story, "run", "Got mampet.", tried=tried)
    assert answer.status_code == 422 and "Belum bisa." in answer.content.decode()
