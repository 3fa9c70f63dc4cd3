"""What citizens write and offices answer, composed from the pack's sentences."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from tanggap.ops.demo.corners import Corner

_TITLE_LENGTH = 140
_SLANG_SHARE = 0.07
_EFFECT_SHARE, _WISH_SHARE, _OPENING_SHARE = 0.42, 0.4, 0.18
_NEARBY_SHARE = 0.45  # of the addresses that say what stands nearby
_LOWER_SHARE = 0.09
_TYPO_SHARE = 0.04
_FORMAL_KINDS = {"letter": 0.6, "office": 0.4, "press": 0.3}
_SHORT_KINDS = {"social"}
_EMPTY_STEMS = frozenset(
    [
        "sudah",
        "belum",
        "diber",
        "selal",
        "denga",
        "sampa",
        "tidak",
        "terus",
        "setia",
        "jalan",
        "warga",
        "petug",
        "lokas",
        "selur",
        "depan",
        "mohon",
        "karen",
        "kemba",
        "sebel",
    ]
)
_HOURS = ("05", "06", "07", "08", "09", "13", "16", "17", "19", "21", "22", "23")
_MINUTES = ("00", "15", "30", "45")


@dataclass(frozen=True, slots=True)
class Body:
    """One sentence with the titles and the closing notes that go with it."""

    text: str
    titles: tuple[str, ...]
    closings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """The sentences for one group of categories."""

    scene: str
    bodies: tuple[Body, ...]
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """One report's own words, and the closing note its officers would write."""

    title: str
    text: str
    address: str
    closing: str


@dataclass(frozen=True)
class Texts:
    """Every sentence of the pack's demo."""

    themes: dict[str, Theme]
    national: dict[str, Theme]
    common: dict[str, Any]

    def theme(self, category: str, national: str = "") -> Theme:
        """The theme of a city category; a national category may have its own."""
        return self.national.get(national) or self.themes[category]


def read(folder: Path) -> Texts:
    """The texts in `folder` (a pack's `demo`)."""
    common = tomllib.loads((folder / "texts_common.toml").read_text())
    generic = tuple(common["office"]["closing"])
    themes = {}
    for path in sorted(folder.glob("texts_*.toml")):
        if path.name == "texts_common.toml":
            continue
        for table in tomllib.loads(path.read_text()).values():
            themes.update(dict.fromkeys(table["categories"], _theme(table, generic)))
    national = {key: _theme(table, generic) for key, table in common.get("national", {}).items()}
    return Texts(themes, national, common)


def _theme(table: dict[str, Any], generic: tuple[str, ...]) -> Theme:
    titles, closings = tuple(table["titles"]), tuple(table["closings"])
    rest = generic if table.get("mixed") else closings
    bodies = tuple(
        Body(text, _kindred(text, titles) or titles, _kindred(text, closings) or rest)
        for text in table["bodies"]
    )
    return Theme(table.get("scene", "document"), bodies, tuple(table["effects"]))


