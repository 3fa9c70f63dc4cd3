from django.urls import path

from tanggap.web.citizen import data, door, factor, room

app_name = "citizen"
urlpatterns = [
    path("", room.home, name="home"),
    path("masuk/kode/", door.code, name="code"),
    path("keluar/", door.leave, name="leave"),
    path("nama/", room.rename, name="rename"),
    path("alamat/", room.add_address, name="add_address"),
    path("alamat/<str:kind>/hapus/", room.drop_address, name="drop_address"),
    path("data/", data.ask, name="ask_data"),
    path("data/<int:pk>/", data.download, name="data"),
    path("hapus/", data.erase, name="erase"),
    path("langkah-kedua/", factor.page, name="factor"),
    path("langkah-kedua/kode/", factor.new_codes, name="factor_codes"),
    path("langkah-kedua/matikan/", factor.turn_off, name="factor_off"),
    path("pastikan/", data.confirm, name="confirm"),
    path("sambungan/<str:provider>/lepas/", room.unlink, name="unlink"),
]
