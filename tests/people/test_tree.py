"""The tree of offices: paths follow parents, whoever moves what."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.people import actions, tree
from tanggap.people.models import Agency
from tests import builders
from tests.builders import MONDAY, Cast

CODES = [f"o{n}" for n in range(8)]


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """Parents of a few offices; the first is the root."""
    count = draw(st.integers(2, len(CODES)))
    return {CODES[n]: CODES[draw(st.integers(0, n - 1))] if n else "" for n in range(count)}


def ways_up(parents: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code in parents:
        above, way = parents[code], []
        while above:
            way.append(above)
            above = parents[above]
        found[code] = way
    return found


@given(trees(), st.data())
def test_whatever_pack_and_operator_move_the_offices_make_one_tree(
    before: dict[str, str], data: st.DataObject
) -> None:
    codes = list(before)
    wanted = dict(before)
    for code in codes[1:]:
        if data.draw(st.booleans()):
            wanted[code] = data.draw(st.sampled_from([c for c in codes if c != code]))
    for code in data.draw(st.sets(st.sampled_from(codes[1:]), max_size=2)):
        del wanted[code]
    moved = data.draw(st.sets(st.sampled_from(codes)))
    found = tree.settle(wanted, before=ways_up(before), moved=moved)
    assert found.keys() == wanted.keys()
    assert all(parent in found or not parent for parent in found.values())
    assert tree.circles(found) == []
    assert [code for code, parent in found.items() if not parent] == ["o0"]


def test_a_move_that_makes_no_circle_is_obeyed() -> None:
    before = {"o0": "", "o1": "o0", "o2": "o0"}
    wanted = {"o0": "", "o1": "o0", "o2": "o1"}
    assert tree.settle(wanted, before=ways_up(before), moved=[]) == wanted


def test_in_a_circle_the_packs_move_waits() -> None:
    before = {"o0": "", "o1": "o0", "o2": "o1"}
    wanted = {"o0": "", "o1": "o2", "o2": "o1"}
    found = tree.settle(wanted, before=ways_up(before), moved=["o2"])
    assert found == {"o0": "", "o1": "o0", "o2": "o1"}


def wrong_paths() -> list[str]:
    rows = Agency.objects.select_related("parent")
    return [
        row.code
        for row in rows
        if row.path != f"{row.parent.path if row.parent else '/'}{row.code}/"
    ]


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_moving_branches_keeps_every_path_its_parents_path_and_its_code(
    data: st.DataObject,
) -> None:
    operator = Cast().operator
    for _ in range(3):
        rows = list(Agency.objects.select_related("parent", "area").order_by("pk")[:60])
        office = data.draw(st.sampled_from([row for row in rows if row.parent]), label="office")
        to = data.draw(st.sampled_from(rows), label="below")
        says = actions.Office(
            name=office.name,
            kind=office.kind,
            parent=to,
            area=office.area,
            handles_confidential=office.handles_confidential,
        )
        goes_in_circle = to.path.startswith(office.path)
        try:
            actions.change_office(office, says, by=operator, at=MONDAY, reason="Penataan.")
        except tree.Loop:
            assert goes_in_circle
        else:
            assert not goes_in_circle
        assert wrong_paths() == []


@pytest.mark.django_db
def test_what_stands_below_moves_along() -> None:
    district = builders.agency("kec-gambir")
    says = actions.Office(
        name=district.name,
        kind=district.kind,
        parent=builders.agency("kota-barat"),
        area=district.area,
    )
    actions.change_office(district, says, by=Cast().operator, at=MONDAY, reason="Perda.")
    village = builders.agency("kel-gambir")
    assert village.path == "/pemprov-dki/kota-barat/kec-gambir/kel-gambir/"
    assert wrong_paths() == []
