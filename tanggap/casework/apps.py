from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.casework"
    label = "casework"
