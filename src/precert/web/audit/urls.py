"""Addresses of the audit trail."""

from django.urls import path

from precert.web.audit import views

urlpatterns = [
    path("audit", views.audit, name="audit"),
    path("audit/export", views.export, name="audit_export"),
    path("audit/people", views.people, name="audit_people"),
]
