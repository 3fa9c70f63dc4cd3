"""Names of areas as people write them, reduced to one spelling to compare by."""

from __future__ import annotations

import re
import unicodedata

# What people write before a name; the longest first.
_TITLES = re.compile(
    r"^(?:(?:provinsi|prov|kota administrasi|kota adm|kabupaten administrasi|kabupaten adm"
    r"|kab administrasi|kab adm|kota|kabupaten|kab|kecamatan|kec|kelurahan|kel|desa|ds)\s+)+"
)
MOST = 2_000  # characters
_NOT_WORD = re.compile(r"[\W_]+")


def words(text: str) -> str:
    """Lower-case words, one space between: "Kel. Kebon-Jeruk" -> "kel kebon jeruk"."""
    plain = unicodedata.normalize("NFKD", text[:MOST]).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain).strip()


def key(text: str) -> str:
    """The name alone, without title and spaces: "Kel. Kebon Jeruk" -> "kebonjeruk"."""
    plain = words(text)
    return (_TITLES.sub("", plain) or plain).replace(" ", "")


def code(text: str) -> str:
    """A ministry code in its dotted form, or "" if the text isn't one.

    "3171011001", "31.71.01.1001" and 3171011001.0 (from spreadsheets) are the same village.
    """
    digits = text.strip().removesuffix(".0").replace(".", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (2, 4, 6, 10):
        return ""
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)
