"""Addresses under the names that django-allauth looks for."""

from django.urls import path

from tanggap.web.citizen import door, factor, providers

urlpatterns = [
    path("masuk/", door.door, name="account_login"),
    path("masuk/langkah-kedua/", factor.step, name="mfa_authenticate"),
    path("masuk/batal/", providers.cancelled, name="socialaccount_login_cancelled"),
    path("masuk/daftar/", providers.door, name="socialaccount_signup"),
    *[
        path(f"masuk/{slug}/", providers.begin, {"provider": key}, name=f"{key}_login")
        for key, slug in providers.SLUGS.items()
    ],
    *[
        path(f"masuk/{slug}/kembali/", providers.back, {"provider": key}, name=f"{key}_callback")
        for key, slug in providers.SLUGS.items()
    ],
]
