"""Addresses of the help menu."""

from django.urls import path

from precert.web.help import views

urlpatterns = [
    path("help", views.contact, name="help_contact"),
    path("help/guide", views.document, {"kind": "user-guide"}, name="help_guide"),
    path("help/faq", views.document, {"kind": "faq"}, name="help_faq"),
    path("help/releases", views.document, {"kind": "release-notes"}, name="help_releases"),
    path("help/passwords", views.password_guidelines, name="help_passwords"),
    path("help/resources", views.resources, name="help_resources"),
]
