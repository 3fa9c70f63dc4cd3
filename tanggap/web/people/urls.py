from django.urls import path

from tanggap.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.listing, name="list"),
    path("undang/", views.invite, name="invite"),
    path("undangan/<int:pk>/batal/", views.withdraw, name="withdraw"),
    path("peran/", views.give, name="give"),
    path("orang/<str:username>/", views.person, name="person"),
    path("orang/<str:username>/ubah/", views.edit, name="edit"),
    path("orang/<str:username>/sandi/", views.password, name="password"),
    path("orang/<str:username>/akun/", views.account, name="account"),
    path("orang/<str:username>/peran/<int:pk>/akhiri/", views.end, name="end"),
    path("orang/<str:username>/pengganti/", views.stand_in, name="stand_in"),
    path(
        "orang/<str:username>/pengganti/<int:pk>/akhiri/", views.end_stand_in, name="stand_in_end"
    ),
]
