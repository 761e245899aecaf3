"""Addresses of Home and Search by #."""

from django.urls import path

from precert.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
]
