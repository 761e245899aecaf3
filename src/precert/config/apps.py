"""Wiring at start: registers the system checks, hands each room's handlers to the journal and its
kinds of work to the queue. No signal receivers.
"""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import import_string

from precert.config.checks import production
from precert.work import kinds

WORKING = ("cases",)
LISTENING = ("people", "letters", "notices")


class ConfigConfig(AppConfig):
    name = "precert.config"
    label = "precert_config"

    def ready(self) -> None:
        """Every listening room lists its handlers in `consumers.HANDLERS`, every room that gives
        people work its kinds in `kinds.KINDS`.
        """
        register(production)
        for room in WORKING:
            kinds.register(import_string(f"precert.{room}.kinds.KINDS"))
        listen = import_string(
            "precert.journal.recording.listen"
        )  # tables can be imported only once the apps are ready
        for room in LISTENING:
            listen(import_string(f"precert.{room}.consumers.HANDLERS"))
