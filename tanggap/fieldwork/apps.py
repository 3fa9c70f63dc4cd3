from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.fieldwork"
    label = "fieldwork"
