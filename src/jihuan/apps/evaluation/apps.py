from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "jihuan.apps.evaluation"
    verbose_name = "绩效自评"
