from django.urls import path

from tanggap.web.photos import views

urlpatterns = [
    path("photo/<str:sha256>/<int:size>.jpg", views.photo, name="photo"),
]
