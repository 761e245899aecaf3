"""Every route. Each area of the web room lists its own; this file only joins them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
