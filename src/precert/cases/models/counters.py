"""Rows that count: the day's cases, a person's submissions."""

from django.db import models


class DayCounter(models.Model):
    """The last case sequence of a day (`day` is YYDDD in the contract's time zone)."""

    day = models.CharField(max_length=5, primary_key=True)
    last = models.PositiveIntegerField()


class ConsumerLock(models.Model):
    """One row a consumer; submit updates it first, so that two duplicates can't pass each other
    unseen.
    """

    consumer = models.OneToOneField("registry.Consumer", primary_key=True, on_delete=models.PROTECT)
    n = models.PositiveIntegerField(default=0)
