"""The Jakarta pack holds what it must, and a mistake in it is shown with its line."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from tanggap.ops import pack
from tanggap.ops.pack import problems
from tanggap.ops.pack.read import read
from tanggap.ops.pack.rules import directory
from tanggap.ops.pack.schema import Pack

JAKARTA = Path(__file__).parents[2] / "packs" / "jakarta"


@pytest.fixture(scope="module")
def jakarta() -> Pack:
    found, unreadable = read(JAKARTA)
    assert not unreadable
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the pack that a test may spoil."""
    return Path(shutil.copytree(JAKARTA, tmp_path / "pack"))


def change(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the one occurrence of `old`; returns the line on which it stood."""
    text = (folder / file).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def messages(folder: Path) -> list[str]:
    return [str(problem) for problem in pack.check(folder)]


def test_the_pack_has_no_problem() -> None:
    assert messages(JAKARTA) == []


def test_areas_are_the_province_6_44_and_267(jakarta: Pack) -> None:
    levels = Counter(row.level for row in jakarta.rows("areas"))
    assert levels == {"province": 1, "city": 6, "district": 44, "village": 267}
    villages = [row for row in jakarta.rows("areas") if row.level == "village"]
    assert all(row.postcode for row in villages)
    assert len({row.name for row in villages}) == 267


def test_agencies_are_673_and_the_desk(jakarta: Pack) -> None:
    kinds = Counter(row.kind for row in jakarta.rows("agencies"))
    assert kinds.pop("desk") == 1
    assert sum(kinds.values()) == 673
    assert (kinds["kelurahan"], kinds["kecamatan"], kinds["dinas"]) == (267, 44, 22)


def test_sizes_of_the_other_tables(jakarta: Pack) -> None:
    assert len(jakarta.rows("categories")) == 141
    assert len(jakarta.rows("places")) == 580
    assert len(jakarta.rows("regions")) == 6
    assert len([row for row in jakarta.rows("channels") if row.statistics_name]) == 13


def figures(name: str) -> list[list[str]]:
    lines = (JAKARTA / "demo" / name).read_text().splitlines()[1:]
    return [line.rsplit(",", 2) for line in lines]


def test_each_of_the_178_names_is_exactly_one_agency(jakarta: Pack) -> None:
    with (JAKARTA / "demo" / "lapor_agencies_2022.csv").open() as file:
        names = [row["agency"] for row in csv.DictReader(file)]
    known = Counter(row.table8_name for row in jakarta.rows("agencies"))
    assert len(names) == 178
    assert [name for name in names if known[name] != 1] == []


def test_the_published_sums() -> None:
    received = sum(int(row[1]) for row in figures("channels_2022.csv"))
    completed = sum(int(row[2]) for row in figures("channels_2022.csv"))
    assert (received, completed) == (122_182, 121_299)
    agencies = figures("lapor_agencies_2022.csv")
    assert (sum(int(r[1]) for r in agencies), sum(int(r[2]) for r in agencies)) == (907, 904)


def test_every_category_has_a_lead_in_every_kelurahan(jakarta: Pack) -> None:
    places = directory(jakarta)
    agencies = {row.code for row in jakarta.rows("agencies")}
    villages = [row.code for row in jakarta.rows("areas") if row.level == "village"]
    for category in jakarta.rows("categories"):
        for village in villages:
            found = places.lead(category.lead, area=village)
            assert found is not None and found.agency in agencies, (category.code, village)


@pytest.mark.parametrize(
    ("rule", "area", "agency"),
    [
        ("kelurahan", "31.74.02.1004", "kel-"),
        ("city:sudin-bina-marga", "31.74.02.1004", "sudin-bina-marga-selatan"),
        ("city:sudin-perhubungan", "31.73", "sudin-perhubungan-barat"),
        # The regency has no branch of Bina Marga: its own government stands in.
        ("city:sudin-bina-marga", "31.01.01.1001", "kab-seribu"),
        # Nobody knows where: the department decides.
        ("city:sudin-bina-marga", "", "dinas-bina-marga"),
        ("city:kota", "31.71.01.1001", "kota-pusat"),
        ("agency:inspektorat", "31.01.01.1001", "inspektorat"),
    ],
)
def test_who_leads(jakarta: Pack, rule: str, area: str, agency: str) -> None:
    found = directory(jakarta).lead(rule, area=area)
    assert found is not None and found.agency.startswith(agency)


def test_a_kelurahan_rule_without_a_place_names_nobody(jakarta: Pack) -> None:
    assert directory(jakarta).lead("kelurahan", area="") is None


SPOILED = [
    ("areas.csv", "31.71.01.1001,", "31.71.99.1001,", "does not begin with its parent's"),
    ("areas.csv", "31.01,Kab", "31.01, Kab", "remove spaces"),
    ("areas.csv", "village,31.01.01,-5.700635", "village,31.01.01,-95.7", "outside -90 to 90"),
    ("agencies.csv", "sudin,dinas-bina-marga,31.73", "sudin,dinas-sihir,31.73", "no “dinas-sihir”"),
    ("agencies.csv", "pemprov,,31,", "pemprov,dinas-sosial,31,", "lies below itself"),
    ("agencies.csv", "desk,up-jsc,31,,y", "desk,up-jsc,31,,x", "write y or n"),
    ("agencies.csv", "kel-cideng,", "kel-gambir,", "“kel-gambir” is already on line"),
    (
        "categories.csv",
        ",,city:sudin-bina-marga,sudin,photo,n,n,n,living",
        ",,city:x,sudin,photo,n,n,n,living",
        "no agency for Pulau Panggang",
    ),
    ("categories.csv", "agency:pam-jaya", "company:pam-jaya", "write kelurahan"),
    ("categories.csv", "agency:up-agd", "agency:dinas-lh", "“dinas-lh” handles no confidential"),
    ("categories.csv", "jalan,Jalan,Roads,,", "jalan,Jalan,Roads,parkir-liar-2021,", "folded"),
    ("channels.csv", "jaki,1,", "jaki,satu,", "not a whole number"),
    ("channels.csv", "jaki,1,", "Jaki,1,", "only lower case letters"),
    ("clock_policies.csv", "2022-10-01", "2022-09-30", "overlaps with “completion-before-2022”"),
    ("clock_policies.csv", "2025-03-16", "2021-03-16", "before it starts"),
    ("clock_policies.csv", "2025-03-17", "17-03-2025", "is no date like"),
    ("clock_policies.csv", '2025-03-17,,"Jak', '2020-03-17,,"Jak', "“completion-before-2022”"),
    ("clock_policies.csv", "red-flag-2025,red_flag", "red-flag-2025,red_flags", "choose citizen"),
    ("clock_policies.csv", ",,kelurahan,,24", ",,keluraan,,24", "no “keluraan” in agency_kinds"),
    ("escalations.csv", "soon,,75,,", "soon,,75,1,", "one of the two"),
    ("escalations.csv", "late-turn,,,0,hours", "late-turn,,,0,", "with after alone"),
    ("escalations.csv", "red_flag,,0", "reply_window,,0", "choose verification"),
    ("pack.toml", 'quiet_from = "21:00"', 'quiet_from = "9 pm"', "a time of day"),
    ("holidays.csv", "2022-04-29,", "2022-04-31,", "is no date like"),
    ("pack.toml", "digits = 4", "digits = 3", "a whole number >= 4"),
    ("pack.toml", 'validator = "biro', 'validator = "x', "in agencies"),
    ("pack.toml", 'default = "private"', 'default = "secret"', "no “secret” in privacy.default"),
    (
        "reasons.csv",
        "decline-answered,decline,",
        "decline-answered,refuse_it,",
        "choose open, verify",
    ),
    ("pack.toml", "[numbers]", "[numbers", "not TOML"),
    ("texts/privacy.toml", ', en = "Open" }', " }", "has no text in en"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), SPOILED)
def test_a_mistake_is_shown_with_its_line(
    copy: Path, file: str, old: str, new: str, words: str
) -> None:
    line = change(copy, file, old, new)
    found = messages(copy)
    assert any(text.startswith(f"{file}:{line}: ") and words in text for text in found), (
        line,
        found[:5],
    )


def test_a_pack_without_a_ladder_warns_nobody_and_is_sound(copy: Path) -> None:
    (copy / "escalations.csv").unlink()
    assert messages(copy) == []


def test_one_unreadable_row_makes_one_problem(copy: Path) -> None:
    change(copy, "areas.csv", "31.71,Kota", "31.71, Kota")
    assert len(pack.check(copy)) == 1


def test_an_unknown_column_is_named(copy: Path) -> None:
    change(copy, "reasons.csv", "legal_basis_en", "legal_bases")
    found = pack.check(copy)
    assert [(p.file, p.line, p.column) for p in found] == [
        ("reasons.csv", 1, 0),
        ("reasons.csv", 1, 7),
    ]


def test_a_file_that_is_not_utf8(copy: Path) -> None:
    path = copy / "places.csv"
    path.write_bytes(path.read_bytes().replace(b"Halte Ancol", b"Halte Anc\xf6l"))
    (only,) = pack.check(copy)
    assert only.line == 3 and "0xf6" in only.message


def test_a_missing_file(copy: Path) -> None:
    (copy / "areas.csv").unlink()
    assert messages(copy)[0].startswith("areas.csv:1: ")


def test_a_line_with_too_few_values(copy: Path) -> None:
    line = change(copy, "reasons.csv", "decline-answered,decline,8,", "decline-answered,decline,")
    assert f"reasons.csv:{line}: 9 values instead of 10" in messages(copy)


def test_a_published_name_that_fits_no_agency(copy: Path) -> None:
    line = change(copy, "demo/lapor_agencies_2022.csv", ",Dinas Sosial,", ",Dinas Sosial X,")
    (only,) = messages(copy)
    assert only.startswith(f"demo/lapor_agencies_2022.csv:{line}: “Dinas Sosial X” here")


def test_messages_follow_the_language_of_the_terminal(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    change(copy, "areas.csv", "31.71,Kota", "31.71, Kota")
    assert messages(copy)[0].endswith("hapus spasi di awal atau akhir")


def test_every_sentence_is_used_and_says_the_same_in_both_languages() -> None:
    source = "".join(path.read_text() for path in Path(pack.__file__).parent.glob("*.py"))
    for code, (indonesian, english) in problems._SENTENCES.items():
        assert source.count(f'"{code}"') >= 2, code
        assert _placeholders(indonesian) == _placeholders(english), code


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("areas.csv", ",Central Jakarta,", ",,", "must not be empty"),
        ("channels.csv", ",JAKI app,", ",,", "must not be empty"),
        ("categories.csv", ",Dengue fever,", ",,", "must not be empty"),
        ("lapor_categories.csv", ",Haji dan Umroh,Hajj and umrah", ",Haji dan Umroh,", "empty"),
        ("institutions.csv", ",Ministry of Religious Affairs,", ",,", "must not be empty"),
        ("pack.toml", 'name = "Dinas", name_en = "Department"', 'name = "Dinas"',
         "“agency_kinds.dinas.name” has no text in en"),
        ("pack.toml", 'for_en = "every emergency"', "", "“emergency.for” has no text in en"),
    ],
)  # fmt: skip
def test_whatever_people_read_is_there_in_english(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    line = change(copy, file, old, new)
    found = messages(copy)
    assert any(one.startswith(f"{file}:") and said in one for one in found)
    if file.endswith(".csv"):
        assert any(one.startswith(f"{file}:{line}: ") for one in found)


def test_a_remedy_needs_its_translation(copy: Path) -> None:
    path = copy / "reasons.csv"
    rows = list(csv.DictReader(path.open(newline="")))
    first = next(row for row in rows if row["remedy"])
    first["remedy_en"] = ""
    with path.open("w", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    [only] = messages(copy)
    assert only.startswith(f"reasons.csv:{rows.index(first) + 2}: must not be empty")
