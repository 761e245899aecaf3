"""The actor of sign-in steps: a person who is not (yet) acting for anybody and so holds no
permission.
"""

from precert.conduct.actor import Actor, ActorKind
from precert.people.models import Account

__all__ = ["STRANGER", "Account", "as_account"]  # the account as a type, for doors that hold one

LONGEST_NAME = 150  # of the journal's column


def as_account(account: Account) -> Actor:
    """The account's owner, without a context."""
    kind: ActorKind = "staff" if account.staff else "person"
    return Actor(
        kind=kind, id=str(account.pk), name=account.full_name[:LONGEST_NAME], account_id=account.pk
    )


STRANGER = Actor(kind="person", id="unknown", name="")
