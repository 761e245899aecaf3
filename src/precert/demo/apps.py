from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "precert.demo"
    label = "precert_demo"
    default_auto_field = "django.db.models.BigAutoField"
