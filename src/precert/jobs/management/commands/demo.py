"""`precert demo`: the product with demonstration data at a local address. `PORT` and `DEMO_DIR` move it.

The command line puts the demonstration's settings in place (`jobs.demo.environment.settle`) before Django reads any.
"""

import os
import shutil
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from precert.jobs.demo import cast, environment, server
from precert.jobs.demo.build import CASES, build
from precert.kit import clock
from precert.people.roles import ROLES

STALE_DAYS = 14
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Run the product with demonstration data; makes them the first time."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=CASES, help=f"how many cases to make the first time ({CASES})")

    def handle(self, *, cases: int, **options: Any) -> None:
        if settings.MODE != "demo":
            raise CommandError("the demonstration is started as `precert demo`")
        demo = environment.demo(os.environ)
        if not server.port_is_free(demo):
            raise CommandError(f"port {demo.port} is in use; choose another one, for instance: PORT={demo.port + 1} make demo")
        for number in STOPPING:
            signal.signal(number, _interrupt)
        with environment.hold(demo):
            try:
                self.make(demo, cases)
                self.serve(demo)
            except KeyboardInterrupt:
                self.say("\nStopped.")

    def say(self, text: str) -> None:
        """Print at once, into a pipe too."""
        self.stdout.write(text)
        self.stdout.flush()

    def make(self, demo: environment.Demo, cases: int) -> None:
        """Make the data unless they are there, whole and of this version."""
        made = environment.made_at(demo)
        if made is not None:
            if (clock.now() - made).days >= STALE_DAYS:
                self.say(f"The data were made on {made:%m/%d/%Y} and have aged since. Remove {demo.folder} to have them made anew.")
            return
        if environment.clear(demo):
            self.say(f"The data in {demo.folder} are incomplete or of another version; making them anew.")
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
        shutil.rmtree(settings.MAIL_FOLDER, ignore_errors=True)  # notices of the past; those who try it out get their own
        connections.close_all()
        environment.stamp(demo, now)
        self.say(f"Made in {time.monotonic() - begun:.0f} seconds.")

    def serve(self, demo: environment.Demo) -> None:
        """Run the server until it is stopped."""
        running = server.start(demo)
        try:
            if not server.answers(demo, running):
                raise CommandError("the server did not start; what it said stands above")
            self.say(_welcome(demo))
            if code := running.wait():
                raise CommandError(f"the server ended by itself, with exit code {code}")
        finally:
            for number in STOPPING:  # an impatient second Ctrl-C must not leave the server behind
                signal.signal(number, signal.SIG_IGN)
            server.stop(running)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _welcome(demo: environment.Demo) -> str:
    """Where it is, who may sign in, and where the code comes."""
    seats = (*cast.PROVIDER_PEOPLE, *cast.STAFF)
    width = max(len(ROLES[seat.role].label) for seat in seats) + 2
    names = {site.key: site.name for sites in cast.GROUPS.values() for site in sites}
    rows = [f"  {ROLES[s.role].label:{width}}{s.username:10}{_where(s, names)}" for s in seats]
    staff = len(cast.PROVIDER_PEOPLE)
    return "\n".join(
        [
            f"\nReady: {demo.address}",
            f"\nSign in as (the password of all is {cast.PASSWORD}):",
            "Customer/Provider",
            *rows[:staff],
            "Staff",
            *rows[staff:],
            f"\nThe six-digit code is mailed; the mail lands at {demo.address}/demo/mail",
            "Stop with Ctrl-C.",
        ]
    )


def _where(seat: cast.Seat, names: dict[str, str]) -> str:
    if seat.contract:
        return f"{seat.contract} only"
    return names.get(seat.site) or (f"all of {seat.group}" if seat.group else "all contracts")
