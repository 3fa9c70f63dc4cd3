from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.media"
    label = "media"
