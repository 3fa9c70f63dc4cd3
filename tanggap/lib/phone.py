"""Indonesian telephone numbers as people write them, in the one form that is stored."""

import re

COUNTRY = "62"
_SIGNS = re.compile(r"[\s().\-/‐-―]+")
# After the country code: mobile 8xx with 9 to 12 digits, fixed area code and number 8 to 11.
_MOBILE = re.compile(r"8[1-9][0-9]{7,10}")
_FIXED = re.compile(r"(?:2[1-9]|[3-7][0-9]|9[0-9])[0-9]{6,9}")
_FOREIGN = re.compile(r"[1-9][0-9]{6,14}")


class BadPhone(ValueError):
    """What was typed can't be a telephone number that we could reach."""


def normalise(typed: str) -> str:
    """Return the number as "+6281234567890"; raises `BadPhone`.

    0812..., 62812..., +62 812..., +62 (0)812... and 812... are one number. Numbers of other
    countries need their "+" or "00".
    """
    plain = _SIGNS.sub("", typed.strip())
    is_abroad = plain.startswith(("+", "00"))
    digits = plain.removeprefix("+") if plain.startswith("+") else plain.removeprefix("00")
    if not (digits.isascii() and digits.isdigit()):
        raise BadPhone("not a telephone number")
    if is_abroad and not digits.startswith(COUNTRY):
        return _foreign(digits)
    return f"+{COUNTRY}{_national(digits)}"


def is_mobile(number: str) -> bool:
    """Whether a normalised number is an Indonesian mobile one, which can get an SMS."""
    return bool(_MOBILE.fullmatch(number.removeprefix(f"+{COUNTRY}"))) and _is_ours(number)


def pretty(number: str) -> str:
    """Return a normalised number as people here read it: 0812-3456-7890; others unchanged."""
    if not _is_ours(number):
        return number
    local = "0" + number.removeprefix(f"+{COUNTRY}")
    if not is_mobile(number):
        return local
    return "-".join([local[:4], local[4:8], local[8:]])


def masked(number: str) -> str:
    """Return the number with only its end readable, for telling one's own numbers apart."""
    return "•" * (len(number) - 3) + number[-3:]


def _is_ours(number: str) -> bool:
    return number.startswith(f"+{COUNTRY}")


def _national(digits: str) -> str:
    rest = digits.removeprefix(COUNTRY) if len(digits) > 9 else digits
    rest = rest.removeprefix("0")
    if not (_MOBILE.fullmatch(rest) or _FIXED.fullmatch(rest)):
        raise BadPhone("not an Indonesian number")
    return rest


def _foreign(digits: str) -> str:
    if not _FOREIGN.fullmatch(digits):
        raise BadPhone("not an international number")
    return f"+{digits}"
