"""A person decides what everybody reads; the original and the rules give way to nobody else."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.lib import marks
from tanggap.people.models import User
from tanggap.publication.models import PublicReport
from tanggap.publishing import redaction, wording
from tanggap.reports import actions
from tanggap.reports.models import PublicMask
from tanggap.reports.workflow import Refused
from tests.builders import Story
from tests.markup import compact

pytestmark = pytest.mark.django_db

TEXT = "Got depan rumah hijau mampet, kata Pak Suryono di Toko Melati."
WHY = {"reason": "Rumahnya mudah dikenali."}


def _url(story: Story) -> str:
    return f"/meja/laporan/{story.report.number}/mask/"


def _public(story: Story) -> PublicReport:
    marks.work("publishing")
    return PublicReport.objects.get(pk=story.report.pk)


def _story(client: Client) -> Story:
    story = Story(visibility="public", text=TEXT, title="Got mampet", address="Jl. Mawar No. 9")
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    return story


def _sent(story: Story, **form: object) -> dict[str, object]:
    return {"version": str(story.fresh().seq), "do": "run", **WHY, **form}


def test_the_original_stands_beside_what_everybody_reads(client: Client) -> None:
    page = compact(client.get(_url(_story(client))).content.decode())
    assert '<mark class="masked">Suryono</mark>' in page
    assert "kata Pak [nama disamarkan] di Toko Melati." in page
    assert '<mark class="masked">No. 9</mark>' in page


def test_a_person_masks_more_and_less_and_everybody_reads_that(client: Client) -> None:
    story = _story(client)
    shown = compact(client.get(_url(story)).content.decode())
    name = TEXT.index("Suryono")
    assert f'value="text.{name}.{name + 7}" checked' in shown
    form = _sent(story, masked=["address.10.15"], **{"more-text": "rumah hijau"})
    assert client.post(_url(story), form).status_code == 302
    row = _public(story)
    assert row.text == "Got depan [disamarkan] mampet, kata Pak Suryono di Toko Melati."
    assert row.address == "Jl. Mawar [nomor rumah disamarkan]"
    assert story.fresh().text == TEXT, "the original stays"
    for address in (f"/laporan/{story.report.number}/", "/api/v1/reports/"):
        answer = client.get(address)
        if answer.status_code == 200:
            assert "rumah hijau" not in answer.content.decode()


def test_a_look_at_a_choice_changes_nothing(client: Client) -> None:
    story = _story(client)
    before = story.fresh().seq
    page = client.post(_url(story), _sent(story, do="try", **{"more-text": "toko melati"}))
    assert "di [disamarkan]." in page.content.decode()
    assert story.fresh().seq == before


def test_later_rules_do_not_undo_what_a_person_decided(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = _story(client)
    client.post(_url(story), _sent(story, **{"more-text": "Toko Melati"}))
    decided = _public(story).text
    monkeypatch.setattr(wording, "redact", lambda text: "[disamarkan]")
    actions.hide(story.fresh(), by=story.cast.verifier, at=timezone.now(), reason="x")
    actions.publish(story.fresh(), by=story.cast.verifier, at=timezone.now())
    row = _public(story)
    assert row.text == decided
    assert row.title == "[disamarkan]", "what nobody decided goes by the rules"


def test_the_chain_says_who_and_why_and_never_what(client: Client) -> None:
    story = _story(client)
    client.post(_url(story), _sent(story, **{"more-text": "rumah hijau"}))
    last = story.fresh().events.last()
    assert last is not None and (last.verb, last.note) == ("mask", WHY["reason"])
    assert last.actor_id == story.cast.verifier.user_id
    assert "hijau" not in json.dumps(last.data)


def test_it_can_be_taken_back_at_once_and_given_back_to_the_rules(client: Client) -> None:
    story = _story(client)
    client.post(_url(story), _sent(story))
    assert _public(story).text == TEXT
    version = story.fresh().seq
    actions.undo(story.fresh(), by=story.cast.verifier, at=timezone.now(), version=version)
    assert _public(story).text == redaction.redact(TEXT)
    client.post(_url(story), _sent(story))
    assert client.post(_url(story), _sent(story, do="rules")).status_code == 302
    assert _public(story).text == redaction.redact(TEXT)
    assert not PublicMask.objects.exists()


def test_it_is_decided_before_everybody_reads_it_and_for_public_notes(client: Client) -> None:
    story = Story(text=TEXT)
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    story.to("in_progress")
    story.do("note", story.cast.officer, text="Sudah bicara dengan tukang Wagiyo.", scope="public")
    seq = story.fresh().seq
    form = _sent(story, **{f"more-note:{seq}": "Wagiyo", "more-text": "hijau"})
    assert client.post(_url(story), form).status_code == 302
    actions.publish(story.fresh(), by=story.cast.verifier, at=timezone.now())
    row = _public(story)
    assert "hijau" not in row.text and "Wagiyo" not in json.dumps(row.story)
    assert "tukang [disamarkan]" in json.dumps(row.story)


def test_new_words_are_masked_by_the_rules_again(client: Client) -> None:
    story = _story(client)
    client.post(_url(story), _sent(story))
    actions.correct(
        story.fresh(), by=story.cast.verifier, at=timezone.now(), address="Jl. Mawar No. 10"
    )
    assert _public(story).address == "Jl. Mawar [nomor rumah disamarkan]"


def test_a_reason_is_needed_and_officers_may_not(client: Client) -> None:
    story = _story(client).to("in_progress")
    form = _sent(story, reason="", **{"more-text": "hijau"})
    assert client.post(_url(story), form).status_code == 422
    with pytest.raises(Refused):
        actions.mask(
            story.fresh(), parts={"text": []}, reason="x", by=story.cast.officer, at=timezone.now()
        )


@pytest.mark.parametrize(
    "parts",
    [{"other": []}, {"note:99": []}, {"text": [(0, 9999, "name")]}, {"title": [(3, 3, "")]}],
)
def test_only_places_in_what_stands_there(parts: dict[str, list[tuple[int, int, str]]]) -> None:
    story = Story(visibility="public")
    with pytest.raises(ValueError):
        actions.mask(
            story.report, parts=parts, reason="x", by=story.cast.verifier, at=timezone.now()
        )
    assert not PublicMask.objects.exists()


@pytest.mark.parametrize("verb", ["publish", "verify"])
def test_whoever_lets_it_through_sees_what_everybody_will_read(client: Client, verb: str) -> None:
    story = Story(text=TEXT)
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    page = client.get(f"/meja/laporan/{story.report.number}/{verb}/").content.decode()
    assert "kata Pak [nama disamarkan] di Toko Melati." in page and _url(story) in page
