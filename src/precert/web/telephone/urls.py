"""Addresses for the telephone service; `messages.telephone_links` makes those with a token."""

from django.urls import path

from precert.web.telephone import views

urlpatterns = [
    path("telephone/call/<str:token>", views.call, name="call_words"),
    path("telephone/call/<str:token>/key", views.pressed, name="call_pressed"),
    path("telephone/state/<str:token>", views.state, name="telephone_state"),
]
