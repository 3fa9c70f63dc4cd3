"""The operator's pages and those about people, in a browser: accessible and within the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tanggap.people.lists import actions as lists
from tanggap.people.models import Agency
from tanggap.web.people import list_words
from tests import builders
from tests.casework.world import acting, staff

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]

PAGES = (
    "/operator/",
    "/operator/instansi/",
    f"/operator/instansi/{builders.BRANCH}/",
    f"/operator/instansi/{builders.BRANCH}/ubah/",
    "/operator/mandat/",
    "/operator/mandat/pohon/",
    "/operator/alasan/",
    "/operator/alasan/baru/",
    "/operator/alasan/archive-test/",
    "/operator/jejak/",
    "/operator/beda/",
    "/staf/",
    "/staf/undang/",
    "/staf/peran/",
    "/staf/orang/joko/",
    "/staf/daftar/",
    "/staf/perangkat/",
    "/akun/",
)


def test_pages_are_accessible_and_fit(
    new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    operator = staff("operator", Agency.objects.get(code="up-jsc"), name="Oki Operator")
    officer = staff("officer", Agency.objects.get(code=builders.VILLAGE), name="Joko Petugas")
    officer.username = "joko"
    officer.save()
    file = b"Nama;E-mail;Instansi;Peran\nSiti;siti@x.id;kel-gambir;officer\nTono;t;kel-gambir;raja"
    handed = lists.hand_in(
        file,
        file_name="daftar-staf-kelurahan-gambir-november.csv",
        role_words=list_words.role_words(),
        by=acting(operator),
        at=timezone.now(),
    )
    page = new_page("desktop", user=operator)
    for path in (*PAGES, f"/staf/daftar/{handed.pk}/"):
        page.goto(path)
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            axe(page)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{path} is {over} px too wide at {width}"
