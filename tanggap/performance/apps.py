from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.performance"
    label = "performance"
