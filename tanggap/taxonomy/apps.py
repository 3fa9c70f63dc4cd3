from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.taxonomy"
    label = "taxonomy"
