"""Addresses of the system administrator."""

from django.urls import path

from jihuan.apps.administration import views

app_name = "administration"
urlpatterns = [
    path("set-up/", views.set_up, name="set-up"),
    path("units/", views.units, name="units"),
    path("units/add/", views.add_unit, name="add-unit"),
    path("units/import/", views.import_units, name="import-units"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/active/", views.unit_active, name="unit-active"),
    path("users/", views.users, name="users"),
    path("users/add/", views.add_user, name="add-user"),
    path("users/<int:pk>/", views.user, name="user"),
    path("users/<int:pk>/<slug:what>/", views.change_user, name="change-user"),
]
