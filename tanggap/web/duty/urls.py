from django.urls import path

from tanggap.web.duty import alarms, rosters

app_name = "duty"
urlpatterns = [
    path("", alarms.listing, name="alarms"),
    path("riwayat/", alarms.past, name="past"),
    path("jadwal/", rosters.listing, name="rosters"),
    path("jadwal/<slug:code>/", rosters.roster, name="roster"),
    path("jadwal/<slug:code>/pengecualian/", rosters.change, name="change"),
    path("jadwal/<slug:code>/giliran/<int:pk>/hapus/", rosters.end_shift, name="end_shift"),
    path("jadwal/<slug:code>/pengecualian/<int:pk>/hapus/", rosters.end_change, name="end_change"),
    path("<int:pk>/", alarms.alarm, name="alarm"),
    path("<int:pk>/terima/", alarms.acknowledge, name="acknowledge"),
]
