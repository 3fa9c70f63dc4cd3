"""Forms of the operator's area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.actions import Office
from tanggap.people.actions.offices import row_of
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.setup import queries

MAX_REASON = 400
ORDER = (
    "code", "name", "kind", "parent", "area", "handles_confidential", "reason", "version",
)  # fmt: skip


class ReasonForm(forms.Form):
    """Why; and which change of the subject the screen knew last."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=lazy("Alasan"),
        max_length=MAX_REASON,
        help_text=lazy("Misalnya nomor peraturan. Tersimpan di riwayat dan tidak bisa dihapus."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OfficeForm(ReasonForm):
    """What the operator says of an office."""

    name = forms.CharField(label=lazy("Nama"), max_length=200)
    kind = forms.ChoiceField(label=lazy("Jenis"))
    parent = forms.ChoiceField(label=lazy("Di bawah"), required=False)
    area = forms.ChoiceField(label=lazy("Wilayah"))
    handles_confidential = forms.BooleanField(
        label=lazy("Menangani laporan rahasia"),
        required=False,
        help_text=lazy("Ada petugas kasus yang ditunjuk untuk laporan terlindung dan rahasia."),
    )

    def __init__(self, *args: Any, office: Agency | None = None, **kwargs: Any) -> None:
        self.office = office
        if office is not None:
            kwargs["initial"] = {**row_of(office), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._offer("kind", [(kind.code, kind.local_name) for kind in queries.kinds()])
        self._offer("area", queries.areas())
        is_root = office is not None and office.parent is None
        if is_root:
            del self.fields["parent"]
        else:
            self.fields["parent"].required = True
            self._offer("parent", [("", _("Pilih instansi")), *queries.parents_for(office)])

        self.order_fields(ORDER)

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        same = Agency.objects.filter(name__iexact=name)
        if self.office is not None:
            same = same.exclude(pk=self.office.pk)
        if same.exists():
            raise forms.ValidationError(_("Sudah ada instansi dengan nama ini."))
        return name

    def says(self) -> Office:
        """The form's answers. It must be valid."""
        data = self.cleaned_data
        return Office(
            name=data["name"],
            kind=data["kind"],
            parent=Agency.objects.filter(code=data.get("parent", "")).first(),
            area=Area.objects.get(code=data["area"]),
            handles_confidential=data["handles_confidential"],
        )


class NewOfficeForm(OfficeForm):
    """The code too, which stays for ever."""

    code = forms.RegexField(
        r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
        label=lazy("Kode"),
        max_length=80,
        help_text=lazy("Huruf kecil, angka, tanda hubung: sudin-taman-barat. Tetap selamanya."),
    )
