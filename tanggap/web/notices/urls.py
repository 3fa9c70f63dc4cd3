from django.urls import path

from tanggap.web.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.listing, name="list"),
    path("dibaca/", views.read_all, name="read_all"),
    path("<int:pk>/", views.opened, name="open"),
]
