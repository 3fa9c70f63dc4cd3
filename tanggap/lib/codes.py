"""Report numbers people read aloud, follow-up codes they keep secret, tokens in links."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date

# Crockford's base 32: without I, L, O and U, so nothing can be misread or spell a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 11  # 5 bits each: 55 bits, and one more character to check them
GROUP = 4
COUNTER_WIDTH = 4
TOKEN_BYTES = 24

_VALUE = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SEPARATORS = re.compile(r"[\s\-‐-―._/#:]+")
_READ_AS_DIGIT = str.maketrans("OIL", "011")


class BadCode(ValueError):
    """What was typed can't be one of ours: wrong length, sign or check character."""


@dataclass(frozen=True, slots=True)
class Number:
    """The pieces of a report number, such as JK 2026-11-23 342."""

    prefix: str
    day: date
    counter: int

    def __str__(self) -> str:
        return report_number(self.prefix, self.day, self.counter)


def report_number(prefix: str, day: date, counter: int) -> str:
    """Return prefix + yymmdd + counter, padded to four digits and wider after 9999."""
    if counter < 1:
        raise ValueError("counters begin at 1")
    return f"{prefix}{day:%y%m%d}{counter:0{COUNTER_WIDTH}d}"


def parse_number(typed: str, *, prefix: str) -> Number:
    """Return the number somebody typed; raises `BadCode`.

    Spaces, dashes, lower case, a missing prefix and the letter O for a zero are forgiven.
    """
    plain = _SEPARATORS.sub("", typed).upper().removeprefix(prefix.upper())
    digits = plain.translate(_READ_AS_DIGIT)
    found = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4}|[1-9][0-9]{4,8})", digits)
    if not found:
        raise BadCode("not a report number")
    year, month, day, counter = (int(piece) for piece in found.groups())
    try:
        when = date(2000 + year, month, day)
    except ValueError as error:
        raise BadCode("no such day") from error
    if counter < 1:
        raise BadCode("counters begin at 1")
    return Number(prefix, when, counter)


def normalise_number(typed: str, *, prefix: str) -> str:
    """Return the number as it is stored, from whatever somebody typed; raises `BadCode`."""
    return str(parse_number(typed, prefix=prefix))


def new_code() -> str:
    """Return a fresh follow-up code in the form people keep: XXXX-XXXX-XXXX, 55 random bits."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return format_code(body + _check(body))


def derive_code(seed: bytes) -> str:
    """Return the code that belongs to `seed` (at least 7 secret, evenly spread bytes).

    For doors that may receive the same thing twice and must print the same receipt twice.
    """
    if len(seed) * 8 < CODE_LENGTH * 5:
        raise ValueError("too few bits for a code")
    bits = int.from_bytes(seed[:7], "big")
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(CODE_LENGTH))
    return format_code(body + _check(body))


def format_code(plain: str) -> str:
    """Return the code in groups of four."""
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))


def normalise_code(typed: str) -> str:
    """Return the twelve characters of a typed code without dashes; raises `BadCode`.

    Lower case, separators and O, I, L for 0, 1, 1 are forgiven; one wrong or two swapped
    neighbouring characters are noticed.
    """
    plain = _SEPARATORS.sub("", typed).upper().translate(_READ_AS_DIGIT)
    if len(plain) != CODE_LENGTH + 1 or not set(plain) <= set(ALPHABET):
        raise BadCode("not a follow-up code")
    if _check(plain[:-1]) != plain[-1]:
        raise BadCode("a character is wrong")
    return plain


def code_hash(typed: str, *, key: bytes) -> bytes:
    """Return the 32 bytes under which a code is stored; raises `BadCode`.

    Keyed, so that a stolen table alone can't be searched; the code itself is never stored.
    """
    plain = normalise_code(typed).encode()
    return hmac.new(key, b"tanggap-code-1:" + plain, hashlib.sha256).digest()


def is_same(one: bytes, other: bytes) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one, other)


def new_token() -> str:
    """Return a random token for a secret link: 192 bits, safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """Return the 32 bytes under which a token is stored; its own randomness is key enough."""
    return hashlib.sha256(b"tanggap-token-1:" + token.encode()).digest()


def _check(body: str) -> str:
    """Return the check character: ISO 7064 MOD 32,2 style doubling over GF(32).

    Powers of a generator of GF(32) weigh the places, so each single error and each swap of
    two different characters changes the sum.
    """
    total = 0
    for letter in body:
        total = _double(total) ^ _VALUE[letter]
    return ALPHABET[_double(total)]


def _double(value: int) -> int:
    shifted = value << 1
    return shifted ^ 0b100101 if shifted & 0b100000 else shifted
