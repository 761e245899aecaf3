"""Addresses of the profile."""

from django.urls import path

from precert.web.profile import views

urlpatterns = [
    path("profile", views.profile, name="profile"),
    path("profile/email", views.profile_email, name="profile_email"),
]
