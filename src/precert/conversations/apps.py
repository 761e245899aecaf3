from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "precert.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"
