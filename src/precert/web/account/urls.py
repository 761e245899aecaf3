"""Addresses of signing in, contexts and sessions."""

from django.urls import path

from precert.web.account import context, second_factor, sessions, sso, views

urlpatterns = [
    path("login", views.login, name="login"),
    path("login/factor", second_factor.login_factor, name="login_factor"),
    path("login/code", second_factor.login_code, name="login_code"),
    path("login/call", second_factor.login_call, name="login_call"),
    path("login/app", second_factor.login_app, name="login_app"),
    path("login/passkey", second_factor.login_passkey, name="login_passkey"),
    path("login/recovery", second_factor.login_recovery, name="login_recovery"),
    path("login/recovery/left", second_factor.recovery_left, name="recovery_left"),
    path("login/sso", sso.login_sso, name="login_sso"),
    path("login/sso/back", sso.login_sso_back, name="login_sso_back"),
    path("logout", views.logout, name="logout"),
    path("profile/sessions", sessions.own, name="sessions"),
    path("context", context.change_context, name="context"),
    path("session/idle", views.session_idle, name="idle"),
    path("healthz", views.healthz, name="healthz"),
]
