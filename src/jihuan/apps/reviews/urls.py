"""Addresses of findings."""

from django.urls import path

from jihuan.apps.reviews import board, views

app_name = "reviews"
urlpatterns = [
    path("projects/<int:pk>/findings/", views.project, name="project"),
    path("departments/<str:code>/<int:year>/findings/", views.department, name="department"),
    path("review/", board.board, name="board"),
    path("review/check/", board.check, name="check"),
    path("review/findings/", board.findings, name="findings"),
    path("review/findings/export/<str:fmt>/", board.export, name="export"),
    path("findings/<int:pk>/mend/", views.mend, name="mend"),
    path("findings/<int:pk>/undo/", views.undo, name="undo"),
    path("findings/<int:pk>/waive/", views.waive, name="waive"),
    path("findings/<int:pk>/reopen/", views.reopen, name="reopen"),
]
