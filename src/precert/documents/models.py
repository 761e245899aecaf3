"""The table of stored files. What was stored never changes; only its key may be wrapped anew and
its scan state renewed.
"""

import uuid
from typing import Any, ClassVar

from django.db import models


class ScanState(models.TextChoices):
    """What is known about malware in a file."""

    NOT_CONFIGURED = "not-configured", "Not scanned"
    CLEAN = "clean", "Clean"
    INFECTED = "infected", "Malware found"
    OWN = "own", "Made here"


class StoredFile(models.Model):
    """One encrypted file. The bytes lie in the blob store under `storage_key`; the name is for
    display only.
    """

    FROZEN: ClassVar[tuple[str, ...]] = (
        "id",
        "name",
        "declared_type",
        "sniffed_type",
        "extension",
        "size",
        "sha256",
        "storage_key",
        "created_at",
        "created_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=255)
    declared_type = models.CharField(
        max_length=150, blank=True
    )  # what the browser or client said; never trusted
    sniffed_type = models.CharField(max_length=150)  # what the content is; the one to serve
    extension = models.CharField(max_length=20, blank=True)
    size = models.BigIntegerField()  # bytes of the plaintext
    sha256 = models.CharField(max_length=64)  # of the plaintext, hex
    key_id = models.CharField(max_length=32, db_index=True)  # of the keyring
    wrapped_key = models.BinaryField()
    storage_key = models.CharField(max_length=128, unique=True)
    scan_state = models.CharField(max_length=20, choices=ScanState.choices)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)  # kind:id of the actor

    class Meta:
        """Ranges the database holds."""

        constraints = [
            models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_size"),
            models.CheckConstraint(
                condition=models.Q(scan_state__in=ScanState.values), name="stored_file_scan_state"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)  # a name may hold a person's

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert once. A stored file can't be changed by saving it again."""
        if not self._state.adding:
            raise TypeError("a stored file doesn't change")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: only retention removes files."""
        raise TypeError("a stored file isn't deleted")
