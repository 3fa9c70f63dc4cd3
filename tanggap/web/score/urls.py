from django.urls import path

from tanggap.web.score import boards, cards, closing, objections
from tanggap.web.score.copies import views as copies

app_name = "score"
urlpatterns = [
    path("", boards.board, name="board"),
    path("keberatan/", objections.queue, name="objections"),
    path("keberatan/<int:pk>/", objections.decide, name="objection"),
    path("keberatan/<int:pk>/berkas/<int:number>/", objections.file, name="objection_file"),
    path("<str:month>/unduh.<str:kind>", copies.board, name="board_copy"),
    path("<str:month>/<slug:office>/unduh.<str:kind>", copies.card, name="card_copy"),
    path("<str:month>/tutup/", closing.close, name="close"),
    path("<str:month>/<slug:office>/keberatan/", objections.object_to, name="object"),
    path("<str:month>/<slug:office>/koreksi/", closing.recount, name="recount"),
    path("<str:month>/<slug:office>/", cards.card, name="card"),
]
