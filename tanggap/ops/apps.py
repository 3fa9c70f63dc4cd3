from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.ops"
    label = "ops"
