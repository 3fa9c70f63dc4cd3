from django.urls import path

from tanggap.web.simulator import views

urlpatterns = [
    path("<str:provider>/authorize/", views.authorize, name="simulator_authorize"),
    path("<str:provider>/token/", views.token, name="simulator_token"),
    path("<str:provider>/me", views.me, name="simulator_me"),
]
