from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jihuan.apps.organisations"
    verbose_name = "机构与数据范围"
