from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.lib"
    label = "lib"
