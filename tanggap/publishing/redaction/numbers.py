"""Numbers that belong to one person: telephones, papers, accounts, plates, doors, birthdays.

Each pattern begins with the signs it can begin with, so that a search passes every other place at
once; those that don't care for capitals read the text in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tanggap.publishing.redaction import lists
from tanggap.publishing.redaction.pack import own_addresses, services
from tanggap.publishing.redaction.reading import lowered

Found = Iterator[tuple[int, int]]

# One digit of a telephone number, also a letter like it in its place; signs that part digits.
_D = r"(?:\d|[oOlI](?![^\W\d_]))"
# The eighth of a month, eight o'clock till another hour.
_DATE = r"0?8[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)|0?8[.:][0-5]\d[\s-]{1,3}[0-2]?\d[.:][0-5]\d"
_PHONE = re.compile(
    r"(?=[(+06oO])(?:"
    r"(?:(?<=wa)|(?<=hp)|(?<=WA)|(?<=HP)|(?<![^\W_]))"
    rf"(?!{_DATE})(?:\(?\+\s?62\)?|62|[0oO])[\s.()-]{{0,2}}8"
    rf"(?:(?:[\s.()/_–-]{{0,2}}|\s[–-]\s){_D}){{7,12}}(?!\d)"
    r"|(?:\(0\d{2,3}\)|(?<![\w.,/-])0(?:2\d{1,2}|[3-79]\d{2}))[\s.-]{0,3}\d{3,4}[\s.-]?\d{3,4}(?![\d/])"
    r"|(?<![\w+.])62[\s.-]2\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{3,4}(?!\d)"
    r"|(?<![\w+])\+\d{1,3}(?:[\s.()-]{0,2}\d){7,13}(?!\d))"
)
_DIGIT_WORD = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan)"
_SPELLED_PHONE = re.compile(
    rf"(?=[nk])\b(?:nol|kosong)[\s,-]{{1,2}}(?:de)?lapan(?:[\s,-]{{1,2}}{_DIGIT_WORD}\b){{7,12}}"
)

_SIXTEEN = re.compile(r"\d(?<!\w\d)(?:[ .-]?\d){15}(?![\d])")
_LONG = re.compile(r"\d(?<![\w.,]\d)\d{9,19}(?!\d)")
_TAX = re.compile(r"\d(?<!\w\d)\d[. ]?\d{3}[. ]?\d{3}[. ]\d(?:\d{2})?[-. ]\d{3}[. ]\d{3}(?!\d)")
_PASSPORT = re.compile(r"[A-CEXY](?<!\w.)\s?\d{7}(?!\w)")
_PAPER = re.compile(
    r"(?=[rnbmkjpasgodi])\b(?:rek(?:ening)?|norek|bca|bri|bni|bsi|btn|mandiri|bank\sdki|bpjs|jkn|nik|k\.?t\.?p|kk|npwp|sim|"
    r"pasp?o?r?t?|passport|kartu\skeluarga|rekam\smedis|rm|account|acc|a/c|gopay|ovo|dana|nisn|nip|nop|id\spelanggan|id\spel)\b"
    r"[^\w\n\x00]{0,3}(?:(?:[a-z]{1,10}[.:]?[^\w\n\x00]{1,3}){0,3})"
    r"(\d(?:[ .-]?\d){6,20}|\d{2}(?:-\d{2}){3})(?!\d)"
)
_MONEY = re.compile(r"(?:rp|idr)\.?\s?$", re.IGNORECASE)

_PLATE_AREAS = (
    "A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNRTW]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N|P[ABG]?|R|S|T|W|Z"
)
_UNITS = (
    "rt|rw|km|cm|mm|kg|gr|ha|kk|wib|wita|wit|am|pm|th|thn|bln|jt|rb|ribu|buah|ton|lt|mtr|kwh|kva"
)
_LITTLE_WORDS = (
    "di|ke|ya|yg|dan|nya|ini|itu|ada|dgn|dr|jam|pas|sd|bus|los|pak|bu|dpn|org|x|m|l|s|d|a|b"
)
_PLATE = re.compile(
    rf"(?=[A-Z])(?<!\w)(?<!\d/)(?:{_PLATE_AREAS})[\s.-]?(?=[\dO]{{1,4}}[\s.-]?[A-Z])(?=\D?O?\d)[\dO]{{1,4}}[\s.-]?"
    rf"(?!(?i:{_UNITS})\b(?:\W{{0,2}}\d|\s*$)|(?i:km|cm|mm|kg|wib|kk)\b)[A-Z]{{1,3}}(?![\w])"
)
_SMALL_PLATE = re.compile(
    rf"(?=[a-z])(?<![\w/.])(?:{_PLATE_AREAS.lower()})[\s.-]?\d{{3,4}}[\s.-]?"
    rf"(?!(?:{_UNITS}|{_LITTLE_WORDS})\b)[a-z]{{1,3}}(?![\w])"
)
# Behind the word for it, a plate may want its last letters, or have few digits and small letters.
_SAID_PLATE = re.compile(
    r"(?=[pn])\b(?:pelat|plat|nopol|no\.?\s?pol)(?:nya)?(?:\s(?:nomor|nomer|no|mobil|motor))?[\s:.]{1,3}"
    rf"((?:{_PLATE_AREAS.lower()})[\s.-]?\d{{1,4}}(?:[\s.-]?(?!(?:{_UNITS}|{_LITTLE_WORDS})\b)[a-z]{{1,3}})?)\b"
)
_BLOCK = re.compile(
    r"\b(?:blok|block|tower|menara|gedung|kelas|lantai|bus|rute|koridor|gate)\s$", re.I
)

# A door: the word and its number. The words before it say when it is no door.
_NO = r"(?:no(?:m[oe]r(?:nya)?)?[.:]?|nmr\.?|№|kav(?:ling|\.)?)"
_HOUSE = re.compile(
    rf"(?=[btmunk№])(?:\bblok\.?\s?(?:[a-z]{{1,2}}[\s./-]?\d{{0,3}}|[ivx]{{1,4}})[\s,]{{0,2}}"
    rf"(?:{_NO}|/)\s?\d{{1,4}}(?:\s?[a-z]\b)?(?:/\d{{1,3}})?(?!\w)"
    rf"|\bblok\.?\s?[a-z]{{1,2}}[\s./-]?\d{{1,3}}[a-z]?(?:/\d{{1,3}})?\b"
    r"|\b(?:tower|twr|menara)\s[a-z]{1,15}\s(?:unit\s(?:no\.?\s?)?|lt\.?\s?\d{1,2}\s(?:no\.?\s?)?)"
    r"[a-z]{0,2}[/-]?\d{1,4}[a-z]{0,2}\b"
    r"|\bunit\s(?:no\.?\s)?(?:\d{1,2}/?[a-z]{1,2}/?\d{0,2}|[a-z]{1,2}[/-]?\d{2,4})\b"
    rf"|\b{_NO}\s?(?:rumah\s?)?(?!(?:id|hp|wa|rt|rw|uu|pp|sk)\b)[a-z]{{0,2}}[\s.-]?\d{{1,4}}"
    r"(?:\s?[a-z])?(?:[/-]\d{1,3})?\b)"
)
_CORNER = re.compile(  # of an estate, without a word: C-12, A2/17
    r"(?=[A-Z])(?<=[A-Za-z] )(?:[A-Z]{1,2}[-/]?\d{1,2}/\d{1,3}|[A-Z]{1,2}-\d{1,3})\b(?![-/])"
)
# Behind a street without the word: with a letter, or before the neighbourhood.
_STREET_HOUSE = re.compile(
    r"(?=[jg])\b(?:jl|jln|jalan|gang|gg)\.?\s(?![a-z]\s\d)(?:[^\W\d_]{1,20}\.?\s){1,5}"
    r"(\d{1,4}(?:\s?[a-h]\b|(?=[,\s]{1,2}rt\b)))"
)
_AFTER_NO_HOUSE = re.compile(
    r"\s{0,2}(?:/[a-z]|tahun|thn|th\b|lantai|lt\b|unit|los|dipanggil|rusak|dan\s\d|mati|paling|dari\s(?:kiri|kanan|depan|belakang|ujung)|[-/.]\w*\d{3})"
)
_WORDS_BEFORE = re.compile(r"[^\W\d_]+")

_MONTH = r"(?:\d{1,2}|[a-z]{3,9})"
_BIRTH = re.compile(
    r"(?=[ltkb])\b(?:lahir|ttl|kelahiran|born)\b\s?[:.]?\s?(?:(?:di|in|on)\s)?(?:[a-z]{2,15}(?:\s[a-z]{3,15})?)??[\s,/:]{0,3}"
    rf"(?:pada\s)?(?:tanggal|tgl\.?)?\s?:?\s?(\d{{1,2}}[\s/.-]{_MONTH}[\s/.-](?:(?:19|20)?\d{{2}}))\b"
)
_AGE = re.compile(
    r"\x00[\s,(]{1,3}(?:(?:yg|yang|udah|sudah|sdh|baru|masih|kini)\s){0,2}"
    r"(?:(?:umur|usia|berumur|berusia|umurnya|usianya|aged?)\s)?"
    r"(\d{1,2}[\s-]?(?:tahun|thn|th|bulan|bln|years?|yo))\b"
    r"|\x00\s?\((\d{1,2})\)"
)


def identities(text: str) -> Found:
    """National ids, family cards, tax numbers, passports, insurance, bank accounts."""
    low = lowered(text)
    yield from (m.span() for m in _SIXTEEN.finditer(text) if _is_national(m.group()))
    yield from (m.span() for m in _LONG.finditer(text) if _is_long(text, m))
    yield from (m.span() for m in (*_TAX.finditer(text), *_PASSPORT.finditer(text)))
    yield from (m.span(1) for m in _PAPER.finditer(low) if not _is_phone(m.group(1)))


def phones(text: str) -> Found:
    """Telephone numbers, spaced, dotted or said in words, but the institution's own."""
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if digits not in own_addresses():
            yield match.span()
    for match in _SPELLED_PHONE.finditer(lowered(text)):
        yield match.span()


