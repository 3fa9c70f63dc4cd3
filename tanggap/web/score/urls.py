from django.urls import path

from tanggap.web.score import boards, cards, closing

app_name = "score"
urlpatterns = [
    path("", boards.board, name="board"),
    path("<str:month>/tutup/", closing.close, name="close"),
    path("<str:month>/<slug:office>/koreksi/", closing.recount, name="recount"),
    path("<str:month>/<slug:office>/", cards.card, name="card"),
]
