from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "jihuan.apps.budgets"
    verbose_name = "项目与资金"
