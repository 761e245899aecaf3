"""By whom a row was written: the columns of every frozen row, and of those of drafts and answers."""

from typing import Any

from django.db import models

from precert.conduct.actor import Actor


def account() -> "models.ForeignKey[Any, Any]":
    """The account of who did it; a rule, the worker and another system have none."""
    return models.ForeignKey(
        "people.Account", null=True, on_delete=models.PROTECT, related_name="+"
    )


class Authored(models.Model):
    """Who wrote the row: a person, staff, a rule, the worker or another system."""

    by_kind = models.CharField(max_length=10)  # as Actor.kind
    by_id = models.CharField(max_length=100)
    by_name = models.CharField(max_length=160)
    by_account = account()

    class Meta:
        abstract = True


class Modified(models.Model):
    """Who changed the row last."""

    modified_by_kind = models.CharField(max_length=10)
    modified_by_id = models.CharField(max_length=100)
    modified_by_name = models.CharField(max_length=160)
    modified_by_account = account()

    class Meta:
        abstract = True


class Completed(models.Model):
    """Who completed what the row holds; empty until somebody has."""

    completed_by_kind = models.CharField(max_length=10, blank=True)
    completed_by_id = models.CharField(max_length=100, blank=True)
    completed_by_name = models.CharField(max_length=160, blank=True)
    completed_by_account = account()

    class Meta:
        abstract = True


def by(actor: Actor, who: str = "by") -> dict[str, Any]:
    """These columns for a row that the actor writes; `who` is what their names begin with."""
    return {
        f"{who}_kind": actor.kind,
        f"{who}_id": actor.id,
        f"{who}_name": actor.name,
        f"{who}_account_id": actor.account_id,
    }
