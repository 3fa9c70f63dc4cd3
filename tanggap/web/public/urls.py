from django.urls import path

from tanggap.web.public import feeds, planned, sharing, statistics, verify, views

app_name = "public"
urlpatterns = [
    path("verify/", verify.ask, name="verify_ask"),
    path("verify/<str:first>/<str:last>/<str:digest>/", verify.months, name="verify_months"),
    path("verify/<str:checksum>/", verify.verify, name="verify"),
    path("laporan/", views.feed, name="feed"),
    path("laporan/kabar.atom", feeds.atom, name="atom"),
    path("laporan/janji.ics", feeds.calendar, name="calendar"),
    path("laporan/<str:number>/", views.report, name="report"),
    path("laporan/<str:number>/<str:content>.png", sharing.image, name="share_image"),
    path("terjadwal/", planned.page, name="planned"),
    path("peta/", views.map_page, name="map"),
    path("peta/titik.json", views.map_points, name="map_points"),
    path("peta/wilayah.json", views.map_areas, name="map_areas"),
    path("statistics/", statistics.page, name="statistics"),
    path("statistics/channels.csv", statistics.channels_csv, name="channels_csv"),
    path("statistics/categories.csv", statistics.categories_csv, name="categories_csv"),
    path("statistics/agencies.csv", statistics.agencies_csv, name="agencies_csv"),
]
