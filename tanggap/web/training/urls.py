from django.urls import path

from tanggap.web.training import views

app_name = "training"
urlpatterns = [
    path("", views.listing, name="list"),
    path("lagi/<slug:key>/", views.again, name="again"),
    path("surat/", views.letters, name="letters"),
]
