from django.urls import path

from tanggap.web.together import backing, comments, listening, subscribing

app_name = "together"
urlpatterns = [
    path("laporan/<str:number>/dukung/", backing.support, name="support"),
    path("laporan/<str:number>/dukung/tarik/", backing.unsupport, name="unsupport"),
    path("dukungan/", backing.mine, name="mine"),
    path("laporan/<str:number>/komentar/", backing.comment, name="comment"),
    path("laporan/<str:number>/ikuti/", subscribing.follow, name="follow"),
    path("langganan/", subscribing.subscribe, name="subscribe"),
    path("langganan/peramban/<str:kind>/<str:which>/", listening.browser, name="browser"),
    path("langganan/ya/<str:token>/", subscribing.confirm, name="confirm"),
    path("langganan/berhenti/<str:token>/", subscribing.end, name="end"),
    path("meja/komentar/", comments.queue, name="comments"),
]
