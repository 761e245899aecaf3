"""Addresses of new passwords."""

from django.urls import path

from precert.web.passwords import change, reset

urlpatterns = [
    path("password/forgot", reset.forgot, name="forgot_password"),
    path("password/forgot/code", reset.forgot_code, name="forgot_code"),
    path("password/forgot/new", reset.forgot_new, name="forgot_new"),
    path("password/change", change.change_password, name="change_password"),
    path("password/change/code", change.change_password_code, name="change_password_code"),
    path("password/change/new", change.change_password_new, name="change_password_new"),
]
