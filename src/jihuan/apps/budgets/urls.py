"""Addresses of lists of projects."""

from django.urls import path

from jihuan.apps.budgets import views

app_name = "budgets"
urlpatterns = [path("projects/", views.projects, name="projects")]
