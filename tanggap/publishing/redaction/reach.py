"""Ways to reach a person over the net, and exact positions: links, mails, accounts, coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tanggap.publishing.redaction.pack import own_addresses
from tanggap.publishing.redaction.reading import lowered

_LINK = re.compile(
    r"(?=[hwmiftlxya])(?<![\w.@])(?:https?://)?(?:(?:www|m|web|id-id)\.)?"
    r"(?:(?:instagram|facebook|fb|tiktok|twitter|linkedin|threads)\.(?:com|net)|x\.com|youtu\.be"
    r"|youtube\.com|t\.me|wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|line\.me|fb\.me)/[^\s\x00]+"
)
_MAP = re.compile(
    r"(?=[hwmguo])(?<![\w.@])(?:https?://)?(?:(?:www\.|maps\.)?google\.(?:com|co\.id)/(?:maps|\?q=)"
    r"|maps\.google\.[a-z.]{2,6}/|goo\.gl/maps|maps\.app\.goo\.gl|(?:www\.|ul\.)?waze\.com"
    r"|(?:www\.)?openstreetmap\.org)[^\s\x00]*"
)
_POINT = re.compile(
    r"(?=[-\d])(?<![\d.,])-?\d{1,2}[.,]\d{4,15}\s{0,2}[,;/ ]\s{0,2}1[0-4]\d[.,]\d{4,15}(?!\d)"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
# Spelled out: from the sign on, and what stands before it. The sign is rarer than words are.
_SPELLED_DOMAIN = re.compile(
    r"(?=[\[(@ae])(?:[\[(]\s?(?:at|et|@)\s?[\])]|\b(?:at|et)\b|@)\s{0,2}[\w-]{2,20}"
    r"\s{0,2}(?:[\[(]\s?(?:dot|titik|\.)\s?[\])]|\b(?:dot|titik)\b|\.)\s{0,2}(?:com|co|id|net|org)\b"
    r"(?:\s{0,2}(?:\b(?:dot|titik)\b|\.)\s{0,2}id\b)?"
)
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{2,40}\s{0,2}\Z")
_LONGEST_MAILBOX = 44  # with the blanks behind it
_HANDLE = re.compile(r"@(?<![\w@/.]@)[A-Za-z_][\w.]{1,29}(?<!\.)")
# Without the sign it is an account only where a network is named and the word looks like none.
_BARE_HANDLE = re.compile(
    r"(?=[itlf])\b(?:ig|instagram|tiktok|twitter|telegram|line|fb|facebook)"
    r"(?:\s?(?:saya|sy|aku|gw|gue|nya|dia|pelaku)?\s?[:=]\s?|(?:nya)?\s(?:(?:saya|sy|aku|gw|gue|nya|dia|pelaku)\s)?"
    r"(?=[a-z]{1,28}[_\d]))"
    r"((?=[a-z\d]{0,28}[_.\d][a-z\d])[a-z][\w.]{2,28}\w)"
)
_CLOSING = ".,;:!?)]}'\""


def links(text: str) -> Iterator[tuple[int, int]]:
    """Addresses of pages and chats that are somebody's own."""
    if "." in text:
        for match in _LINK.finditer(lowered(text)):
            if match.group().rstrip(_CLOSING + "/").rpartition("/")[2].lower() not in _accounts():
                yield match.start(), match.start() + len(match.group().rstrip(_CLOSING))


def places(text: str) -> Iterator[tuple[int, int]]:
    """Exact positions: pairs of degrees and links into a map."""
    low = lowered(text)
    for pattern in (_MAP, _POINT):
        for match in pattern.finditer(low):
            yield match.start(), match.start() + len(match.group().rstrip(_CLOSING))


def emails(text: str) -> Iterator[tuple[int, int]]:
    """E-mail addresses, also those spelled out, but the institution's own."""
    for match in _MAIL.finditer(text) if "@" in text else ():
        if match.group().lower() not in own_addresses():
            yield match.span()
    low = lowered(text)
    for match in _SPELLED_DOMAIN.finditer(low):
        from_ = max(0, match.start() - _LONGEST_MAILBOX)
        box = _MAILBOX.search(low, from_, match.start())
        if box and low[box.start() : match.end()] not in own_addresses():
            yield box.start(), match.end()


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Accounts in social networks, but the institution's own."""
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if match.group()[1:].lower() not in _accounts():
                yield match.span()
    for match in _BARE_HANDLE.finditer(lowered(text)):
        yield match.span(1)


def _accounts() -> set[str]:
    return {address.lstrip("@") for address in own_addresses()}
