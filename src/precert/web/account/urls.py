"""Addresses of signing in, contexts and sessions."""

from django.urls import path

from precert.web.account import context, views

urlpatterns = [
    path("login", views.login, name="login"),
    path("login/code", views.login_code, name="login_code"),
    path("logout", views.logout, name="logout"),
    path("register", views.register, name="register"),
    path("context", context.change_context, name="context"),
    path("session/idle", views.session_idle, name="idle"),
    path("healthz", views.healthz, name="healthz"),
]
