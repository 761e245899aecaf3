"""The letter box's address; `config.urls` includes it under /demo in the demonstration only."""

from django.urls import path

from precert.demo.mailbox import views

urlpatterns = [path("mail", views.mail, name="demo_mail")]
