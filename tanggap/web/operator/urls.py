from django.urls import path

from tanggap.web.operator import days, home, log, mandates, offices, policies, previews, reasons

app_name = "operator"
urlpatterns = [
    path("", home.home, name="home"),
    path("jejak/", log.log, name="log"),
    path("beda/", log.different, name="differences"),
    path("jam/", policies.policies, name="policies"),
    path("jam/hitung/", previews.progress, name="recomputing"),
    path("jam/<str:code>/akhiri/", policies.end, name="policy_end"),
    path("libur/", days.days, name="days"),
    path("libur/<str:day>/cabut/", days.take_back, name="day_end"),
    path("alasan/", reasons.index, name="reasons"),
    path("alasan/baru/", reasons.new, name="reason_new"),
    path("alasan/<str:code>/", reasons.reason, name="reason"),
    path("alasan/<str:code>/tawarkan/", reasons.switch, name="reason_switch"),
    path("alasan/<str:code>/urutan/", reasons.move, name="reason_move"),
    path("alasan/<str:code>/ikuti/", reasons.follow, name="reason_follow"),
    path("mandat/", mandates.index, name="mandates"),
    path("mandat/<str:code>/", mandates.mandate, name="mandate"),
    path("mandat/<str:code>/batal/", mandates.call_off, name="mandate_call_off"),
    path("instansi/", offices.index, name="offices"),
    path("instansi/baru/", offices.new, name="office_new"),
    path("instansi/<str:code>/", offices.office, name="office"),
    path("instansi/<str:code>/ubah/", offices.edit, name="office_edit"),
    path("instansi/<str:code>/tutup/", offices.switch, name="office_switch"),
    path("instansi/<str:code>/ikuti/", offices.follow, name="office_follow"),
]