def _kindred(text: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences that share most stems with `text`; empty when none shares any."""
    mine = _stems(text)
    shared = {other: len(mine & _stems(other)) for other in others}
    best = max(shared.values())
    return tuple(other for other, count in shared.items() if count == best) if best else ()


def _stems(text: str) -> set[str]:
    """The first letters of the words that carry meaning; slots are left out."""
    words = re.findall(r"[a-z]{4,}", re.sub(r"\{\w+\}", " ", text.lower()))
    return {word[:5] for word in words} - _EMPTY_STEMS


class Writer:
    """Writes reports; one per process. The random source decides everything."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._citizen = texts.common["citizen"]
        self._classes = texts.common["classes"]
        self._class_titles = texts.common["class_titles"]
        slang = self._citizen["slang"]
        self._slang = re.compile(rf"\b({'|'.join(map(re.escape, slang))})\b", re.IGNORECASE)

    def write(
        self,
        rng: Random,
        *,
        theme: Theme,
        corner: Corner,
        village: str,
        kind: str,
        report_class: str,
        earlier: str = "",
    ) -> Words:
        """One report of `report_class` through a `kind` of door; `earlier` cites another number."""
        slots = self._slots(rng, corner, village)
        body = rng.choice(theme.bodies)
        text = self._text(rng, theme, body, kind, report_class)
        if earlier:
            text += " " + rng.choice(self._citizen["again"])
        slots["number"] = earlier
        titles = self._class_titles.get(report_class, body.titles)
        title = _sentence(rng.choice(titles).format_map(slots))
        return Words(
            title=title[:_TITLE_LENGTH],
            text=self._voice(rng, _tidy(text.format_map(slots)), kind),
            address=_address(rng, corner),
            closing=_tidy(rng.choice(body.closings).format_map(slots)),
        )

    def story(self, name: str, *, corner: Corner, village: str, rng: Random) -> Words:
        """The words of one of the two told reports."""
        story = self.texts.common["stories"][name]
        slots = self._slots(rng, corner, village)
        title, text = (story[key].format_map(slots) for key in ("title", "text"))
        address = _address(rng, corner)
        return Words(title[:_TITLE_LENGTH], text, address, story["note_lead"])

    def rating(self, rng: Random, stars: int) -> str:
        """A reason for a number of stars; may be empty for three and more."""
        key = "bad" if stars <= 2 else "fair" if stars == 3 else "good"
        return str(rng.choice(self.texts.common["rating"][key]))

    def office(self, rng: Random, key: str) -> str:
        """A ready sentence of an office: instruction, coordinate, progress, reject, ..."""
        return str(rng.choice(self.texts.common["office"][key]))

    def reply(self, rng: Random) -> str:
        """What a reporter answers to a question."""
        return str(rng.choice(self._citizen["replies"]))

    def _slots(self, rng: Random, corner: Corner, village: str) -> dict[str, str]:
        n = str(rng.randrange(2, 10))
        return {
            "jalan": corner.street,
            "patokan": corner.nearby,
            "patokan2": corner.towards,
            "kel": village,
            "rt": f"RT {rng.randrange(1, 15):02}/RW {rng.randrange(1, 12):02}",
            "lama": rng.choice(self._citizen["since"]).format(n=n),
            "lama2": rng.choice(self._citizen["since_adverb"]),
            "n": n,
            "m": str(rng.randrange(2, 13) * 10),
            "warna": rng.choice(self._citizen["colours"]),
            "pukul": f"{rng.choice(_HOURS)}.{rng.choice(_MINUTES)}",
        }

    def _text(self, rng: Random, theme: Theme, body: Body, kind: str, report_class: str) -> str:
        if report_class != "complaint":
            parts = [self._opening(rng, kind), rng.choice(self._classes[report_class])]
        else:
            parts = [self._opening(rng, kind), body.text]
        if rng.random() < _EFFECT_SHARE and report_class == "complaint":
            parts.append(rng.choice(theme.effects))
        if rng.random() < _WISH_SHARE:
            parts.append(rng.choice(self._citizen["wishes"]))
        return " ".join(part for part in parts if part)

    def _opening(self, rng: Random, kind: str) -> str:
        if rng.random() < _FORMAL_KINDS.get(kind, 0.0):
            return str(rng.choice(self._citizen["formal"]))
        if kind in _SHORT_KINDS or rng.random() > _OPENING_SHARE:
            return ""
        return str(rng.choice(self._citizen["openings"]))

    def _voice(self, rng: Random, text: str, kind: str) -> str:
        """Slang, no capitals or a slip of the finger, now and then; never in letters."""
        if kind in _FORMAL_KINDS:
            return text
        dice = rng.random()
        if dice < _SLANG_SHARE:
            text = self._slang.sub(self._short, text)
        if dice < _LOWER_SHARE:
            return text.lower()
        return _slip(rng, text) if dice > 1 - _TYPO_SHARE else text

    def _short(self, match: re.Match[str]) -> str:
        return str(self._citizen["slang"][match[0].lower()])


def _address(rng: Random, corner: Corner) -> str:
    if rng.random() < _NEARBY_SHARE:
        return f"{corner.street}, {corner.nearby}"
    return corner.street


@lru_cache(maxsize=4096)
def _sentence(text: str) -> str:
    text = _tidy(text)
    return text[:1].upper() + text[1:]


def _tidy(text: str) -> str:
    """Mend what joining leaves: "di di tikungan", a small first letter after a full stop."""
    text = text.replace("di di ", "di ")
    return text[:1].upper() + text[1:] if text[:1].islower() else text


def _slip(rng: Random, text: str) -> str:
    """Two neighbouring letters of one word swapped."""
    at = rng.randrange(len(text) - 1)
    pair = text[at : at + 2]
    return text[:at] + pair[::-1] + text[at + 2 :] if pair.isalpha() else text
