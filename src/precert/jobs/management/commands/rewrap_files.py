"""`precert rewrap-files`: encrypts the keys of stored files with the newest key of the keyring; the
files themselves stay as they are.
"""

from django.core.management.base import BaseCommand

from precert.documents import store


class Command(BaseCommand):
    help = (
        "Encrypt the keys of stored files with the newest key of PRECERT_DOCUMENT_KEYS; then an"
        " older key can be dropped."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        total = 0
        while done := store.rewrap():
            total += done
        if verbosity:
            self.stdout.write(f"{total:,} files now depend on the newest key only.")
