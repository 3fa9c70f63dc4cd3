"""Every address of an instance."""

from django.conf import settings
from django.urls import include, path

from tanggap.web.gallery import gallery
from tanggap.web.sms_receipts import receipt

urlpatterns = [
    path("", include("tanggap.web.portal.urls", namespace="portal")),
    path("", include("tanggap.web.public.urls", namespace="public")),
    path("", include("tanggap.web.account.urls")),
    path("saya/", include("tanggap.web.citizen.urls", namespace="citizen")),
    path("saya/", include("tanggap.web.citizen.doors")),
    path("", include("tanggap.web.push.urls")),
    path("meja/", include("tanggap.web.desk.urls", namespace="desk")),
    path("kinerja/", include("tanggap.web.score.urls", namespace="score")),
    path("lapangan/", include("tanggap.web.field.urls", namespace="field")),
    path("operator/", include("tanggap.web.operator.urls", namespace="operator")),
    path("staf/", include("tanggap.web.people.urls", namespace="people")),
    path("", include("tanggap.web.crew.urls", namespace="crew")),
    path("", include("tanggap.web.together.urls", namespace="together")),
    path("siaga/", include("tanggap.web.duty.urls", namespace="duty")),
    path("pemberitahuan/", include("tanggap.web.notices.urls", namespace="notices")),
    path("sms/kabar/<str:token>/", receipt, name="sms_receipt"),
    path("", include("tanggap.web.photos.urls")),
    path("open311/", include("tanggap.api.urls")),
    path("titipan/", include("tanggap.web.errands.urls", namespace="errands")),
    path("latihan/", include("tanggap.web.training.urls", namespace="training")),
    path("gallery/", gallery, name="gallery"),
    path("", include("tanggap.ops.urls")),
]

if settings.DEMO:
    urlpatterns += [path("peraga/", include("tanggap.web.simulator.urls"))]

handler400 = "tanggap.web.errors.bad_request"
handler403 = "tanggap.web.errors.forbidden"
handler404 = "tanggap.web.errors.not_found"
handler500 = "tanggap.web.errors.server_error"
