"""The gallery in a real browser: both sizes, both themes, and what its scripts do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.database import ROOT

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def built() -> None:
    if not (ROOT / "assets" / "dist" / "manifest.json").exists():
        pytest.skip("assets are not built; `make build` builds them")


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(
    new_page: OpenPage, axe: Callable[[Page], None], size: str, scheme: str
) -> None:
    page = new_page(size, color_scheme=scheme)
    page.goto("/gallery/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_device_decides_until_somebody_chooses(new_page: OpenPage) -> None:
    page = new_page("desktop", color_scheme="dark")
    page.goto("/gallery/")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Ganti tema").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_theme_and_language_without_javascript(new_page: OpenPage) -> None:
    page = new_page("phone", java_script_enabled=False)
    page.goto("/gallery/")
    page.get_by_role("button", name="Ganti tema").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/gallery/")


def test_hints_tick_while_typing(new_page: OpenPage) -> None:
    page = new_page("phone")
    page.goto("/gallery/")
    area = page.locator("#what")
    area.fill("Bau")
    expect(page.locator("#what-hints .ok")).to_have_count(0)
    area.fill("Tutup selokan hilang di depan pasar sejak kemarin, selebar 2 meter")
    expect(page.locator("#what-hints .ok")).to_have_count(4)


def test_the_slider_obeys_the_keyboard(new_page: OpenPage) -> None:
    page = new_page("desktop")
    page.goto("/gallery/")
    page.locator(".ba input").press("End")
    assert page.locator(".ba").evaluate("e => e.style.getPropertyValue('--pos')") == "100%"


def test_a_dialog_opens_closes_and_gives_the_focus_back(new_page: OpenPage) -> None:
    page = new_page("desktop")
    page.goto("/gallery/")
    opener = page.get_by_role("button", name="Buka dialog")
    opener.click()
    dialog = page.get_by_role("dialog", name="Kembalikan ke petugas?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_photos_are_shown_counted_and_taken_out(new_page: OpenPage, tmp_path: Path) -> None:
    page = new_page("phone")
    page.goto("/gallery/")
    page.locator("#example-photos").set_input_files([_picture(tmp_path, n) for n in "ab"])
    tray = page.locator("[data-photos]")
    expect(tray.locator("img")).to_have_count(2)
    tray.get_by_role("button", name="Hapus foto 1").click()
    expect(tray.locator("img")).to_have_count(1)
    assert page.locator("input[type=file]").evaluate("e => e.files.length") == 1


def _picture(folder: Path, name: str) -> str:
    from PIL import Image

    path = folder / f"{name}.png"
    Image.new("RGB", (64, 48), "teal").save(path)
    return str(path)


def test_large_photos_travel_smaller(new_page: OpenPage, tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "large.png"
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(path)
    page = new_page("phone")
    page.goto("/gallery/")
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.locator("[data-photos] img")).to_have_count(1)
    sent = page.locator("input[type=file]").evaluate("e => [e.files[0].size, e.files[0].type]")
    assert sent[0] < path.stat().st_size / 2 and sent[1] == "image/jpeg"
    assert (
        page.locator("[data-photos] img").evaluate(
            "async i => { await i.decode(); return Math.max(i.naturalWidth, i.naturalHeight) }"
        )
        == 2048
    )


def test_a_place_is_picked_with_the_keyboard_alone(new_page: OpenPage) -> None:
    page = new_page("desktop")
    page.goto("/gallery/")
    page.locator("[data-map]").scroll_into_view_if_needed()
    pin = page.locator(".map-pin")
    expect(pin).to_be_visible()
    before = page.locator("#lng").input_value()
    pin.focus()
    pin.press("ArrowRight")
    assert float(page.locator("#lng").input_value()) > float(before)
    assert page.locator("#lat").input_value().startswith("-6.1")


def test_a_place_is_picked_from_the_device(new_page: OpenPage) -> None:
    here = {"latitude": -6.2, "longitude": 106.8}
    page = new_page("phone", geolocation=here, permissions=["geolocation"])
    page.goto("/gallery/")
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.locator(".map-pin")).to_be_visible()
    page.get_by_role("button", name="Pakai tempatku").click()
    expect(page.locator("[data-locate-status]")).to_contain_text("Pin ada di tempatmu")
    assert page.locator("#lat").input_value() == "-6.200000"


def test_the_frame_of_a_page_is_light(new_page: OpenPage) -> None:
    """What a first visit loads before the page's own words and without the map."""
    dist = ROOT / "assets" / "dist"
    manifest: dict[str, Any] = json.loads((dist / "manifest.json").read_text())
    sizes = {name: (dist / f"{manifest[name]}.br").stat().st_size for name in ("app.css", "app.js")}
    sizes["icons.svg"] = (dist / f"{manifest['icons.svg']}.br").stat().st_size
    sizes["font"] = (dist / manifest["plus-jakarta-sans-latin-wght-normal.woff2"]).stat().st_size
    assert sizes["app.css"] < 28_000
    assert sum(sizes.values()) < 75_000
    page = new_page("phone")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("/gallery/")
    assert not [url for url in loaded if "/dist/map-" in url], "Leaflet before any map is seen"
