from django.urls import path

from tanggap.web.push import views

urlpatterns = [
    path("kabar/sw.js", views.worker, name="push_worker"),
    path("akun/kabar/", views.own, name="account_push"),
]
