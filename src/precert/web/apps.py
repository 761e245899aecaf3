from django.apps import AppConfig

from precert.web import form_messages


class WebConfig(AppConfig):
    name = "precert.web"
    label = "precert_web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Before any form is imported, and with it made."""
        form_messages.take()
