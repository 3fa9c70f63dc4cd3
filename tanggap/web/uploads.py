"""A file control that takes several photographs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from tanggap.intake.inbound import MAX_PHOTOS


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Up to MAX_PHOTOS files in one control."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MAX_PHOTOS:
            raise forms.ValidationError(
                _("Paling banyak %(most)s foto. Pilih yang paling jelas.") % {"most": MAX_PHOTOS}
            )
        single = super().clean
        if not files and self.required:
            single(None, initial)
        return [single(file, initial) for file in files]
