from django.urls import path

from tanggap.web.crew import orders, work

app_name = "crew"
urlpatterns = [
    path("regu/<str:number>/", orders.listing, name="orders"),
    path("regu/<str:number>/baru/", orders.new, name="new"),
    path("regu/<str:number>/selesai/", orders.resolve, name="resolve"),
    path("regu/<str:number>/<int:pk>/cabut/", orders.revoke, name="revoke"),
    path("regu/<str:number>/foto/<int:pk>/", orders.photo, name="photo"),
    path("kerja/<str:token>/", work.order, name="work"),
    path("kerja/<str:token>/foto/<str:sha256>/", work.photo, name="work_photo"),
]
