"""What a form says of a field that is empty or wrong, wherever it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

WRONG_ADDRESS = lazy("Alamat ini belum benar. Periksa lagi.")
# For `error_messages` of a field.
CHOOSE = {"required": lazy("Pilih salah satu.")}
ADDRESS = {"required": lazy("Tulis alamat e-mailmu."), "invalid": WRONG_ADDRESS}
