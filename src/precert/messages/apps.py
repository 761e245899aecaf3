from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "precert.messages"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
