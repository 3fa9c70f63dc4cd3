from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.places"
    label = "places"
