from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.messaging"
    label = "messaging"
