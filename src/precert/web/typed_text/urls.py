"""The address of kept text."""

from django.urls import path

from precert.web.typed_text import views

urlpatterns = [path("session/kept", views.kept_text, name="kept")]
