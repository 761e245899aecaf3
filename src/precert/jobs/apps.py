from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "precert.jobs"
    label = "precert_jobs"
    default_auto_field = "django.db.models.BigAutoField"
