from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.reports"
    label = "reports"
