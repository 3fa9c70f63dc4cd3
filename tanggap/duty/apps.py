from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.duty"
    label = "duty"
