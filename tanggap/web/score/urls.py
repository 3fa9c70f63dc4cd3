from django.urls import path

from tanggap.web.score import boards, cards

app_name = "score"
urlpatterns = [
    path("", boards.board, name="board"),
    path("<str:month>/<slug:office>/", cards.card, name="card"),
]
