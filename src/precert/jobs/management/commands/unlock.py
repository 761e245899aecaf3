"""`precert unlock <username>`: for when everybody who could unlock an account is locked out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.kit import clock
from precert.people.actions.unlock_by_command import UnlockByCommand, UnlockByCommandInput


class Command(BaseCommand):
    help = "Unlock an account, such as of the only administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        try:
            perform(UnlockByCommand, UnlockByCommandInput(username), worker("unlock"), clock.now())
        except Refusal as refusal:
            raise CommandError(f"{username}: {refusal}") from refusal
        self.stdout.write(f"{username} is unlocked and can sign in.")
