from django.urls import path

from tanggap.web.desk import (
    act,
    bulk,
    counter,
    identity,
    lists,
    masking,
    own,
    reports,
    splitting,
    undo,
    validation,
)

app_name = "desk"
urlpatterns = [
    path("", lists.queue, name="home"),
    path("antrean/", lists.queue, name="queue"),
    path("antrean/<str:which>/", lists.queue, name="queue"),
    path("antrean/<str:which>/banyak/", bulk.bulk, name="bulk"),
    path("antrean/<str:which>/banyak/batalkan/", bulk.undo, name="bulk_undo"),
    path("validasi/", validation.following, name="validation"),
    path("validasi/<str:number>/", validation.weigh, name="weigh"),
    path("cari/", lists.search, name="search"),
    path("loket/", counter.new, name="counter_new"),
    path("loket/<str:number>/", counter.receipt, name="receipt"),
    path("saringan/<str:place>/", own.save_filter, name="save_filter"),
    path("saringan/<str:place>/<int:pk>/hapus/", own.drop_filter, name="drop_filter"),
    path("templat/", own.templates, name="templates"),
    path("templat/<int:pk>/", own.template, name="template"),
    path("laporan/<str:number>/hadir/", own.present, name="present"),
    path("laporan/<str:number>/", reports.report, name="report"),
    path("laporan/<str:number>/identitas/<int:share>/", identity.identity, name="identity"),
    path("laporan/<str:number>/mask/", masking.mask, name="mask"),
    path("laporan/<str:number>/split/", splitting.split, name="split"),
    path("laporan/<str:number>/batalkan/<int:seq>/", undo.undo, name="undo"),
    path("laporan/<str:number>/<str:verb>/", act.act, name="act"),
]
