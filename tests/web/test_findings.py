"""The statistics' sentences and pictures say what the numbers say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tanggap.web.public import findings


def test_the_year_of_the_city() -> None:
    found = findings.thousand({"received": 122_182, "completed": 121_299})
    assert found["finding"] == "Dari setiap 1.000 laporan, 7 belum selesai"
    assert found["done"] == [(0, 0, 49, 20), (49, 0, 1, 13)] and found["left"] == [(49, 13, 1, 7)]


@given(received=st.integers(1, 10_000_000), left=st.integers(0, 10_000_000))
def test_the_dots_are_a_thousand_and_each_stands_once(received: int, left: int) -> None:
    left = min(left, received)
    found = findings.thousand({"received": received, "completed": received - left})
    cells = [
        (x, y)
        for column, row, width, height in (*found["done"], *found["left"])
        for x in range(column, column + width)
        for y in range(row, row + height)
    ]
    assert len(cells) == len(set(cells)) == 1000
    squares = sum(width * height for _x, _y, width, height in found["left"])
    assert abs(squares - 1000 * left / received) <= 0.5


def channel(name: str, received: int) -> findings.Row:
    return {
        "channel__statistics_name": "",
        "channel__name": name,
        "local_name": name,
        "received": received,
    }


def test_tenths_are_said_where_they_are_nearly_true() -> None:
    rows = [channel("JAKI", 111_133), *(channel("lain", n) for n in (11_000, 49))]
    found = findings.channels(rows)
    assert found["finding"] == "9 dari 10 laporan datang lewat JAKI"
    assert found["text"] == "JAKI 111.133 laporan, 2 kanal lain 11.049."
    assert found["first"] == ("JAKI", "91,0") and found["others"][1] == "9,0"
    rows = [channel("JAKI", 55), channel("SMS", 45)]
    assert findings.channels(rows)["finding"] == "55 persen laporan datang lewat JAKI"


def test_nothing_is_said_of_one_channel_or_of_nothing() -> None:
    assert findings.channels([channel("JAKI", 5)]) == {}
    assert findings.thousand({"received": 0, "completed": 0}) == {}
