"""Small files, complete texts, no word of another place."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tanggap.ops import texts

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, tracked or new; without git, those of the folders we know."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_no_file_is_long() -> None:
    sources = [
        path
        for path in tracked("*.py", "*.ts", "*.scss", "*.html", "*.mjs")
        if "migrations" not in path.parts
    ]
    assert len(sources) > 100
    long = {path.name: n for path in sources if (n := path.read_text().count("\n")) > MOST_LINES}
    assert long == {}


def test_translations_are_complete() -> None:
    assert texts.problems() == []


@pytest.mark.parametrize("word", ["python" + "hosted", "npmjs" + ".org", "registry" + ".npm"])
def test_no_registry_is_named(word: str) -> None:
    naming = [path.name for path in tracked() if word.encode() in path.read_bytes()]
    assert naming == []
