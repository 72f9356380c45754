from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "jihuan.apps.accounts"
    verbose_name = "用户与岗位"

    def ready(self) -> None:
        from jihuan.apps.accounts.groups import ensure_groups

        post_migrate.connect(ensure_groups, sender=self)
