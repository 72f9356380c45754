"""Addresses of the journal."""

from django.urls import path

from jihuan.apps.journal import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.entries, name="entries"),
    path("journal/verify/", views.verify, name="verify"),
]
