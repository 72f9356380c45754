"""Addresses of files on their way in."""

from django.urls import path

from jihuan.apps.intake import receiving, views

app_name = "intake"
urlpatterns = [
    path("intake/", receiving.uploads, name="uploads"),
    path("intake/confirm/", receiving.confirm_several, name="confirm-several"),
    path("intake/source/<str:sha256>/", views.source, name="source"),
    path("intake/<int:pk>/", views.draft, name="draft"),
    path("intake/<int:pk>/differences/", views.differences, name="differences"),
    path("intake/<int:pk>/scores/", views.scores, name="scores"),
    path("intake/<int:pk>/findings/", views.findings, name="findings"),
    path("intake/<int:pk>/mend/", views.mend, name="mend"),
    path("intake/<int:pk>/cells/", views.cells, name="cells"),
    path("intake/<int:pk>/settle/", views.settle, name="settle"),
    path("intake/<int:pk>/undo/", views.undo, name="undo"),
    path("intake/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("intake/<int:pk>/discard/", views.discard, name="discard"),
    path("intake/<int:pk>/again/", views.again, name="again"),
    path("intake/<int:pk>/pages/<int:number>/", views.page_image, name="page"),
]
