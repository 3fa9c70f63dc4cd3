"""The components: what they promise to every page, checked on the markup they write."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tanggap.web import assets
from tanggap.web.gallery import COMPONENTS
from tanggap.web.gallery_forms import ExampleForm, ReaderForm
from tests.database import ROOT
from tests.markup import compact

TEMPLATES = ROOT / "tanggap" / "web" / "templates"
PARTS = sorted((TEMPLATES / "components").glob("*.html"))


def render(source: str, **context: Any) -> str:
    return Template("{% load ui formats i18n %}" + source).render(Context(context))


def include(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


def test_a_state_is_always_a_shape_and_a_word() -> None:
    html = render('{% state "yellow" "Proses" %}')
    assert "#s-yellow" in html and "Proses" in html and "is-yellow" in html


def test_an_unknown_state_is_an_error_and_not_a_grey_pill() -> None:
    with pytest.raises(ValueError, match="purple"):
        render('{% state "purple" "Proses" %}')
    with pytest.raises(ValueError, match="slow"):
        render('{% clock 10 "a" "b" tone="slow" %}')


@pytest.mark.parametrize(("gone", "width"), [(36, "36"), (-5, "0"), (140, "100"), (36.25, "36.25")])
def test_a_clock_bar_keeps_within_its_frame_in_any_language(gone: float, width: str) -> None:
    html = render('{% clock gone "Berjalan" "sisa 1 j" %}', gone=gone)
    assert f'<rect width="{width}"' in html


def test_a_late_clock_is_full_whatever_is_counted() -> None:
    assert '<rect width="100"' in render('{% clock 3 "a" "lewat" tone="late" %}')


def test_what_a_citizen_typed_is_never_markup() -> None:
    html = include("item", url="/", title="<script>x</script>", color="red", word="Menunggu")
    assert "<script>" not in html and "&lt;script&gt;" in html
    story = include("story", steps=[{"title": "a", "quote": "<b>b</b>\nc"}])
    assert "<b>b</b>" not in story and "<br>" in story


def test_a_field_in_error_is_tied_to_its_error_and_its_help() -> None:
    form = ExampleForm({"number": "", "phone": "0812 34", "category": "jalan"})
    html = render("{% field form.phone %}", form=form)
    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="id_phone_error"' in control[0]
    assert re.search(r'id="id_phone_error".*Nomornya kurang', html, re.DOTALL)


def test_a_field_has_its_label_above_and_says_when_it_may_stay_empty() -> None:
    html = render("{% field form.number %}", form=ExampleForm())
    assert html.index('for="id_number"') < html.index('id="id_number"')
    assert "boleh kosong" in html
    assert 'aria-describedby="id_number_help"' in html
    assert "boleh kosong" not in render("{% field form.phone %}", form=ExampleForm())


def test_choices_are_a_question_with_answers() -> None:
    html = render("{% field form.readers %}", form=ReaderForm())
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count('class="choice"') == 2
    assert "<b>Petugas saja</b>" in html and "Umum hanya melihatnya" in html


def test_more_attributes_reach_the_control() -> None:
    html = render(
        '{% field form.phone inputmode="tel" aria_describedby="more" %}', form=ExampleForm()
    )
    assert 'inputmode="tel"' in html and 'aria-describedby="more"' in html


def test_hidden_fields_have_no_label() -> None:
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    assert "<label" not in render("{% field form.key %}", form=Hidden())


def test_a_row_of_another_length_than_its_head_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        include("table", columns=[("Kanal", False), ("Masuk", True)], rows=[["JAKI"]])


def test_a_table_carries_the_words_that_its_cards_need_on_a_phone() -> None:
    html = include(
        "table",
        caption="2022",
        columns=[("Kanal", False), ("Masuk", True)],
        rows=[["JAKI", {"text": "111.133", "url": "/laporan/"}]],
        total=["Semua", "122.182"],
    )
    html = compact(html)
    assert html.count('data-l="Masuk"') == 2
    assert '<a href="/laporan/">111.133</a>' in html and '<th scope="row">JAKI</th>' in html


def test_a_map_says_its_place_to_the_machine_with_a_point_and_not_a_comma() -> None:
    html = include("map", label="Peta", lat=-6.175, lng=106.827, color="red")
    assert 'data-lat="-6.175"' in html and 'data-lng="106.827"' in html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Jl. Mawar", "Jl. Mawar, Gambir, Kec. Cideng"),
        ("Jl. Gambiran", "Jl. Gambiran, Gambir, Kec. Cideng"),
        ("depan kantor gambir", "depan kantor gambir, Kec. Cideng"),
        ("Gambir, Kec. Cideng, Jakarta Pusat", "Gambir, Kec. Cideng, Jakarta Pusat"),
        ("", "Gambir, Kec. Cideng"),
    ],
)
def test_a_place_names_each_area_once(address: str, said: str) -> None:
    around = SimpleNamespace(local_name="Kec. Cideng", parent=None)
    area = SimpleNamespace(local_name="Gambir", parent=around)
    row = SimpleNamespace(address=address, area=area)
    assert render("{{ row|place:2 }}", row=row) == said
    assert render("{{ row|place }}", row=SimpleNamespace(address="x", area=None)) == "x"


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_every_component_says_how_it_is_used(path: Path) -> None:
    text = path.read_text()
    if path.stem in {"error", "offline", "table_cell"}:
        assert "include" in text or "cell" in text
    else:
        assert "{% comment %}" in text


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_needs_what_the_content_policy_forbids(path: Path) -> None:
    text = re.sub(r"{%.*?%}", "", path.read_text())
    assert not re.search(r"\sstyle=", text), "a style attribute; use a class or an SVG attribute"
    assert not re.search(r"\son\w+=", text), "an inline handler; use a data- mark and a script"
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text) or "nonce" in text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text), "another host"


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "503", "csrf", "offline"])
def test_every_error_page_has_one_heading_and_a_way_on(code: str) -> None:
    html = render_to_string(f"errors/{code}.html")
    assert html.count("<h1") == 1
    assert "<a " in html


@pytest.fixture
def page(client: Client, db: None) -> str:
    return client.get("/gallery/").content.decode()


def test_the_gallery_shows_every_component_with_its_rule(page: str) -> None:
    for component in COMPONENTS:
        assert f'id="{component.slug}"' in page
        assert component.css in page
        assert (TEMPLATES / component.template).exists()


def test_no_id_stands_twice(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_icon_in_use_is_in_the_sprite(page: str) -> None:
    sprite = (ROOT / "tanggap" / "web" / "static" / "icons.svg").read_text()
    known = set(re.findall(r'symbol id="([^"]+)"', sprite))
    used = set(re.findall(r'<use href="[^"#]*#([^"]+)"', page))
    for path in TEMPLATES.rglob("*.html"):
        used |= {
            f"i-{name}" for name in re.findall(r"""{% icon ["']([a-z-]+)["']""", path.read_text())
        }
    assert used - known == set()


def test_the_theme_comes_from_the_cookie_and_else_from_the_device(client: Client, db: None) -> None:
    assert "data-bs-theme" not in client.get("/gallery/").content.decode()
    client.cookies["theme"] = "dark"
    assert '<html lang="id" data-bs-theme="dark"' in compact(
        client.get("/gallery/").content.decode()
    )


def test_the_gallery_speaks_english(client: Client, db: None) -> None:
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        page = compact(client.get("/gallery/").content.decode())
    assert '<html lang="en"' in page


def test_a_page_names_the_built_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"app.css": "app-0A1B2C3D.css"}))
    settings.DEBUG = True
    monkeypatch.setattr(finders, "find", lambda name: str(manifest))
    assert assets.url("app.css") == "/static/dist/app-0A1B2C3D.css"
    monkeypatch.setattr(finders, "find", lambda name: None)
    assert assets.url("app.css") == "/static/dist/app.css"
