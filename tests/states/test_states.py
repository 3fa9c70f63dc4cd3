"""Every state of every page of the citizen's side, in a browser at 360 px.

axe finds no fault, nothing scrolls sideways, letters may be twice as large, and the catalogue is
complete: a template or an address of these pages that belongs to no state fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.browsing import faults
from tests.database import ROOT
from tests.states import account, filing, following, public  # noqa: F401  they hold the walks
from tests.states.catalogue import ASKED, states
from tests.states.serving import served

BOTH = ["default", "public"]
TEMPLATES = ROOT / "tanggap" / "web" / "templates"
FOLDERS = ("portal", "citizen", "together", "public", "simulator", "errors", "push")
# Among them and what they include, but for staff: residents' comments wait there, and a toast is
# where an officer takes a step back.
OF_STAFF = {"together/comments.html", "components/toast.html"}
_NAMED = re.compile(r"""{% (?:include|extends) ["']([^"']+)["']""")
# Addresses that are for everybody, and no page of the citizen's side: for programs, or for staff.
NO_PAGES = {
    *("portal:look", "portal:suggest", "portal:token", "portal:send", "portal:worker"),
    *("portal:manifest", "portal:my_data", "portal:promised", "portal:browser", "portal:dossier"),
    "portal:dossier_again",
    *("public:atom", "public:calendar", "public:share_image", "public:map_points"),
    *("public:map_areas", "public:channels_csv", "public:categories_csv", "public:agencies_csv"),
    *("citizen:data", "push_worker", "together:browser", "photo", "blurred", "document", "health"),
    *("login", "phone_who", "phone_register", "invitation", "gallery"),
    *("set_language", "set_theme"),
}
ELSEWHERE = ("field:", "open311:", "training:")


@pytest.mark.django_db(databases=BOTH)
def test_every_template_is_in_a_state() -> None:
    drawn = {name for state in states() for name in state.templates}
    assert sorted(_reached(_pages()) - drawn) == []


def _pages() -> Iterator[str]:
    for folder in FOLDERS:
        for path in (TEMPLATES / folder).rglob("*.html"):
            yield path.relative_to(TEMPLATES).as_posix()


def _reached(names: Iterable[str]) -> set[str]:
    """These templates and all that they include or extend."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found | OF_STAFF:
            found.add(name)
            waiting += _NAMED.findall((TEMPLATES / name).read_text())
    return found


@pytest.mark.django_db(databases=BOTH)
def test_every_address_is_in_a_state() -> None:
    states()
    wanted = {name for name, audience in _addresses(get_resolver()) if audience in OURS}
    wanted = {name for name in wanted if not name.startswith(ELSEWHERE)}
    assert sorted(NO_PAGES - wanted) == [], "these are gone, or for somebody else now"
    assert sorted(wanted - NO_PAGES - ASKED) == []


OURS = ("public", "reporter", "citizen")


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", getattr(entry.callback, "audience", "")


@pytest.mark.browser
@pytest.mark.django_db(databases=BOTH, transaction=True)  # among the last, as all with a browser
def test_no_state_breaks_a_rule_at_360_px(browser: Browser) -> None:
    found: list[str] = []
    with served(states()) as address:
        context = browser.new_context(
            base_url=address, locale="id-ID", service_workers="block",
            viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True,
            reduced_motion="reduce",  # else a colour is still on its way when it is looked at
        )  # fmt: skip
        page = context.new_page()
        page.on("pageerror", lambda error: found.append(f"{page.url}: script: {error}"))
        seen: set[str] = set()
        for number, state in enumerate(states()):
            page.goto(f"/{number}")
            found += [f"{state.name}: {said}" for said in _faults(page)]
            if not state.templates <= seen:
                seen |= state.templates
                found += [f"{state.name}, dark: {said}" for said in _dark(page)]
                found += [f"{state.name}, large: {said}" for said in _large(page)]
        context.close()
    assert not found, "\n".join(found)


def _faults(page: Page) -> Iterator[str]:
    """What is wrong with the page, with all that can be opened open."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.add_script_tag(url="/static/axe.js")
    yield from faults(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wide > 0:
        yield f"scrolls sideways by {wide} px"


def _large(page: Page) -> list[str]:
    """Letters of twice the size: nothing leaves the screen, and no word its button."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    lost: list[str] = page.evaluate(
        """() => {
        const found = [], root = document.documentElement
        if (root.scrollWidth > screen.width) found.push(`${root.scrollWidth} px wide`)
        for (const one of document.querySelectorAll('.btn, .seg label, .state, label.chip, h1'))
            if (one.scrollWidth > one.clientWidth + 1) found.push(`cut: ${one.textContent.trim()}`)
        return found
        }"""
    )
    page.evaluate("document.documentElement.style.fontSize = ''")
    return lost


def _dark(page: Page) -> list[str]:
    """Colours are all that is different in the dark."""
    page.emulate_media(color_scheme="dark")
    found = faults(page, only=("color-contrast",))
    page.emulate_media(color_scheme="light")
    return found
