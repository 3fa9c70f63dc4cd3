from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.deadlines"
    label = "deadlines"
