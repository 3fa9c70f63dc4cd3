from django.urls import path

from tanggap.web.people import devices, links, lists, views

app_name = "people"
urlpatterns = [
    path("", views.listing, name="list"),
    path("undang/", views.invite, name="invite"),
    path("undangan/<int:pk>/batal/", views.withdraw, name="withdraw"),
    path("peran/", views.give, name="give"),
    path("perangkat/", devices.index, name="devices"),
    path("perangkat/<int:pk>/cabut/", devices.revoke, name="device_revoke"),
    path("orang/<str:username>/pin/cabut/", devices.revoke_pin, name="pin_revoke"),
    path("daftar/", lists.index, name="lists"),
    path("daftar/contoh.<str:form>", lists.template, name="list_template"),
    path("daftar/<int:pk>/", lists.one, name="list_one"),
    path("daftar/<int:pk>/jalankan/", lists.confirm, name="list_confirm"),
    path("daftar/<int:pk>/buang/", lists.discard, name="list_discard"),
    path("daftar/<int:pk>/hasil.csv", lists.result, name="list_result"),
    path("daftar/<int:pk>/tautan/", links.slips, name="list_slips"),
    path("daftar/<int:pk>/surel/", links.mail, name="list_mail"),
    path("orang/<str:username>/", views.person, name="person"),
    path("orang/<str:username>/ubah/", views.edit, name="edit"),
    path("orang/<str:username>/sandi/", views.password, name="password"),
    path("orang/<str:username>/akun/", views.account, name="account"),
    path("orang/<str:username>/peran/<int:pk>/akhiri/", views.end, name="end"),
    path("orang/<str:username>/pengganti/", views.stand_in, name="stand_in"),
    path(
        "orang/<str:username>/pengganti/<int:pk>/akhiri/", views.end_stand_in, name="stand_in_end"
    ),
]
