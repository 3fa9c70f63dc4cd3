from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.web"
    label = "web"
