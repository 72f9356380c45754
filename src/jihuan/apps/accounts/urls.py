"""Addresses of signing in and of my account."""

from django.urls import path

from jihuan.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/password/", views.new_password, name="new-password"),
    path("account/", views.account, name="account"),
    path("language/", views.set_language, name="language"),
]
