"""`precert add-staff <username> --first … --last … --email … --role … [--contract …]`: a staff
account, and its mailed invitation.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.jobs.worker import run_once
from precert.journal import delivery
from precert.kit import clock
from precert.people import links
from precert.people.actions.invite_staff import InviteStaff, InviteStaffInput
from precert.people.roles import ROLES


class Command(BaseCommand):
    help = (
        "Create a staff account with a role and email its invitation, such as for the first"
        " administrator."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        for name in ("first", "last", "email", "role"):
            parser.add_argument(f"--{name}", required=True)
        parser.add_argument(
            "--contract", default="", help="the id of one contract; all contracts if left out"
        )

    def handle(
        self,
        *,
        username: str,
        first: str,
        last: str,
        email: str,
        role: str,
        contract: str,
        **options: Any,
    ) -> None:
        now = clock.now()
        contact = {"first_name": first, "last_name": last, "email": email}
        try:
            perform(
                InviteStaff,
                InviteStaffInput(username, role, contract, contact),
                worker("add-staff"),
                now,
            )
        except Refusal as refusal:
            raise CommandError(
                "\n".join(f"{one.path}: {one.text}" for one in refusal.findings)
            ) from refusal
        until = f"{now + links.life('invite'):%m/%d/%Y %H:%M} UTC"
        self.stdout.write(
            f"{username} is {ROLES[role].label} of {contract or 'all contracts'}. Invited: {email},"
            f" until {until}."
        )
        run_once(
            now
            # a server or worker that runs would mail it too, and tries again when it can't be done now
        )
        if delivery.failing():
            self.stderr.write(
                "Some email could not be sent. The server or the worker will try again. Check"
                " PRECERT_SMTP_HOST."
            )
