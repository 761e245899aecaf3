"""Choosing the provider to act for."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.conduct.refusal import refuse
from precert.people import events
from precert.people.models import Account, Membership
from precert.people.queries.memberships import reach_of


@dataclass(frozen=True)
class ChangeContextInput:
    """The provider to act for from now on."""

    provider_id: int


class ChangeContext(Action[ChangeContextInput, list[int]]):
    """Act for another provider. Every member may, for the providers that their memberships reach."""

    verb = "change_context"
    label = "Change Context"
    permission = ""

    def find(self) -> list[int]:
        """The memberships that reach the provider; one out of reach is not known here."""
        reach = reach_of(self.actor.account_id or 0)
        if self.data.provider_id not in reach.providers:
            raise refuse("missing", "no-such-context", "You do not have access to that provider.")
        return reach.memberships_at(self.data.provider_id)

    def allowed(self) -> bool:
        """Membership is the permission; `find` has asked for it."""
        return self.actor.account_id is not None

    def apply(self) -> int:
        """Remember it for the next sign-in; the memberships count as used."""
        Account.objects.filter(pk=self.actor.account_id or 0).update(
            last_context=self.data.provider_id
        )
        Membership.objects.filter(pk__in=self.found).update(last_used_at=self.now)
        self.record(
            events.CONTEXT_CHANGED,
            events.SUBJECT_ACCOUNT,
            self.actor.account_id,
            provider=self.data.provider_id,
        )
        return self.data.provider_id
