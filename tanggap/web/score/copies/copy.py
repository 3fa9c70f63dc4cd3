"""What a file shows, whichever kind it is: rows, title, seal and the address that confirms it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.lib import seal
from tanggap.lib.naming import local
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE, Definition
from tanggap.performance.queries import copies
from tanggap.performance.queries.copies import Line
from tanggap.publication.copies import checking, states
from tanggap.publication.copies.columns import Status
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import display
from tanggap.web.score import writing

Tell = Callable[[int, int], None]


def untold(done: int, total: int) -> None:
    """Nobody waits for a small file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One file's contents."""

    title: str
    months: str
    office: str  # empty for a list of offices
    lines: tuple[Line, ...]
    code: str  # the checksum that names the closed figures; empty where nothing is closed
    reference: str
    path: str  # where the code is confirmed
    file_name: str

    @property
    def is_provisional(self) -> bool:
        """Whether some of the months are not closed."""
        return any(one.status == Status.PROVISIONAL for one in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether confidential reports are left out somewhere."""
        return any(one.is_open for one in self.lines)

    @property
    def at(self) -> datetime:
        """When the newest of the figures was frozen or computed: a file bears no other time."""
        return timezone.localtime(max(one.at for one in self.lines))

    @property
    def address(self) -> str:
        """The whole address for a QR code."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def state(self) -> str:
        """What the figures are, in a sentence."""
        when = display.moment(self.at)
        if self.is_provisional:
            return _("SEMENTARA: belum ditutup, dihitung %(at)s") % {"at": when}
        versions = {one.version for one in self.lines}
        if self.office and len(versions) == 1:
            values = {"n": versions.pop(), "at": when}
            return _("Angka resmi, versi %(n)s, dibekukan %(at)s") % values
        return _("Angka resmi, versi terbaru setiap kantor, terakhir dibekukan %(at)s") % {
            "at": when
        }

    @property
    def openness(self) -> str:
        """Where confidential reports are left out."""
        if self.office:
            return _("Angkanya tanpa laporan rahasia.")
        return _("Angka kantor yang punya laporan rahasia ditulis tanpa laporan itu.")

    def sealed(self, content: bytes) -> bytes:
        """The file with its seal."""
        return seal.close(content, self.reference, secret=settings.SIGNING_KEY)


def institution() -> str:
    """Whose figures they are."""
    english = str(taxonomy.setting("institution.name_en", ""))
    return local(str(taxonomy.setting("institution.name", "")), english)


def unit_name(one: Definition) -> str:
    """A figure's name with its unit, for a column of bare numbers."""
    units = {"percent": "%", "hours": _("jam"), "stars": _("bintang")}
    return f"{one.name}, {units[one.unit]}" if one.unit in units else str(one.name)


def name_of(figure: str) -> str:
    """The same by the figure's code."""
    return unit_name(BY_FIGURE[figure])


def of_card(
    actor: Actor, month: Month, office: Agency, *, number: int | None = None
) -> Copy | None:
    """One office's card; None where it has no figures."""
    lines = copies.of_card(actor, month, office, number=number)
    if not lines:
        return None
    name, checksum = writing.month_name(month), lines[0].checksum
    is_open = any(one.status == Status.OPEN for one in lines)
    suffix = f"-v{lines[0].version}" if checksum else f"-{_('sementara')}"
    return Copy(
        title=_("Rapor kinerja"),
        months=name,
        office=lines[0].name,
        lines=tuple(lines),
        code=checksum,
        reference=checking.card_reference(checksum, is_open=is_open)
        if checksum
        else checking.open_reference(month.first),
        path=reverse("public:verify", args=[checksum])
        if checksum
        else reverse("public:verify_ask"),
        file_name=f"rapor-{office.code}-{month.first:%Y-%m}{suffix}",
    )


def of_months(actor: Actor, first: Month, last: Month) -> Copy | None:
    """All offices of some months; None where nothing was counted."""
    lines = copies.of_months(actor, first, last)
    if not lines:
        return None
    digest = states.digest(states.cards(first.first, last.first))
    span = [f"{first.first:%Y-%m}", f"{last.first:%Y-%m}"]
    return Copy(
        title=_("Kinerja semua kantor"),
        months=_months(first, last),
        office="",
        lines=tuple(lines),
        code=digest,
        reference=checking.span_reference(first.first, last.first, digest)
        if digest
        else checking.open_reference(first.first),
        path=reverse("public:verify_months", args=[*span, digest])
        if digest
        else reverse("public:verify_ask"),
        file_name="-".join(["kinerja", *dict.fromkeys(span)]),
    )


def _months(first: Month, last: Month) -> str:
    if first == last:
        return writing.month_name(first)
    return f"{writing.month_name(first)} – {writing.month_name(last)}"
