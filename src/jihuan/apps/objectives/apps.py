from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    name = "jihuan.apps.objectives"
    verbose_name = "绩效目标"
