"""`precert ready`: names what keeps this installation from working; exit code 1 if anything does."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from precert.jobs.readiness import problems


class Command(BaseCommand):
    help = (
        "Check that the settings are safe, that the database answers, that all migrations are"
        " applied, and that the triggers of the append-only tables are in place."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        try:
            found = problems(connection)
        except DatabaseError as error:
            raise CommandError(
                f"The database does not answer: {str(error).strip()}\nCheck PRECERT_DATABASE."
            ) from error
        for problem in found:
            self.stderr.write(problem)
        if found:
            self.stderr.write("Run `precert migrate`.")
            raise SystemExit(1)
        if verbosity:
            self.stdout.write("Ready.")
