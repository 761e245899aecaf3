from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "precert.web"
    label = "precert_web"
    default_auto_field = "django.db.models.BigAutoField"
