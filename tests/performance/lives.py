"""Random lives of reports by the real actions, made to reach what the score card counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from tanggap.people.access import CLOCK, REPORTER, Actor
from tanggap.people.models import Agency
from tanggap.reports import case as cases
from tanggap.reports.actions import Refused
from tanggap.reports.vocabulary import Step
from tanggap.reports.workflow import Outcome
from tanggap.taxonomy.models import Institution
from tests import builders
from tests.builders import Cast, Story, agency, photo

OFFICES = (builders.VILLAGE, builders.DISTRICT, builders.DEPARTMENT, builders.BRANCH, "inspektorat")
CATEGORIES = ("fasos-fasum", "fasos-fasum", "jalan", "jalan", "pungutan-liar")
STEPS: tuple[dict[str, float], ...] = ({"hours": 2}, {"hours": 20}, {"days": 3}, {"days": 9})
# From each state: what may be tried, and how often.
CHANCES: dict[str, dict[str, int]] = {
    "submitted": {"verify": 9, "hold": 1, "decline": 1},
    "on_hold": {"reply": 6, "lapse": 2, "correct": 1, "withdraw": 1},
    "waiting": {
        "accept": 9,
        "coordinate": 2,
        "assign": 2,
        "dispose": 3,
        "give_back": 2,
        "recall": 1,
        "add_support": 3,
        "accept_help": 2,
        "hold": 2,
        "answer": 2,
        "extend": 1,
        "grant": 1,
        "hear": 1,
        "rule": 3,
        "refer": 1,
        "merge": 1,
        "unmerge": 3,
        "withdraw": 1,
        "correct": 1,
        "decline": 1,
    },
    "in_progress": {
        "resolve": 9,
        "schedule": 3,
        "extend": 3,
        "grant": 4,
        "hold": 2,
        "add_support": 3,
        "accept_help": 4,
        "done": 5,
        "give_back": 1,
        "coordinate": 1,
        "answer": 1,
        "merge": 1,
        "unmerge": 3,
        "drop_support": 1,
        "progress": 1,
    },
    "awaiting_validation": {"validate": 3, "reject_followup": 2, "merge": 1, "unmerge": 2},
    "resolved": {"rate": 3, "reopen": 2, "close": 1, "reply": 1},
    "closed": {"rate": 2, "reopen": 3},
    "declined": {"object_to": 3, "overturn": 3, "uphold": 1},
    "referred": {"peer_answer": 1, "peer_return": 2},
}


class Life:
    """One report, and whoever happens to act on it."""

    people: dict[tuple[str, str], Actor]

    def __init__(self, rng: Random, *, cast: Cast, people: dict[tuple[str, str], Actor]) -> None:
        self.rng, self.cast, self.people = rng, cast, people
        kind = rng.choice(["complaint", "complaint", "suggestion"])
        start = builders.MONDAY.replace(day=rng.randint(1, 30))
        self.story = Story(cast=cast, report_class=kind, at=start)
        self.other = Story(cast=cast, at=start)

    def live(self, steps: int) -> None:
        """Take `steps` steps; what the rules refuse is tried otherwise."""
        for _ in range(steps):
            self.story.tick(**self.rng.choice(STEPS))
            self.story.report = self.story.fresh()
            case = cases.load(self.story.report)
            for _ in range(4):
                if self._try(case):
                    break

    def _try(self, case: cases.Case) -> bool:
        chances = CHANCES[case.report.state]
        verb = self.rng.choices(list(chances), list(chances.values()))[0]
        who, needs = ACTS[verb](self, case)
        if who is None:
            return False
        try:
            self.story.do("accept" if verb == "accept_help" else verb, who, **needs)
        except Refused:
            return False
        return True

    def at_office(self, office: Agency | None, role: str = "agency_admin") -> Actor | None:
        """Somebody who works there."""
        if office is None:
            return None
        key = (role, office.code)
        if key not in self.people:
            self.people[key] = builders.staff(role, office)
        return self.people[key]

    def lead(self, case: cases.Case) -> Actor | None:
        return self.at_office(case.lead.agency if case.lead else None)

    def helper(self, case: cases.Case) -> Actor | None:
        return self.at_office(self.rng.choice(case.supporting).agency if case.supporting else None)

    def office(self) -> Agency:
        return agency(self.rng.choice(OFFICES))


Act = Callable[[Life, cases.Case], tuple[Actor | None, dict[str, Any]]]


def _by(name: str, **needs: Any) -> Act:
    return lambda life, case: (getattr(life.cast, name), dict(needs))


def _lead(**needs: Any) -> Act:
    return lambda life, case: (life.lead(case), dict(needs))


def _citizen(**needs: Any) -> Act:
    return lambda life, case: (REPORTER, dict(needs))


def _to(who: str, **needs: Any) -> Act:
    def act(life: Life, case: cases.Case) -> tuple[Actor | None, dict[str, Any]]:
        actor = life.lead(case) if who == "lead" else getattr(life.cast, who)
        return actor, {"to": life.office(), **needs}

    return act


def _resolve(life: Life, case: cases.Case) -> tuple[Actor | None, dict[str, Any]]:
    photos = [photo("after"), photo("document"), photo("place", at=life.story.at)]
    outcome = life.rng.choice([Outcome.FIXED, Outcome.FIXED, Outcome.NOT_FOUND])
    return life.lead(case), {"outcome": outcome, "note": "Beres.", "photos": photos}


def _schedule(life: Life, case: cases.Case) -> tuple[Actor | None, dict[str, Any]]:
    if case.report.is_scheduled and life.rng.random() < 0.4:
        return life.lead(case), {"step": Step.ENDED, "reason": "Lebih cepat."}
    month = (life.story.at.month + life.rng.randint(0, 2) - 1) % 12 + 1
    year = life.story.at.year + int(month < life.story.at.month)
    needs = {"programme": "Program", "month": date(year, month, 1), "reason": "Besar."}
    return life.lead(case), needs


def _reject(life: Life, case: cases.Case) -> tuple[Actor | None, dict[str, Any]]:
    rows = [row for row in case.supporting if life.rng.random() < 0.5]
    return life.cast.validator, {"reason": "Belum.", **({"assignments": rows} if rows else {})}


ACTS: dict[str, Act] = {
    "verify": lambda life, case: (
        life.cast.verifier,
        {
            "category": builders.category(life.rng.choice(CATEGORIES)),
            "to": life.rng.choice([None, life.office(), life.office()]),
        },
    ),
    "hold": lambda life, case: (
        life.lead(case) or life.cast.verifier,
        {"question": "Di mana?"},
    ),
    "decline": _by("verifier", reason="Bukan.", remedy="Keberatan."),
    "reply": _citizen(text="Di sini."),
    "lapse": lambda life, case: (CLOCK, {}),
    "withdraw": _citizen(reason="Sudah beres."),
    "correct": lambda life, case: (
        life.cast.dispatcher,
        {"category": builders.category(life.rng.choice(CATEGORIES))},
    ),
    "accept": _lead(),
    "accept_help": lambda life, case: (life.helper(case), {}),
    "done": lambda life, case: (life.helper(case), {"note": "Sudah."}),
    "coordinate": _to("lead", reason="Tugasnya."),
    "assign": _to("dispatcher", reason="Tugasnya."),
    "dispose": lambda life, case: (
        life.lead(case),
        {"to": agency(builders.BRANCH), "instruction": "Kerjakan."},
    ),
    "give_back": _lead(reason="Bukan kami."),
    "recall": _by("dispatcher", reason="Keliru."),
    "add_support": _to("dispatcher", instruction="Bantu."),
    "drop_support": lambda life, case: (
        life.cast.dispatcher,
        {"of": life.rng.choice(case.supporting).agency if case.supporting else None, "reason": "-"},
    ),
    "answer": _lead(text="Jawabannya begini."),
    "extend": lambda life, case: (
        life.lead(case),
        {"days": life.rng.randint(1, 9), "reason": "Hujan."},
    ),
    "grant": _by("governor"),
    "hear": lambda life, case: (CLOCK, {}),
    "rule": _to("dispatcher", reason="Putusan."),
    "refer": lambda life, case: (
        life.cast.dispatcher,
        {"institution": Institution.objects.first(), "reason": "Nasional."},
    ),
    "merge": lambda life, case: (life.cast.dispatcher, {"into": life.other.report}),
    "unmerge": _by("dispatcher", reason="Ternyata lain."),
    "progress": _lead(text="Sedang dikerjakan."),
    "resolve": _resolve,
    "schedule": _schedule,
    "validate": _by("validator"),
    "reject_followup": _reject,
    "rate": lambda life, case: (REPORTER, {"stars": life.rng.randint(1, 5), "reason": "Begitu."}),
    "reopen": _citizen(reason="Belum beres."),
    "close": lambda life, case: (CLOCK, {}),
    "object_to": _citizen(reason="Tidak setuju."),
    "overturn": _by("other_verifier", reason="Benar."),
    "uphold": _by("other_verifier", reason="Tetap."),
    "peer_answer": _by("dispatcher", text="Dijawab."),
    "peer_return": _by("dispatcher", reason="Bukan.", proposal="Kota."),
}
