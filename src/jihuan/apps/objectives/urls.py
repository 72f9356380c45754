"""Addresses of departments, projects and their files."""

from django.urls import path

from jihuan.apps.objectives import views

app_name = "objectives"
urlpatterns = [
    path("departments/", views.departments, name="departments"),
    path("departments/<str:code>/<int:year>/", views.department, name="department"),
    path("departments/<str:code>/<int:year>/export/<str:fmt>/", views.export_department, name="export-department"),
    path("projects/<int:pk>/", views.project, name="project"),
    path("projects/<int:pk>/export/<str:fmt>/", views.export_project, name="export-project"),
]
