"""Google, Facebook and X: django-allauth's own classes against a simulator of the protocol."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from requests.adapters import BaseAdapter

from tanggap.citizens.models import Account
from tanggap.lib import editions
from tanggap.project import logins
from tanggap.taxonomy.models import PackSetting
from tanggap.web import simulator
from tests.reading import everything
from tests.web.test_citizen_door import SARI, come_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.simulated")]

SLUGS = {"google": "google", "facebook": "facebook", "twitter_oauth2": "x"}
NAME, NUMBER = "Telling Provider-Name", "telling-provider-id-4711"


class InProcess(BaseAdapter):
    """Carries what `requests` sends to the simulator within this process."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        place = urlsplit(request.url or "")
        headers = {"Authorization": request.headers.get("Authorization", "")}
        kind = request.headers.get("Content-Type", "")
        asked = f"{place.path}?{place.query}"
        method, body = request.method or "GET", request.body or ""
        answer = Client().generic(method, asked, body, content_type=kind, headers=headers)
        response = requests.Response()
        response.status_code, response.raw = answer.status_code, io.BytesIO(answer.content)
        response.headers.update(answer.headers)
        return response

    def close(self) -> None:
        """Nothing is open."""


def session(adapter: DefaultSocialAccountAdapter) -> requests.Session:
    made = requests.Session()
    made.mount("http://simulator", InProcess())
    return made


@pytest.fixture(autouse=True)
def simulated(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    settings.SOCIALACCOUNT_PROVIDERS = logins.providers({}, is_demo=True, is_training=False)
    for owner, name, value in simulator.endpoints("/peraga", "http://simulator/peraga"):
        monkeypatch.setattr(owner, name, value)
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", session)


def over(client: Client, provider: str, **more: str) -> str:
    """To the provider; the address that it was asked by."""
    answer = client.post(f"/saya/masuk/{SLUGS[provider]}/", more)
    assert answer.status_code == 302
    return answer.headers["Location"]


def allow(client: Client, target: str, **said: str) -> Any:
    """Say yes at the provider's, and come back."""
    person = {"id": NUMBER, "name": NAME, **said}
    back = client.post(target, person).headers["Location"]
    return client.get(back)


def through(client: Client, provider: str, **said: str) -> Any:
    return allow(client, over(client, provider), **said)


@pytest.mark.parametrize("provider", SLUGS)
def test_in_by_a_provider_and_in_again(client: Client, provider: str) -> None:
    assert through(client, provider).headers["Location"] == "/saya/"
    assert NAME in client.get("/saya/").content.decode()
    assert through(again := Client(), provider).headers["Location"] == "/saya/"
    assert again.get("/saya/").status_code == 200
    assert Account.objects.count() == SocialAccount.objects.count() == 1


@pytest.mark.parametrize("provider", SLUGS)
def test_nothing_of_what_a_provider_says_can_be_read(client: Client, provider: str) -> None:
    through(client, provider, email="telling.mail@example.org", is_verified="on")
    stored = everything()
    for word in (NAME, NUMBER, "telling.mail", "portrait"):
        assert word not in stored
    assert not SocialToken.objects.exists()


def test_only_a_verified_mail_opens_the_account_that_has_it(client: Client) -> None:
    come_in(Client(), SARI)
    through(client, "google", id="1", email=SARI)
    assert Account.objects.count() == 2, "said, but not verified"
    through(Client(), "google", id="2", email=SARI, is_verified="on")
    assert Account.objects.count() == 2


def test_the_request_carries_a_challenge_and_asks_for_little(client: Client) -> None:
    asked = parse_qs(urlsplit(over(client, "google")).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert parse_qs(urlsplit(over(client, "facebook")).query)["scope"] == ["public_profile"]


def test_another_browser_can_not_use_the_answer(client: Client) -> None:
    target = over(client, "google")
    back = client.post(target, {"id": NUMBER, "name": NAME}).headers["Location"]
    thief = Client()
    assert thief.get(back).headers["Location"] == "/saya/masuk/"
    assert thief.get("/saya/").status_code == 302
    assert not Account.objects.exists()


def test_a_no_leads_back_to_the_door(client: Client) -> None:
    target = over(client, "google")
    answer = client.post(target, {"no": "1"})
    page = client.get(answer.headers["Location"], follow=True).content.decode()
    assert "membatalkan" in page and not Account.objects.exists()


def test_a_provider_is_linked_and_let_go(client: Client) -> None:
    come_in(client)
    allow(client, over(client, "twitter_oauth2", process="connect"))
    assert SocialAccount.objects.count() == 1 and Account.objects.count() == 1
    client.post("/saya/sambungan/twitter_oauth2/lepas/")
    assert not SocialAccount.objects.exists()


def test_the_only_provider_stays_linked(client: Client) -> None:
    through(client, "facebook")
    client.post("/saya/sambungan/facebook/lepas/")
    assert SocialAccount.objects.count() == 1


def test_to_another_host_it_goes_by_a_page_and_not_by_the_form(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, name, value in simulator.endpoints("https://provider.example", "http://simulator"):
        monkeypatch.setattr(owner, name, value)
    answer = client.post("/saya/masuk/google/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'http-equiv="refresh" content="0;url=https://provider\.example/google', page)
    assert "provider.example" not in answer.headers["Content-Security-Policy"]


def test_a_provider_without_settings_is_not_offered(client: Client, settings: Any) -> None:
    real = {"TANGGAP_X_ID": "id", "TANGGAP_X_SECRET": "s", "TANGGAP_GOOGLE_ID": "only half"}
    settings.SOCIALACCOUNT_PROVIDERS = logins.providers(real, is_demo=False, is_training=False)
    page = client.get("/saya/masuk/").content.decode()
    assert "/saya/masuk/x/" in page
    assert "/saya/masuk/google/" not in page and "/saya/masuk/facebook/" not in page
    assert client.post("/saya/masuk/google/").status_code == 404
    assert logins.providers(real, is_demo=False, is_training=True) == {}


def test_the_simulator_works_in_a_demonstration_only(client: Client, settings: Any) -> None:
    settings.DEMO = False
    for path in ("authorize/", "token/", "me"):
        assert client.get(f"/peraga/google/{path}").status_code == 404


def test_what_the_protocol_forbids_gets_no_token(client: Client, settings: Any) -> None:
    target = over(client, "google")
    back = client.post(target, {"id": NUMBER, "name": NAME}).headers["Location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    apps = settings.SOCIALACCOUNT_PROVIDERS["google"]["APPS"][0]
    asked = {
        "code": code,
        "redirect_uri": "http://testserver/saya/masuk/google/kembali/",
        "client_id": apps["client_id"],
        "client_secret": apps["secret"],
    }
    for wrong in (
        {"code": "x"},
        {"client_secret": "x"},
        {"redirect_uri": "http://testserver/saya/x/"},
        {"code_verifier": "not the one of the challenge"},
    ):
        assert client.post("/peraga/google/token/", {**asked, **wrong}).status_code == 400


def test_the_pack_says_which_ways_there_are(client: Client) -> None:
    page = client.get("/saya/masuk/").content.decode()
    assert "/saya/masuk/google/" in page and "18 tahun" in page
    PackSetting.objects.filter(code="login.ways").update(value=["email", "facebook"])
    editions.look_again()
    page = client.get("/saya/masuk/").content.decode()
    assert "/saya/masuk/facebook/" in page and "/saya/masuk/google/" not in page
    assert client.post("/saya/masuk/google/").status_code == 404