def plates(text: str) -> Found:
    """Number plates; small letters only with three or four digits."""
    for match in (*_PLATE.finditer(text), *_SMALL_PLATE.finditer(lowered(text))):
        if not _BLOCK.search(text[max(0, match.start() - 10) : match.start()]):
            yield match.span()
    for match in _SAID_PLATE.finditer(lowered(text)):
        yield match.span(1)


def houses(text: str) -> Found:
    """House numbers with the word before them; RT and RW stay, they name a neighbourhood."""
    low = lowered(text)
    for match in (*_HOUSE.finditer(low), *_CORNER.finditer(text)):
        if not _is_things(low, match.start()) and not _AFTER_NO_HOUSE.match(low, match.end()):
            yield match.span()
    for match in _STREET_HOUSE.finditer(low):
        if not _HOUSE.search(low, match.start(1) - 8, match.end(1)):
            yield match.span(1)


def _is_things(low: str, at: int) -> bool:
    """Whether the word before, but for a small one, has a number and is no door."""
    words = _WORDS_BEFORE.findall(low[max(0, at - 24) : at])
    if words and words[-1] in lists.SMALL_WORDS:
        words.pop()
    return bool(words) and (words[-1] in lists.NO_HOUSE or words[-1] in services())


def births(text: str) -> Found:
    """Dates of birth."""
    for match in _BIRTH.finditer(lowered(text)):
        yield match.span(1)


def ages(text: str) -> Found:
    """The age behind a name that is masked."""
    for match in _AGE.finditer(lowered(text)):
        yield match.span(match.lastindex or 0)


def _is_national(number: str) -> bool:
    """Sixteen digits without a gap, or parted and built like a national id: not a list of years."""
    digits = re.sub(r"\D", "", number)
    day, month = int(digits[6:8]), int(digits[8:10])
    return digits == number or (11 <= int(digits[:2]) <= 94 and day % 40 <= 31 and 1 <= month <= 12)


def _is_long(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 5) : match.start()]
    return not _MONEY.search(before) and not _is_phone(match.group())


def _is_phone(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return digits.startswith(("08", "628")) and len(digits) <= 14
