from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.insights"
    label = "insights"
