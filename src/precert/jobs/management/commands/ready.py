"""`precert ready`: names what keeps this installation from working; exit code 1 if anything does."""

from django.core.management.base import BaseCommand
from django.db import connection

from precert.jobs.readiness import problems


class Command(BaseCommand):
    help = (
        "Check that the database answers, that all migrations are applied, and that the triggers of"
        " the append-only tables are in place."
    )
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        found = problems(connection)
        for problem in found:
            self.stderr.write(problem)
        if found:
            self.stderr.write("Run `precert migrate`.")
            raise SystemExit(1)
        if verbosity:
            self.stdout.write("Ready.")
