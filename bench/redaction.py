"""Masking of private details, measured on hand-labelled texts: what is caught, what masked in vain.

`tuned` and `develop` may be looked at while rules change; `held`, `unseen` and `later` may not, so
only they say how good the rules are. See tests/publishing/labelled/README.md.
"""

from __future__ import annotations

import os
import time

import django

from bench import _labelled as labelled
from bench._instance import verdict

LEAST_RECALL = 0.9
LEAST_PRECISION = 0.9
SETS = {
    "tuned": "seen while rules were made",
    "develop": "seen while rules were made, as residents type",
    "held": "an ordinary mix",
    "unseen": "as residents type",
    "later": "made to break the rules",
}
MOST_GROWTH = 3.0  # the time of twice as long a text, as a share of its half


def main() -> int:
    """Print recall and precision by kind; 1 when a promise is broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.project.settings")
    django.setup()
    for name, what in SETS.items():
        _print(f"{name} ({what})", labelled.read(name))
    held = [text for name in labelled.HELD_BACK for text in labelled.read(name)]
    score = labelled.measure(held)
    kept = [
        verdict("recall of all that is held", score.recall(), least=LEAST_RECALL),
        verdict("precision of all that is held", score.precision(), least=LEAST_PRECISION),
        verdict("time of twice as long a text", _growth(held), most=MOST_GROWTH),
    ]
    return 0 if all(kept) else 1


def _print(name: str, texts: list[labelled.Labelled]) -> None:
    score = labelled.measure(texts)
    plain = sum(not text.spans for text in texts)
    print(f"{name}: {len(texts)} texts, {plain} of them with nothing private")
    for kind in sorted(score.labelled | score.masked, key=lambda kind: (kind == "all", kind)):
        print(
            f"      {kind:8} recall {score.recall(kind):.3f} of {score.labelled[kind]:3}"
            f"   precision {score.precision(kind):.3f} of {score.masked[kind]:3}"
        )
    signs = score.signs
    print(
        f"      letters and digits: recall {signs['both'] / signs['labelled']:.3f}"
        f"   precision {signs['both'] / signs['masked']:.3f}"
    )


def _growth(texts: list[labelled.Labelled]) -> float:
    text = " ".join(text.text for text in texts)[:10_000]
    times = [min(_seconds(text[:length]) for _ in range(5)) for length in (5_000, 10_000)]
    usual = [text.text for text in texts if 150 <= len(text.text) <= 250]
    each = sum(min(_seconds(text) for _ in range(5)) for text in usual) / len(usual)
    print(f"      10,000 characters: {times[1] * 1000:.0f} ms; about 200: {each * 1000:.2f} ms")
    return times[1] / times[0]


def _seconds(text: str) -> float:
    from tanggap.publishing.redaction import redact

    start = time.perf_counter()
    redact(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
