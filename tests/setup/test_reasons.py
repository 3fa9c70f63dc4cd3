"""The operator's verbs on ready reasons: what stays, what a load keeps, what histories say."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from tanggap.lib import editions
from tanggap.ops import pack
from tanggap.people import actions as people
from tanggap.people.models import Change
from tanggap.setup import differences, reasons
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy import queries
from tanggap.taxonomy.models import Reason
from tanggap.taxonomy.overrides import versions
from tests.builders import MONDAY, Cast
from tests.ops.test_pack_load import JAKARTA, edit, on

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOW: dict[str, Any] = {"at": MONDAY, "reason": "Pergub 2/2026."}
TEST = "archive-test"


def row(code: str = TEST) -> Reason:
    return Reason.objects.get(code=code)


def says(code: str = TEST, **other: Any) -> reasons.Wording:
    return replace(reasons.Wording(**reasons.now(row(code))), **other)


NEW = reasons.Wording(
    text="Laporan ini hanya ucapan terima kasih.",
    text_en="This is only a word of thanks.",
    legal_basis="Pergub 2/2026 pasal 3",
)


def test_a_change_holds_at_once_with_its_line_and_its_dates() -> None:
    reasons.change(row(), says(text="Ini uji coba."), by=Cast().operator, **HOW)
    later = {"at": MONDAY + DAY, "reason": "Lebih jelas."}
    reasons.change(row(), says(text="Ini hanya uji coba."), by=Cast().operator, **later)
    assert row().text == "Ini hanya uji coba."
    kept = versions("reasons").order_by("valid_from")
    assert [(one.data["text"], one.valid_to) for one in kept] == [
        ("Ini uji coba.", MONDAY + DAY), ("Ini hanya uji coba.", None),
    ]  # fmt: skip
    line = Change.objects.order_by("pk")[0]
    assert (line.kind, line.verb, line.subject) == ("reason", "change", TEST)
    assert line.before == {"text": "Ini laporan percobaan."}


def test_what_was_sent_is_still_read_in_english() -> None:
    sent = row().text
    reasons.change(row(), says(text="Ini uji coba.", text_en="A trial."), by=Cast().operator, **HOW)
    editions.look_again()
    with translation.override("en"):
        assert queries.said(sent) == "This is a test."
        assert queries.said("Ini uji coba.") == "A trial."


def test_saying_what_is_so_already_writes_nothing() -> None:
    reasons.change(row(), says(), by=Cast().operator, **HOW)
    assert not Change.objects.exists() and not versions("reasons").exists()


def test_a_new_reason_is_offered_last_and_outlives_a_load() -> None:
    made = reasons.add("archive", NEW, by=Cast().operator, **HOW)
    again = replace(NEW, text="Laporan ini hanya ucapan terima kasih lagi.")
    assert made.code != reasons.add("archive", again, by=Cast().operator, **HOW).code
    offered = list(Reason.objects.filter(verb="archive", is_active=True))
    assert offered[-2] == made
    pack.load(JAKARTA, at=MONDAY + DAY)
    assert row(made.code).is_active and row(made.code).text == NEW.text


def test_the_same_words_twice_for_a_step_are_refused() -> None:
    with pytest.raises(reasons.Taken):
        twice = replace(NEW, text="INI laporan percobaan.")
        reasons.add("archive", twice, by=Cast().operator, **HOW)
    with pytest.raises(reasons.Taken):
        other = says(text=row("archive-nothing").text)
        reasons.change(row(), other, by=Cast().operator, **HOW)
    assert not Change.objects.exists()


@pytest.mark.parametrize("is_own", [True, False])
def test_a_retired_reason_stays_retired_until_it_is_offered_again(is_own: bool) -> None:
    cast = Cast()
    code = reasons.add("archive", NEW, by=cast.operator, **HOW).code if is_own else TEST
    reasons.switch(row(code), False, by=cast.operator, **HOW)
    pack.load(JAKARTA, at=MONDAY + DAY)
    taxonomy.settle_due(at=MONDAY + DAY)
    assert not row(code).is_active
    again: dict[str, Any] = {"at": MONDAY + 2 * DAY, "reason": "Masih perlu."}
    reasons.switch(row(code), True, by=cast.operator, **again)
    pack.load(JAKARTA, at=MONDAY + 3 * DAY)
    assert row(code).is_active
    lines = Change.objects.exclude(verb="add").order_by("pk")
    assert list(lines.values_list("verb", flat=True)) == ["close", "reopen"]


def test_a_load_keeps_the_operators_words_and_takes_the_packs_others(tmp_path: Any) -> None:
    folder = shutil.copytree(JAKARTA, tmp_path / "pack")
    reasons.change(row(), says(text="Ini uji coba."), by=Cast().operator, **HOW)
    changed = on(TEST, text="Percobaan.", text_en="Trial.", legal_basis="UU 25/2009")
    edit(folder, "reasons.csv", changed)
    pack.load(folder, at=MONDAY + DAY)
    # A translation belongs to its words, so the pack's doesn't come without them.
    assert (row().text, row().text_en) == ("Ini uji coba.", "This is a test.")
    assert row().legal_basis == "UU 25/2009"
    found = differences.of_reason(TEST, at=MONDAY + DAY)
    assert {one.column: one.pack for one in found} == {"text": "Percobaan.", "text_en": "Trial."}
    reasons.follow_pack(row(), ["text"], by=Cast().operator, at=MONDAY + 2 * DAY)
    assert (row().text, row().text_en) == ("Percobaan.", "Trial.")
    assert not differences.of_reason(TEST, at=MONDAY + 2 * DAY)


def test_a_reason_that_left_the_pack_is_not_offered_again_by_itself(tmp_path: Any) -> None:
    folder = shutil.copytree(JAKARTA, tmp_path / "pack")
    reasons.change(row(), says(text="Ini uji coba."), by=Cast().operator, **HOW)
    lines = (folder / "reasons.csv").read_text().splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(TEST)]
    (folder / "reasons.csv").write_text("".join(left))
    pack.load(folder, at=MONDAY + DAY)
    taxonomy.settle_due(at=MONDAY + DAY)
    assert not row().is_active
    again: dict[str, Any] = {"at": MONDAY + 2 * DAY, "reason": "Masih perlu."}
    reasons.switch(row(), True, by=Cast().operator, **again)
    pack.load(folder, at=MONDAY + 3 * DAY)
    assert row().is_active and row().text == "Ini uji coba."


def test_only_the_operator_changes_reasons() -> None:
    by = Cast().dispatcher
    with pytest.raises(people.Forbidden):
        reasons.change(row(), says(text="Lain."), by=by, **HOW)
    with pytest.raises(people.Forbidden):
        reasons.add("archive", NEW, by=by, **HOW)
    with pytest.raises(people.Forbidden):
        reasons.switch(row(), False, by=by, **HOW)
    with pytest.raises(people.Forbidden):
        reasons.follow_pack(row(), ["text"], by=by, at=MONDAY)


def test_the_order_is_the_operators_and_a_load_keeps_it() -> None:
    def offered() -> list[str]:
        rows = Reason.objects.filter(verb="archive", is_active=True)
        return list(rows.order_by("order", "code").values_list("code", flat=True))

    first, second, *rest = offered()
    oki = Cast().operator
    reasons.move(row(first), up=True, by=oki, at=MONDAY)  # it is the first already
    assert not Change.objects.exists()
    reasons.move(row(first), up=False, by=oki, at=MONDAY)
    assert offered() == [second, first, *rest]
    pack.load(JAKARTA, at=MONDAY + DAY)
    assert offered() == [second, first, *rest]
    reasons.move(row(first), up=True, by=oki, at=MONDAY + 2 * DAY)
    assert offered() == [first, second, *rest]
    with pytest.raises(people.Forbidden):
        reasons.move(row(first), up=False, by=Cast().verifier, at=MONDAY)
