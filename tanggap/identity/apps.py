from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.identity"
    label = "identity"
