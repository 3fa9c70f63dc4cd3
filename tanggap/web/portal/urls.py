from django.urls import path

from tanggap.web.portal import app, home, own
from tanggap.web.portal.filing import looking, pages, sending
from tanggap.web.portal.following import answering, my_data, notifying, promised, tracking
from tanggap.web.portal.following.dossier import views as dossier

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("lapor/", pages.report_new, name="report_new"),
    path("lapor/terima-kasih/", pages.thanks, name="thanks"),
    path("lapor/lihat/", looking.look, name="look"),
    path("lapor/tempat/", looking.suggest, name="suggest"),
    path("lapor/tanda/", sending.token, name="token"),
    path("lapor/kirim/", sending.send, name="send"),
    path("sw.js", app.worker, name="worker"),
    path("aplikasi.webmanifest", app.manifest, name="manifest"),
    path("aplikasi/<slug:name>/", app.copy, name="copy"),
    path("jawab/<str:token>/", answering.answer, name="answer"),
    path("lacak/", tracking.track, name="track"),
    path("laporanku/", own.mine, name="mine"),
    path("laporanku/lupakan/", own.forget, name="forget"),
    path("lacak/<str:number>/<str:code>/", tracking.report, name="report"),
    path("lacak/<str:number>/<str:code>/unduh/", my_data.download, name="my_data"),
    path("lacak/<str:number>/<str:code>/hapus/", my_data.erase, name="erase"),
    path("lacak/<str:number>/<str:code>/akun/", own.add, name="add_to_account"),
    path("lacak/<str:number>/<str:code>/janji.ics", promised.calendar, name="promised"),
    path("lacak/<str:number>/<str:code>/kabar/", notifying.save, name="notify"),
    path("lacak/<str:number>/<str:code>/peramban/", notifying.browser, name="browser"),
    path("lacak/<str:number>/<str:code>/berkas/", dossier.download, name="dossier"),
    path("lacak/<str:number>/<str:code>/berkas/<int:pk>/", dossier.again, name="dossier_again"),
    path("lacak/<str:number>/<str:code>/berkas/<int:pk>/hapus/", dossier.drop, name="dossier_drop"),
    path("lacak/<str:number>/<str:code>/<str:verb>/", tracking.act, name="act"),
]
