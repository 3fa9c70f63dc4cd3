from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.citizens"
    label = "citizens"
