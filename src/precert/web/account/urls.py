"""Addresses of signing in, contexts and sessions."""

from django.urls import path

from precert.web.account import context, second, sessions, sso, views

urlpatterns = [
    path("login", views.login, name="login"),
    path("login/factor", second.login_factor, name="login_factor"),
    path("login/code", second.login_code, name="login_code"),
    path("login/call", second.login_call, name="login_call"),
    path("login/app", second.login_app, name="login_app"),
    path("login/passkey", second.login_passkey, name="login_passkey"),
    path("login/recovery", second.login_recovery, name="login_recovery"),
    path("login/recovery/left", second.recovery_left, name="recovery_left"),
    path("login/sso", sso.login_sso, name="login_sso"),
    path("login/sso/back", sso.login_sso_back, name="login_sso_back"),
    path("logout", views.logout, name="logout"),
    path("profile/sessions", sessions.own, name="sessions"),
    path("context", context.change_context, name="context"),
    path("session/idle", views.session_idle, name="idle"),
    path("healthz", views.healthz, name="healthz"),
]
