"""`precert demo-data`: fills the demonstration's folder; `precert demo` calls it the first time."""

import os
import shutil
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from precert.demo import environment
from precert.demo.build import CASES, build
from precert.kit import clock


class Command(BaseCommand):
    help = (
        "Make the data of the demonstration. It is called by `precert demo`, which puts the"
        " settings in place."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--cases", type=int, default=CASES, help=f"how many cases to make ({CASES})"
        )

    def handle(self, *, cases: int, **options: Any) -> None:
        if settings.MODE != "demo":
            raise CommandError("the demonstration is started as `precert demo`")
        begun = time.monotonic()
        self.say("Database")
        call_command("migrate", verbosity=0)
        self.say("Codes")
        call_command("load_codes", stdout=self.stdout, stderr=self.stderr)
        self.say("Contracts")
        call_command("load_packs", stdout=self.stdout, stderr=self.stderr)
        self.say("People and cases")
        now = clock.now()
        build(now, lambda what, many: self.say(f"  {many:,} {what}"), cases=cases)
        shutil.rmtree(
            settings.MAIL_FOLDER, ignore_errors=True
        )  # notices of the past; those who try it out get their own
        connections.close_all()
        environment.stamp(environment.demo(os.environ), now)
        self.say(f"Made in {time.monotonic() - begun:.0f} seconds.")

    def say(self, text: str) -> None:
        """Print at once, into a pipe too."""
        self.stdout.write(text)
        self.stdout.flush()
