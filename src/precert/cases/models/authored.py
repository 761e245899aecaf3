"""By whom a row was written: the columns of every frozen row."""

from typing import Any

from django.db import models

from precert.conduct.actor import Actor


class Authored(models.Model):
    """A person, staff, a rule, the worker or another system; only the first two have an account."""

    by_kind = models.CharField(max_length=10)  # as Actor.kind
    by_id = models.CharField(max_length=100)
    by_name = models.CharField(max_length=160)
    by_account = models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


def by(actor: Actor) -> dict[str, Any]:
    """These columns for a row that the actor writes."""
    return {
        "by_kind": actor.kind,
        "by_id": actor.id,
        "by_name": actor.name,
        "by_account_id": actor.account_id,
    }
