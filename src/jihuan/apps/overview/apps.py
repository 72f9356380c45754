from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "jihuan.apps.overview"
    verbose_name = "总览"
