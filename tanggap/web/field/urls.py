from django.urls import path

from tanggap.web.field import app, phone, views

app_name = "field"
urlpatterns = [
    path("", views.tasks, name="list"),
    path("kulit/", app.shell, name="shell"),
    path("sw.js", app.worker, name="worker"),
    path("aplikasi.webmanifest", app.manifest, name="manifest"),
    path("data/", phone.data, name="data"),
    path("foto/<str:sha256>/", phone.photo, name="photo"),
    path("tindakan/", phone.act, name="act"),
    path("peta/", app.screen, name="map"),
    path("kiriman/", app.screen, name="outbox"),
    path("saya/", app.screen, name="me"),
    path("<str:number>/", views.report, name="report"),
    path("<str:number>/bukti/", views.proof, name="proof"),
    path("<str:number>/kabar/", app.form, {"verb": "progress"}, name="news"),
    path("<str:number>/kembalikan/", app.form, {"verb": "give_back"}, name="give_back"),
    path("<str:number>/bagian/", app.form, {"verb": "done"}, name="done"),
]
