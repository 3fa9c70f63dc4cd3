from django.apps import AppConfig
from django.conf import settings


class Config(AppConfig):
    name = "tanggap.web"
    label = "web"

    def ready(self) -> None:
        if settings.DEMO:
            from tanggap.web import simulator

            simulator.connect("/peraga", f"{settings.HERE}/peraga")
