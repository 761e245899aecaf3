"""Versions of contract packs. A version is written once and never changed; which one is current
stands in a row of its own.
"""

from django.db import models


class ContractVersion(models.Model):
    """One version of a pack, complete with its files. Append-only: requests are pinned to it."""

    contract = models.CharField(max_length=60)  # the pack's id
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the contract
    digest = models.CharField(max_length=64)  # SHA-256 of the content, hexadecimal
    content = models.JSONField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "number"), name="contract_version_number_once"
            ),
            models.UniqueConstraint(
                fields=("contract", "digest"), name="contract_version_digest_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="contract_version_number_from_one"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract} {self.number}"


class CurrentVersion(models.Model):
    """Which version of a contract new drafts and submissions follow."""

    contract = models.CharField(max_length=60, primary_key=True)
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contract}: {self.version_id}"
