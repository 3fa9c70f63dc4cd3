"""The interface's texts: every marked one is found and translated.

Indonesian is the language of the source; `locale/en` holds the English. gettext's own programs
are not needed: templates are read by Django, everything else by Babel; the build compiles.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tanggap"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, None] = dict.fromkeys(
    ("_", "gettext", "gettext_lazy", "lazy", "ngettext", "ngettext_lazy", "pgettext")
)

# No dates, so that an update without a change changes nothing.
HEADER = r"""# English texts of Tanggap. The texts of the source are Indonesian.
msgid ""
msgstr ""
"Project-Id-Version: tanggap\n"
"Language: en\n"
"Language-Team: Tanggap\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

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
        yield path, _as_python(path.read_text(), origin=str(path))


def _as_python(template: str, *, origin: str) -> str:
    """What a template marks, as calls that Python's own reader takes: indentation means nothing."""
    lines = templatize(template, origin=origin).splitlines()
    return "\n".join(line.lstrip() for line in lines)


def _texts(source: str) -> Iterator[tuple[int, Text]]:
    stream = io.BytesIO(source.encode())
    for line, _function, messages, _comments in extract_python(stream, KEYWORDS, [], {}):
        both: tuple[object, ...] = (
            (messages,) if isinstance(messages, str) else tuple(messages)  # type: ignore[unreachable]
        )
        texts = [text for text in both if isinstance(text, str) and text]
        if texts:
            yield line, (texts[0], texts[1] if len(texts) > 1 else "")


def update() -> int:
    """Bring the catalogue in step with the source. Returns how many texts lack a translation."""
    old, new = _load(), Catalog(locale="en", charset="utf-8", fuzzy=False)
    for (singular, plural), places in sorted(marked().items()):
        before = old.get(singular)
        files = [(name, 0) for name in dict.fromkeys(place.rsplit(":", 1)[0] for place in places)]
        message_id = (singular, plural) if plural else singular
        empty = ("", "") if plural else ""
        # A text that has become a plural, or ceased to be one, is translated anew.
        is_kept = before is not None and isinstance(before.id, str) != bool(plural)
        new.add(message_id, before.string if before and is_kept else empty, locations=files)
    _save(new)
    return sum(not _is_translated(message) for message in new if message.id)


def problems() -> list[str]:
    """What keeps the English from being complete; empty when it is."""
    known = {_singular(message): message for message in _load() if message.id}
    texts = marked()
    missing = [
        f"{places[0]}: not in the catalogue: {text[0]!r}"
        for text, places in texts.items()
        if text[0] not in known
    ]
    empty = [f"not translated: {name!r}" for name, m in known.items() if not _is_translated(m)]
    wrong = [f"other placeholders: {name!r}" for name, m in known.items() if _differs(m)]
    unused = [f"not used: {name!r}" for name in known.keys() - {text[0] for text in texts}]
    return [*missing, *empty, *wrong, *unused]


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _is_translated(message: Message) -> bool:
    return all(_strings(message)) and not message.fuzzy


def _differs(message: Message) -> bool:
    """Whether a translation lacks a named placeholder of its text, or has another."""
    translated = _strings(message)[-1]
    return bool(translated) and _names(_singular(message)) != _names(translated)


def _names(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def _load() -> Catalog:
    if not CATALOGUE.exists():
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def _save(catalogue: Catalog) -> None:
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(
            file, catalogue, width=96, sort_output=True, include_lineno=False, omit_header=True
        )
