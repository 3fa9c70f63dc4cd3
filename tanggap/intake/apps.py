from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.intake"
    label = "intake"
