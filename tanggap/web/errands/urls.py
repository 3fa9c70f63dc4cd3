from django.urls import path

from tanggap.web.errands import views

app_name = "errands"
urlpatterns = [
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/berkas/", views.file, name="file"),
]
