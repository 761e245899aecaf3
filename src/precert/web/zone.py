"""The clock by which pages of the account and of Setup tell the time: accounts have none of their
own.
"""

from precert.contracts.queries import all_current
from precert.people.queries.account_contracts import zone_of
from precert.web.door import Request


def zone(request: Request) -> str:
    """The time zone of the contract served here, of the first by name when there are several;
    without any here, of those elsewhere.
    """
    served = (one.pack.time_zone for one in all_current() if one.pack.id in request.actor.contracts)
    return next(served, "") or zone_of(request.account)
