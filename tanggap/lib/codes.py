"""Follow-up codes that people keep and type, and report numbers as they type them."""

from __future__ import annotations

import hashlib
import re

# Crockford's base 32: without I, L, O and U, so nothing can be misread or spell a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # of 32 signs: 60 bits
GROUP = 4
SEED_BYTES = 8

_READ_AS_DIGIT = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\W_]+")


def derive(seed: bytes) -> str:
    """The code that belongs to `seed` (at least 8 secret, evenly spread bytes): 7K3M-0QXZ-9RTV."""
    if len(seed) < SEED_BYTES:
        raise ValueError("too few bits for a code")
    bits = int.from_bytes(seed[:SEED_BYTES], "big")
    signs = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str:
    """A code as people type it: any case, with or without dashes, O for 0 and I or L for 1."""
    return plain(typed).translate(_READ_AS_DIGIT)[: 4 * LENGTH]


def hashed(code: str) -> bytes:
    """What is stored of a code: SHA-256 (32 bytes). The code has 60 bits of its own."""
    return hashlib.sha256(normalise(code).encode()).digest()


def plain(typed: str) -> str:
    """A report's number (or a code) without blanks and dashes, in capitals."""
    return _SEPARATORS.sub("", typed).upper()
