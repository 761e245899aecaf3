"""The stand-in's addresses; `config.urls` includes them under /demo in the demonstration only."""

from django.urls import path

from precert.demo.telephone import views
from precert.transports.telephone import VERSION

ACCOUNT = f"telephone/{VERSION}/Accounts/<str:account>"
urlpatterns = [
    path("phone", views.phone, name="demo_phone"),
    path("phone/<str:sid>", views.use, name="demo_phone_use"),
    path(f"{ACCOUNT}/Messages.json", views.messages, name="demo_phone_messages"),
    path(f"{ACCOUNT}/Calls.json", views.calls, name="demo_phone_calls"),
]
