from django.urls import path

from tanggap.web.crew import handed, orders, work

app_name = "crew"
urlpatterns = [
    path("regu/<str:number>/", orders.listing, name="orders"),
    path("regu/<str:number>/baru/", orders.new, name="new"),
    path("regu/<str:number>/selesai/", orders.resolve, name="resolve"),
    path("regu/<str:number>/<int:pk>/cabut/", orders.revoke, name="revoke"),
    path("regu/<str:number>/foto/<int:pk>/", orders.photo, name="photo"),
    path("serahan/", handed.listing, name="handed"),
    path("serahan/<int:pk>/", handed.one, name="handed_one"),
    path("serahan/<int:pk>/bukti/", handed.prove, name="handed_prove"),
    path("serahan/<int:pk>/catatan/", handed.note, name="handed_note"),
    path("serahan/<int:pk>/buang/", handed.discard, name="handed_discard"),
    path("serahan/<int:pk>/foto/<int:photo>/", handed.photo, name="handed_photo"),
    path("kerja/<str:token>/", work.order, name="work"),
    path("kerja/<str:token>/foto/<str:sha256>/", work.photo, name="work_photo"),
]
