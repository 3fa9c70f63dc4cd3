"""Ready texts with facts in braces, `{nomor}`. Pure: nothing else in the text has a meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping

FACTS = ("nomor", "judul", "tempat", "kategori", "instansi", "tanggal")
_FACT = re.compile(r"\{(\w{1,20})\}")


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`text` with its facts put in; one that is empty or unknown stays as it is, to be seen."""
    return _FACT.sub(lambda found: facts.get(found[1]) or found[0], text)


def unknown(text: str) -> list[str]:
    """The names in braces that are no facts, in the order in which they stand."""
    return [name for name in dict.fromkeys(_FACT.findall(text)) if name not in FACTS]
