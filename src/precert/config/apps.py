"""Wiring at start: hands each room's handlers to the journal. No signal receivers."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

LISTENING = ("letters", "messages")


class ConfigConfig(AppConfig):
    name = "precert.config"
    label = "precert_config"

    def ready(self) -> None:
        """Every listening room lists its handlers in `consumers.HANDLERS`."""
        listen = import_string("precert.journal.write.listen")  # tables can be imported only once the apps are ready
        for room in LISTENING:
            listen(import_string(f"precert.{room}.consumers.HANDLERS"))
