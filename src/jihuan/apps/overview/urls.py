"""Addresses of the first page and of the analysis."""

from django.urls import path

from jihuan.apps.overview import analysis, views

app_name = "overview"
urlpatterns = [path("", views.home, name="home"), path("analysis/", analysis.analysis, name="analysis")]
