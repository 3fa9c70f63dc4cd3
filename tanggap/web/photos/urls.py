from django.urls import path

from tanggap.web.photos import views

urlpatterns = [
    path("media/<str:sha256>/<int:size>.jpg", views.photo, name="photo"),
    path("media/<str:sha256>/samar.jpg", views.blurred, name="blurred"),
    path("media/<str:sha256>/berkas.pdf", views.document, name="document"),
]
