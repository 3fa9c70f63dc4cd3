from django.apps import AppConfig


class Config(AppConfig):
    name = "tanggap.triage"
    label = "triage"
