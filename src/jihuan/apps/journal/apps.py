from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "jihuan.apps.journal"
    verbose_name = "操作日志"
