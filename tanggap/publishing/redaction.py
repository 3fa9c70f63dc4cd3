"""Masking of what gives a person away in public text: numbers, addresses, plates, house numbers.

Masks are visible, so that a reader knows that something stood there.
"""

from __future__ import annotations

import re

MASK = "[disamarkan]"

# A report's own number is public, and would otherwise look like a long number.
_REPORT_NUMBER = r"JK\d{10,}"
_RULES = (
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # e-mail
    r"(?<!\d)\d{16}(?!\d)",  # national identity number, family card
    r"(?:\+62|(?<!\d)62|(?<!\d)0)[\s.-]?8(?:[\s.-]?\d){7,11}(?!\d)",  # mobile
    r"(?:\(0\d{2,3}\)|(?<!\d)0\d{2,3})[\s.-]?\d{3,4}[\s.-]?\d{3,4}(?!\d)",  # landline
    r"\b(?!R[TW]\b)[A-Z]{1,2}\s?\d{1,4}\s?(?!R[TW]\b|KM\b|CM\b)[A-Z]{1,3}\b",  # number plate
    r"\b(?i:no(?:mor)?|nmr|blok)\.?\s*(?:rumah\s*)?[A-Z]{0,2}\s?\d{1,4}[A-Za-z]?(?:/\d{1,4})?\b",
    r"\b(?i:a\.?n\.?|atas nama|nama saya)\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,3}",
    r"\b(?:Pak|Bu|Bapak|Ibu|Sdr|Sdri)\.?\s+(?!RT|RW|Lurah|Camat|Gubernur|Wali)[A-Z][a-z]+"
    r"(?:\s+[A-Z][a-z]+){0,2}",
)
_PATTERN = re.compile(f"({_REPORT_NUMBER})|" + "|".join(f"(?:{rule})" for rule in _RULES))


def redact(text: str) -> str:
    """The text with personal details masked; running it twice changes nothing more."""
    return _PATTERN.sub(lambda match: match.group(1) or MASK, text)
