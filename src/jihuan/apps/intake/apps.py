from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "jihuan.apps.intake"
    verbose_name = "文件导入"
