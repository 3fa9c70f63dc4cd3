from django.urls import path

from tanggap.web.field import views

app_name = "field"
urlpatterns = [
    path("", views.tasks, name="list"),
    path("<str:number>/", views.report, name="report"),
    path("<str:number>/bukti/", views.proof, name="proof"),
]
