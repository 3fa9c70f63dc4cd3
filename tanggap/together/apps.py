from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.together"
    label = "together"
