"""Loading a pack: once is enough, history stays, and routing follows."""

from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.lib import editions
from tanggap.ops import pack
from tanggap.people.models import Agency
from tanggap.places.models import Area, Place
from tanggap.taxonomy.load import version_at
from tanggap.taxonomy.models import Category, ClockPolicy, Holiday, PackSetting, RowVersion
from tanggap.triage import route

JAKARTA = Path(__file__).parents[2] / "packs" / "jakarta"
LATER = datetime(2030, 1, 2, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The pack that the template holds, as a copy that a test may change."""
    return Path(shutil.copytree(JAKARTA, tmp_path / "pack"))


def edit(
    folder: Path, file: str, change: Callable[[dict[str, str]], dict[str, str] | None]
) -> None:
    """Pass every row of a table through `change`; None drops the row."""
    path = folder / file
    with path.open(newline="") as source:
        reader = csv.DictReader(source)
        rows = [changed for row in reader if (changed := change(row)) is not None]
        names = list(reader.fieldnames or ())
    with path.open("w", newline="") as target:
        writer = csv.DictWriter(target, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def on(code: str, **values: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda row: {**row, **values} if row.get("code") == code else row


def without(*codes: str) -> Callable[[dict[str, str]], dict[str, str] | None]:
    return lambda row: None if row["code"] in codes else row


def writes(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(verbs)]


def test_what_is_loaded(copy: Path) -> None:
    assert Area.objects.filter(valid_to=None).count() == 318
    assert Agency.objects.filter(is_active=True).exclude(kind="desk").count() == 673
    assert Place.objects.filter(is_active=True).count() == 580
    assert Category.objects.filter(scheme="crm").count() == 141
    gambir = Agency.objects.get(code="kel-gambir")
    assert gambir.path == "/pemprov-dki/kota-pusat/kec-gambir/kel-gambir/"
    assert gambir.area is not None and gambir.area.name == "Gambir"
    assert gambir.is_below(Agency.objects.get(code="kota-pusat"))
    assert Agency.objects.get(is_dispatcher=True).code == "dispatcher"


def test_table_7_is_found_by_its_two_names(copy: Path) -> None:
    with (JAKARTA / "demo" / "lapor_categories_2022.csv").open() as file:
        for row in csv.DictReader(file):
            found = Category.objects.get(code=row["code"])
            assert found.parent is not None
            assert found.parent.name == row["category_level1"]


def test_loading_twice_writes_nothing(copy: Path) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert pack.load(copy, at=LATER) == 0
    assert writes(queries) == []


def test_a_changed_row_keeps_its_id_and_its_history(copy: Path) -> None:
    before = Category.objects.get(code="jalan")
    edit(copy, "categories.csv", on("jalan", name="Jalan dan jembatan"))
    # The published figures of 2022 spell it as before.
    (copy / "demo" / "categories_2022.csv").unlink()
    assert pack.load(copy, at=LATER) == 1
    after = Category.objects.get(code="jalan")
    assert (after.pk, after.name) == (before.pk, "Jalan dan jembatan")
    was = version_at("categories", "jalan", at=LATER - timedelta(seconds=1))
    now = version_at("categories", "jalan", at=LATER)
    assert was is not None and was["name"] == "Jalan"
    assert now is not None and now["name"] == "Jalan dan jembatan"
    assert version_at("categories", "jalan", at=datetime(2000, 1, 1, tzinfo=UTC)) is None


def test_a_note_alone_makes_history_too(copy: Path) -> None:
    edit(copy, "agencies.csv", on("kbn", note="checked"))
    assert pack.load(copy, at=LATER) == 1
    assert RowVersion.objects.filter(table="agencies", code="kbn").count() == 2


def test_a_row_that_left_is_retired_and_may_return(copy: Path) -> None:
    untouched = (copy / "reasons.csv").read_text()
    edit(copy, "reasons.csv", without("archive-test"))
    reason = RowVersion.objects.get(table="reasons", code="archive-test", valid_to=None)
    assert pack.load(copy, at=LATER) == 1
    reason.refresh_from_db()
    assert reason.valid_to == LATER
    from tanggap.taxonomy.models import Reason

    gone = Reason.objects.get(code="archive-test")
    assert not gone.is_active
    (copy / "reasons.csv").write_text(untouched)
    pack.load(copy, at=LATER + timedelta(days=1))
    back = Reason.objects.get(code="archive-test")
    assert (back.pk, back.is_active) == (gone.pk, True)


def test_an_agency_moves_with_everything_below_it(copy: Path) -> None:
    edit(copy, "agencies.csv", on("kec-gambir", parent="kota-barat"))
    assert pack.load(copy, at=LATER) == 1
    path = Agency.objects.get(code="kel-gambir").path
    assert path == "/pemprov-dki/kota-barat/kec-gambir/kel-gambir/"


def test_the_desk_can_be_another_agency(copy: Path) -> None:
    edit(copy, "agencies.csv", on("dispatcher", is_dispatcher="n"))
    edit(copy, "agencies.csv", on("up-jsc", is_dispatcher="y"))
    pack.load(copy, at=LATER)
    assert Agency.objects.get(is_dispatcher=True).code == "up-jsc"


def test_an_unsound_pack_changes_nothing(copy: Path) -> None:
    edit(copy, "channels.csv", on("jaki", name="Lain", order="satu"))
    with pytest.raises(pack.Unsound, match=r"channels\.csv:2: "):
        pack.load(copy, at=LATER)
    assert not RowVersion.objects.filter(valid_from=LATER).exists()


def test_closed_days_are_the_countrys_and_the_packs(copy: Path) -> None:
    assert Holiday.objects.get(date=date(2022, 8, 17)).is_collective_leave is False
    assert Holiday.objects.get(date=date(2022, 5, 5)).is_collective_leave is True
    assert not Holiday.objects.filter(date=date(2022, 5, 9)).exists()


def test_collective_leave_is_known_by_the_library_and_named_in_two_languages(copy: Path) -> None:
    edit(copy, "holidays.csv", lambda row: None if row["date"] == "2022-04-29" else row)
    pack.load(copy, at=LATER)
    day = Holiday.objects.get(date="2022-04-29")
    assert day.is_collective_leave and day.source.startswith("pustaka holidays")
    independence = Holiday.objects.get(date="2023-08-17")
    assert (independence.name_en, independence.is_collective_leave) == ("Independence Day", False)
    guessed = Holiday.objects.get(date="2027-03-10")
    assert guessed.status == "to_check"


def test_the_pack_speaks_before_the_library(copy: Path) -> None:
    row = Holiday.objects.get(date="2022-05-04")  # both know it
    assert row.source.startswith("SKB 3 Menteri")


def test_a_working_day_in_the_pack_opens_a_public_holiday(copy: Path) -> None:
    path = copy / "holidays.csv"
    path.write_text(
        path.read_text() + "2022-08-17,Kerja,Work,working_day,keputusan,decree,sourced\n"
    )
    pack.load(copy, at=LATER)
    assert not Holiday.objects.filter(date=date(2022, 8, 17), is_active=True).exists()


def test_one_rule_of_each_clock_holds_on_a_day(copy: Path) -> None:
    rules = ClockPolicy.objects.filter(clock="completion", valid_from__lte=date(2022, 6, 1))
    assert [rule.is_ours for rule in rules.exclude(valid_to__lt=date(2022, 6, 1))] == [True]


def test_settings_are_found_by_dotted_name(copy: Path) -> None:
    value = dict(PackSetting.objects.values_list("code", "value"))
    assert value["numbers.prefix"] == "JK"
    assert value["texts.privacy.private.name"] == {"id": "Privat", "en": "Private"}
    assert value["category_aliases"]["parkir-liar-2021"] == "parkir-liar"
    assert not Category.objects.get(code="parkir-liar-2021").is_active


def proposed(category: str, area: str, **options: Any) -> str:
    found = route.propose(
        Category.objects.get(code=category) if category else None,
        Area.objects.get(code=area) if area else None,
        **options,
    )
    assert found is None or found.reason
    return found.agency.code if found else ""


def test_who_is_proposed(copy: Path) -> None:
    karet = "31.74.02.1004"
    assert proposed("jalan", karet, is_geotagged=True) == "kel-karet"
    assert proposed("jalan", karet) == "sudin-bina-marga-selatan"
    assert proposed("jalan", "31.01.01.1001") == "kab-seribu"
    assert proposed("jalan", "") == "dinas-bina-marga"
    assert proposed("sampah", "31.74.02") == "kec-setiabudi"
    assert proposed("sampah", "") == ""
    assert proposed("", karet) == ""


def test_misconduct_and_protected_reports_never_go_to_the_kelurahan(copy: Path) -> None:
    karet = "31.74.02.1004"
    assert proposed("pungutan-liar", karet, is_geotagged=True) == "inspektorat"
    assert proposed("perlindungan-anak", karet, is_geotagged=True) == "ppt-ppa"


def test_every_category_has_a_proposal_in_every_kelurahan(copy: Path) -> None:
    villages = list(Area.objects.filter(level="village"))
    for category in Category.objects.filter(scheme="crm"):
        assert all(route.propose(category, village) for village in villages), category.code


def test_a_proposal_needs_no_query_once_it_is_warm(copy: Path) -> None:
    jalan, karet = Category.objects.get(code="jalan"), Area.objects.get(code="31.74.02.1004")
    route.propose(jalan, karet)
    with CaptureQueriesContext(connection) as queries:
        route.propose(jalan, karet)
    assert len(queries) <= 1  # the look for a newer edition, now and then


def test_a_proposal_follows_the_next_load(copy: Path) -> None:
    assert proposed("pohon", "31.74.02.1004") == "sudin-tamhut-selatan"
    edit(copy, "categories.csv", on("pohon", lead="agency:dinas-tamhut"))
    edit(copy, "agencies.csv", without("up-ragunan"))
    pack.load(copy, at=LATER)
    assert proposed("pohon", "31.74.02.1004") == "dinas-tamhut"


def test_another_process_sees_the_load_after_a_moment(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    karet = "31.74.02.1004"
    assert proposed("jalan", karet) == "sudin-bina-marga-selatan"
    monkeypatch.setattr("tanggap.ops.pack.take_over.editions.look_again", lambda: None)
    edit(copy, "agencies.csv", without("sudin-bina-marga-selatan"))
    (copy / "demo" / "lapor_agencies_2022.csv").unlink()
    pack.load(copy, at=LATER)
    now = time.monotonic()
    monkeypatch.setattr(editions.time, "monotonic", lambda: now + editions.CHECK_SECONDS)
    assert proposed("jalan", karet) == "kota-selatan"
