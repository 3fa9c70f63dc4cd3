"""Which of the citizen's own photographs everybody sees: chosen by whoever lets the report pass."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tanggap.media import paths
from tanggap.people.models import User
from tanggap.publication.models import PublicReport
from tanggap.publishing import actions as publishing
from tanggap.reports.actions import Refused
from tanggap.reports.models import ReportPhoto
from tanggap.reports.workflow import Code
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db


def _story(*purposes: str, **columns: Any) -> Story:
    story = Story(**columns)
    for purpose in purposes or ("report", "report"):
        ReportPhoto.objects.create(
            report=story.report,
            attachment=builders.attachment(),
            purpose=purpose,
            created_at=story.at,
        )
    return story


def _login(client: Client, actor: Any) -> None:
    client.force_login(User.objects.get(pk=actor.user_id))


def _url(story: Story, verb: str) -> str:
    return f"/meja/laporan/{story.report.number}/{verb}/"


def _offered(page: str) -> dict[int, bool]:
    """The photographs of the form, and whether they are ticked."""
    boxes = re.findall(r'<input[^>]*name="approved"[^>]*>', page)
    return {int(re.search(r'value="(\d+)"', box)[1]): "checked" in box for box in boxes}  # type: ignore[index]


def _verify(client: Client, story: Story, **more: Any) -> int:
    form = {
        "version": str(story.fresh().seq),
        "report_class": "complaint",
        "kind": "simple",
        "category": builders.category().code,
        "to": builders.VILLAGE,
        **more,
    }
    return client.post(_url(story, "verify"), form).status_code


def _public(story: Story) -> set[int]:
    return set(story.report.photos.filter(is_public=True).values_list("pk", flat=True))


def test_the_verifier_chooses_and_the_public_sees_just_that(client: Client) -> None:
    story = _story(visibility="public")
    first, second = story.report.photos.order_by("pk")
    _login(client, story.cast.verifier)
    page = client.get(_url(story, "verify")).content.decode()
    assert _offered(page) == {first.pk: True, second.pk: True}, "she let everybody read it"
    assert first.attachment.url(paths.SMALL) in page
    assert _verify(client, story, approved=[str(second.pk)]) == 302
    assert _public(story) == {second.pk}
    assert story.fresh().events.last().data["approved"] == [second.pk]
    publishing.refresh(report_ids=[story.report.pk])
    assert PublicReport.objects.get(pk=story.report.pk).photo == second.attachment.sha256


def test_of_a_private_report_nothing_is_ticked(client: Client) -> None:
    story = _story(visibility="private")
    _login(client, story.cast.verifier)
    assert set(_offered(client.get(_url(story, "verify")).content.decode()).values()) == {False}
    assert _verify(client, story) == 302
    assert _public(story) == set()


def test_whoever_publishes_chooses_then(client: Client) -> None:
    story = _story(visibility="private").to("in_progress")
    first, _second = story.report.photos.order_by("pk")
    _login(client, story.cast.dispatcher)
    assert len(_offered(client.get(_url(story, "publish")).content.decode())) == 2
    form = {"version": str(story.fresh().seq), "approved": [str(first.pk)]}
    assert client.post(_url(story, "publish"), form).status_code == 302
    assert _public(story) == {first.pk} and story.fresh().visibility == "public"


def test_who_sees_it_blurred_shows_it_to_nobody_and_reads_why(client: Client) -> None:
    story = _story("report", visibility="private").to("awaiting_validation")
    photo = story.report.photos.get(purpose="report")
    _login(client, story.cast.validator)
    page = client.get(_url(story, "publish")).content.decode()
    assert not _offered(page) and "hanya disamarkan karena laporannya privat" in page
    assert photo.attachment.url(paths.SMALL) not in page
    form = {"version": str(story.fresh().seq), "approved": [str(photo.pk)]}
    client.post(_url(story, "publish"), form)
    assert _public(story) == set()


def test_the_verb_itself_refuses_what_she_saw_blurred() -> None:
    story = _story("report", visibility="private").to("awaiting_validation")
    photo = story.report.photos.get(purpose="report")
    with pytest.raises(Refused) as refused:
        story.do("publish", story.cast.validator, photos=[photo.pk])
    assert refused.value.code is Code.NOT_SEEN
    assert _public(story) == set() and story.fresh().visibility == "private"
    story.do("publish", story.cast.validator)
    assert story.fresh().visibility == "public" and _public(story) == set()


def test_confidential_reports_offer_nothing(client: Client) -> None:
    story = _story(is_confidential=True, visibility="private")
    _login(client, story.cast.verifier)
    page = client.get(_url(story, "verify")).content.decode()
    assert not _offered(page) and 'name="category"' in page


def test_what_becomes_confidential_by_this_step_shows_nothing(client: Client) -> None:
    story = _story(visibility="public")
    ids = [str(pk) for pk in story.report.photos.values_list("pk", flat=True)]
    _login(client, story.cast.verifier)
    protected = builders.category("pungutan-liar").code
    assert _verify(client, story, approved=ids, category=protected, to="") == 302
    assert story.fresh().is_confidential and _public(story) == set()


def test_only_the_reporters_own_photographs_of_this_report_can_be_chosen(client: Client) -> None:
    story, other = _story("report", "note", "document", visibility="public"), _story()
    _login(client, story.cast.verifier)
    inside = story.report.photos.exclude(purpose="report").values_list("pk", flat=True)
    for pk in (*inside, other.report.photos.first().pk):
        assert _verify(client, story, approved=[str(pk)]) == 422
    assert not ReportPhoto.objects.filter(is_public=True).exists()
    story.do("verify", story.cast.verifier, category=builders.category(), photos=list(inside))
    assert _public(story) == set(), "the verb itself keeps what is inside inside"


def test_of_a_public_report_the_choice_can_be_changed_and_the_public_follows(
    client: Client,
) -> None:
    story = _story(visibility="public")
    first, second = story.report.photos.order_by("pk")
    story.do("verify", story.cast.verifier, category=builders.category(), photos=[first.pk])
    _login(client, story.cast.verifier)
    page = client.get(_url(story, "show_photos")).content.decode()
    boxes = re.findall(r'<input[^>]*name="shown"[^>]*>', page)
    assert [("checked" in box) for box in boxes] == [True, False]
    form = {"version": str(story.fresh().seq), "shown": [str(second.pk)]}
    before = story.fresh().events.count()
    assert client.post(_url(story, "show_photos"), form).status_code == 302
    event = story.fresh().events.last()
    assert event is not None and story.report.events.count() == before + 1
    assert event.data == {"approved": [second.pk], "taken_back": [first.pk]}
    publishing.refresh(report_ids=[story.report.pk])
    assert PublicReport.objects.get(pk=story.report.pk).photo == second.attachment.sha256
    shown = client.get(f"/meja/laporan/{story.report.number}/").content.decode()
    assert "Foto warga yang dilihat umum diganti" in shown and "/show_photos/" in shown
    form = {"version": str(story.fresh().seq)}
    assert client.post(_url(story, "show_photos"), form).status_code == 302
    publishing.refresh(report_ids=[story.report.pk])
    assert PublicReport.objects.get(pk=story.report.pk).photo == ""


def test_the_same_choice_again_is_no_event(client: Client) -> None:
    story = _story(visibility="public")
    _login(client, story.cast.dispatcher)
    form = {"version": str(story.fresh().seq)}
    page = client.post(_url(story, "show_photos"), form)
    assert page.status_code == 422 and "Pilihannya sama" in page.content.decode()
    assert story.fresh().seq == int(form["version"])


@pytest.mark.parametrize("visibility", ["private", "hidden"])
def test_only_a_public_reports_photographs_are_chosen(visibility: str) -> None:
    story = _story(visibility=visibility)
    ids = list(story.report.photos.values_list("pk", flat=True))
    with pytest.raises(Refused) as refused:
        story.do("show_photos", story.cast.verifier, photos=ids)
    assert refused.value.code is Code.NOT_PUBLIC and _public(story) == set()


def test_only_the_reporters_own_are_chosen_and_proof_stays(client: Client) -> None:
    story = _story("report", "note", "document", visibility="public").to("resolved")
    mine = story.report.photos.get(purpose="report")
    proof = set(story.report.photos.filter(is_public=True).values_list("pk", flat=True))
    everything = list(story.report.photos.values_list("pk", flat=True))
    story.do("show_photos", story.cast.validator, photos=everything)
    assert _public(story) == proof | {mine.pk}
    story.do("show_photos", story.cast.validator)
    assert _public(story) == proof


def test_without_photographs_nobody_is_asked(client: Client) -> None:
    story = Story(visibility="public")
    _login(client, story.cast.verifier)
    assert (
        "/show_photos/" not in client.get(f"/meja/laporan/{story.report.number}/").content.decode()
    )
