"""What somebody wrote, without what she answers to: her program puts our mail below her words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from mailparser_reply import EmailReplyParser

from tanggap.lib.text import clean

LONGEST = 20_000  # more was never typed by hand, and the patterns below are slow on it
# "Pada Sen, 23 Nov 2026 pukul 10.11 Tanggap <...> menulis:", on one line or wrapped: from the
# last line before it that begins so, for her own words may begin with "Pada" too.
_WROTE = r"^[> ]*{0}\b(?:(?!\n\n|\n[> ]*{0}\b)[\s\S]){{0,400}}?\b(?:menulis|wrote) ?:"
# Blocks of headers, as Outlook and Yahoo have them.
_HEADS = (
    r"^[* ]*(?:Dari|From) ?:[^\n]*\n(?:[* ]*(?:Dikirim|Sent|Kepada|To|Tanggal|Date|Cc"
    r"|Subjek|Perihal|Judul|Subject) ?:[^\n]*\n?){2,}"
)
_LINES = r"^-{2,} ?(?:Pesan asli|Pesan terusan|Original Message|Forwarded message) ?-{2,}"
_PHONE = r"^(?:Dikirim dari|Terkirim dari|Sent from|Get Outlook|Dapatkan Outlook)\b[^\n]{0,80}$"
_QUOTES = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        _WROTE.format("Pada"),
        _WROTE.format("On"),
        _HEADS,
        _LINES,
        r"^_{20,}\s*$",
        _PHONE,
    )
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[^\S\n]*>.*$", re.MULTILINE)


def own_words(text: str) -> str:
    """The newest words of a plain mail, cleaned."""
    text = clean(text[:LONGEST])
    ends = [found.start() for one in _QUOTES if (found := one.search(text))]
    if found := _SIGNATURE.search(text):
        ends.append(found.start())
    kept = text[: min(ends)] if ends else text
    bare = _QUOTED_LINE.sub("", EmailReplyParser(languages=["en"]).parse_reply(kept) or "")
    return clean(bare)


def text_of(html: str) -> str:
    """The words of an HTML mail, up to where the quoted one begins."""
    reader = _Reader()
    reader.feed(html[: 5 * LONGEST])
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Stops where programs mark what they quote."""

    MARKS = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote")
    IDS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")
    HIDDEN = ("style", "script", "head", "title")
    BREAKS = ("br", "p", "div", "li", "tr", "h1", "h2", "h3")

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_over = False
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: (value or "").lower() for name, value in attrs}
        is_mark = any(mark in said.get("class", "") for mark in self.MARKS)
        self.is_over |= tag == "blockquote" or is_mark or said.get("id", "") in self.IDS
        self.hidden += tag in self.HIDDEN
        if tag in self.BREAKS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self.HIDDEN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        self._add(" ".join(data.split(" ")) if data.strip() else " ")

    def _add(self, text: str) -> None:
        if not self.is_over and not self.hidden:
            self.parts.append(text)
