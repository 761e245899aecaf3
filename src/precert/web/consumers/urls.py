"""Addresses of consumers."""

from django.urls import path

from precert.web.consumers import views

urlpatterns = [
    path("consumers", views.consumers, name="consumers"),
    path("consumers/<str:consumer>", views.consumer_page, name="consumer_page"),
]
