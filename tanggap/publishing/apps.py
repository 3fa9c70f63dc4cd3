from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.publishing"
    label = "publishing"
