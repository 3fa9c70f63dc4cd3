from django.urls import path
from django.views.i18n import set_language

from tanggap.web.account import views
from tanggap.web.audience import public, staff

urlpatterns = [
    path("masuk/", public(views.Login.as_view()), name="login"),
    path("keluar/", staff(views.Logout.as_view()), name="logout"),
    path("masuk/lanjut/", views.after_login, name="after_login"),
    path("undangan/<str:token>/", views.invitation, name="invitation"),
    path("bahasa/", public(set_language), name="set_language"),
    path("tema/", views.set_theme, name="set_theme"),
]
