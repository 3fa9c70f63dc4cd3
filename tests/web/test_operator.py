"""The operator's area: who may open it, and where it leads."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.casework import world

pytestmark = pytest.mark.django_db


def test_the_operator_begins_here(client: Client) -> None:
    client.force_login(world.staff("operator", world.desk()))
    assert client.get("/masuk/lanjut/")["Location"] == "/operator/"
    assert client.get("/operator/").status_code == 200


@pytest.mark.parametrize("role", ["dispatcher", "agency_admin", "validator", "leader"])
def test_nobody_else_comes_in(client: Client, role: str) -> None:
    client.force_login(world.staff(role, world.desk()))
    assert client.get("/operator/").status_code == 403


def test_a_stranger_is_sent_to_the_login(client: Client) -> None:
    page = client.get("/operator/")
    assert page.status_code == 302 and page["Location"].startswith("/masuk/")
