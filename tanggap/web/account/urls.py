from django.urls import path
from django.views.i18n import set_language

from tanggap.web.account import own, phone, views
from tanggap.web.audience import public, staff

urlpatterns = [
    path("masuk/", public(views.Login.as_view()), name="login"),
    path("keluar/", staff(views.Logout.as_view()), name="logout"),
    path("masuk/lanjut/", views.after_login, name="after_login"),
    path("akun/", own.page, name="account"),
    path("akun/pengganti/", own.stand_in, name="account_stand_in"),
    path("akun/pengganti/<int:pk>/akhiri/", own.end_stand_in, name="account_stand_in_end"),
    path("akun/pin/", own.pin, name="account_pin"),
    path("akun/pin/cabut/", own.pin_away, name="account_pin_away"),
    path("perangkat/", phone.who, name="phone_who"),
    path("perangkat/daftar/", phone.register, name="phone_register"),
    path("undangan/<str:token>/", views.invitation, name="invitation"),
    path("bahasa/", public(set_language), name="set_language"),
    path("tema/", views.set_theme, name="set_theme"),
]
