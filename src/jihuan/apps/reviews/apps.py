from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "jihuan.apps.reviews"
    verbose_name = "绩效目标审核"
