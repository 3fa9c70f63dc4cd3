from django.urls import path

from tanggap.ops import views

urlpatterns = [
    path("healthz", views.health, name="health"),
]
