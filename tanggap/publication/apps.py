from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.publication"
    label = "publication"
