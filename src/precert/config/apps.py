"""Wiring at start: hands each room's handlers to the journal. No signal receivers."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from precert.journal import write as journal

LISTENING = ("letters", "messages")


class ConfigConfig(AppConfig):
    name = "precert.config"
    label = "precert_config"

    def ready(self) -> None:
        """Every listening room lists its handlers in `consumers.HANDLERS`."""
        for room in LISTENING:
            journal.listen(import_string(f"precert.{room}.consumers.HANDLERS"))
