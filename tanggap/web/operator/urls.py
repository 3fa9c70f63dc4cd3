from django.urls import path

from tanggap.web.operator import home

app_name = "operator"
urlpatterns = [
    path("", home.home, name="home"),
]
