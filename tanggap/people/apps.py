from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.people"
    label = "people"
