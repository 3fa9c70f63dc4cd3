"""The interface's texts: every marked one is found and translated.

Indonesian is the language of the source; `locale/en` holds the English. gettext's own programs
are not needed: templates are read by Django, Python by Babel, catalogues by polib; the build compiles them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tanggap"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, None] = dict.fromkeys(
    ("_", "gettext", "gettext_lazy", "lazy", "ngettext", "ngettext_lazy", "pgettext")
)

# (singular, plural or ""); the place is "package/file.py:12"
Text = tuple[str, str]


def marked() -> dict[Text, list[str]]:
    """Every text marked for translation, with the places that use it."""
    found: dict[Text, list[str]] = {}
    for path, source in _sources():
        for line, text in _texts(source):
            found.setdefault(text, []).append(f"{path.relative_to(ROOT)}:{line}")
    return found


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text()
    for path in sorted(PACKAGE.rglob("*.html")):
        yield path, templatize(path.read_text(), origin=str(path))


def _texts(source: str) -> Iterator[tuple[int, Text]]:
    stream = io.BytesIO(source.encode())
    for line, _function, messages, _comments in extract_python(stream, KEYWORDS, [], {}):
        both = (messages,) if isinstance(messages, str) else tuple(messages)
        texts = [text for text in both if isinstance(text, str) and text]
        if texts:
            yield line, (texts[0], texts[1] if len(texts) > 1 else "")


def update() -> int:
    """Bring the catalogue in step with the source. Returns how many texts lack a translation."""
    catalogue = _load()
    texts = marked()
    for text, places in texts.items():
        entry = catalogue.find(text[0]) or _add(catalogue, text)
        entry.obsolete = False
        files = dict.fromkeys(place.rsplit(":", 1)[0] for place in places)
        entry.occurrences = [(name, "") for name in files]
    known = {text[0] for text in texts}
    for entry in [entry for entry in catalogue if entry.msgid not in known]:
        catalogue.remove(entry)
    catalogue.sort(key=lambda entry: entry.msgid)
    catalogue.save(str(CATALOGUE))
    return len(catalogue.untranslated_entries())


def _add(catalogue: polib.POFile, text: Text) -> polib.POEntry:
    entry = polib.POEntry(msgid=text[0], msgid_plural=text[1])
    if text[1]:
        entry.msgstr_plural = {0: "", 1: ""}
    catalogue.append(entry)
    return entry


def problems() -> list[str]:
    """What keeps the English from being complete; empty when it is."""
    catalogue = _load()
    known = {entry.msgid: entry for entry in catalogue if not entry.obsolete}
    texts = marked()
    missing = [
        f"{places[0]}: not in the catalogue: {text[0]!r}"
        for text, places in texts.items()
        if text[0] not in known
    ]
    empty = [f"not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    wrong = [f"other placeholders: {entry.msgid!r}" for entry in catalogue if _differs(entry)]
    unused = [f"not used: {msgid!r}" for msgid in known.keys() - {text[0] for text in texts}]
    return [*missing, *empty, *wrong, *unused]


def _differs(entry: polib.POEntry) -> bool:
    """Whether a translation lacks a named placeholder of its text, or has another."""
    translated = entry.msgstr or entry.msgstr_plural.get(1, "")
    return bool(translated) and _names(entry.msgid_plural or entry.msgid) != _names(translated)


def _names(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def _load() -> polib.POFile:
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=96)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile(wrapwidth=96)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue
