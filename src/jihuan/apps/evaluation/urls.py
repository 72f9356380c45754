"""Addresses of self-evaluations."""

from django.urls import path

from jihuan.apps.evaluation import department, views

app_name = "evaluation"
urlpatterns = [
    path("evaluations/", views.evaluations, name="evaluations"),
    path("evaluations/departments/<str:code>/<int:year>/", department.department, name="department"),
    path("evaluations/departments/<str:code>/<int:year>/export/<str:fmt>/", department.export, name="export-department"),
    path("projects/<int:pk>/evaluation/", views.evaluation, name="evaluation"),
    path("projects/<int:pk>/evaluation/start/", views.start, name="start"),
    path("projects/<int:pk>/evaluation/cells/", views.cells, name="cells"),
    path("projects/<int:pk>/evaluation/preview/", views.preview, name="preview"),
    path("projects/<int:pk>/evaluation/findings/", views.findings, name="findings"),
    path("projects/<int:pk>/evaluation/follow/", views.follow, name="follow"),
    path("projects/<int:pk>/evaluation/submit/", views.submit, name="submit"),
    path("projects/<int:pk>/evaluation/reopen/", views.reopen, name="reopen"),
    path("projects/<int:pk>/evaluation/export/<str:fmt>/", views.export, name="export"),
]
