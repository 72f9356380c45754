from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "jihuan.apps.administration"
    verbose_name = "系统管理"
