"""Addresses of self-evaluations."""

from django.urls import path

from jihuan.apps.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("evaluations/", views.evaluations, name="evaluations"),
    path("evaluations/departments/<str:code>/<int:year>/", views.department_page, name="department"),
    path("evaluations/departments/<str:code>/<int:year>/export/<str:fmt>/", views.export_department, name="export-department"),
    path("evaluations/<int:pk>/", views.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/start/", views.start, name="start"),
    path("evaluations/<int:pk>/cells/", views.cells, name="cells"),
    path("evaluations/<int:pk>/preview/", views.preview, name="preview"),
    path("evaluations/<int:pk>/findings/", views.findings, name="findings"),
    path("evaluations/<int:pk>/follow/", views.follow, name="follow"),
    path("evaluations/<int:pk>/submit/", views.submit, name="submit"),
    path("evaluations/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("evaluations/<int:pk>/export/<str:fmt>/", views.export, name="export"),
]
