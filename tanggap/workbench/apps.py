from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.workbench"
    label = "workbench"
