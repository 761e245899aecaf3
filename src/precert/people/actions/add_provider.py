"""Register New Provider: a provider, shown by its NPI and registration code, joins the group."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from precert.conduct.action import Action, Moved
from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding, refuse
from precert.contracts.queries import all_current
from precert.kit.clock import local_day
from precert.people import authority, events, tries
from precert.people.models import GroupProvider
from precert.registry.providers import ProviderCard
from precert.registry.registration import find

NOT_VALID = "NPI/Regcode is not valid"
THERE = "This provider is already in your group."


@dataclass(frozen=True)
class AddProviderInput:
    """Which provider to which group, and the NPI and code as typed: they are looked at again."""

    group_id: int
    provider_id: int
    npi: str
    code: str = field(repr=False)


class AddProvider(Action[AddProviderInput, int]):
    """The group's people with a group's role reach the provider from their next request on."""

    verb = "add_provider"
    label = "Register New Provider"
    permission = "providers.manage"

    def subject(self) -> tuple[str, str]:
        """The group."""
        return events.SUBJECT_GROUP, str(self.data.group_id)

    def find(self) -> int:
        """A group that the actor doesn't administrate is not known here."""
        if self.data.group_id not in authority.span_of(self.actor).groups:
            raise refuse("missing", "no-such-group", "Group not found.")
        return self.data.group_id

    def check(self) -> list[Finding]:
        """The provider is one that the pair stands for, and not in the group yet. A wrong pair
        counts, and stays counted whatever becomes of the action.
        """
        cards = look_up(self.actor, self.data.npi, self.data.code, self.now)
        if self.data.provider_id not in {card.id for card in cards}:
            return [Finding("not-chosen", "Choose one of the providers found.", path="provider")]
        there = GroupProvider.objects.filter(group=self.found, provider=self.data.provider_id)
        return [Finding("in-group", THERE, path="provider")] if there.exists() else []

    def hold(self) -> None:
        """Of two at once the second looks again, and is told that it is there."""
        try:
            with transaction.atomic():
                self.row = GroupProvider.objects.create(
                    group_id=self.found, provider_id=self.data.provider_id, added_at=self.now
                )
        except IntegrityError:
            raise Moved from None

    def apply(self) -> dict[str, int]:
        """The id of the provider in its group."""
        row = self.row
        self.record(
            events.PROVIDER_ADDED, events.SUBJECT_GROUP, row.group_id, provider=row.provider_id
        )
        return {"place": row.pk}


def look_up(actor: Actor, npi: str, code: str, now: datetime) -> list[ProviderCard]:
    """The providers of that NPI and registration code in any contract. Raises one Refusal for
    whatever is wrong; wrong pairs count.
    """
    key = tries.key_of(f"account {actor.account_id}", "registration-code")
    ticket = tries.take(key, now)
    if ticket is None:
        raise refuse(
            "invalid",
            "too-many",
            "Too many invalid entries. Try again in 15 minutes, or call support (see Help,"
            " Contact).",
        )
    found = {
        match.provider.id: match.provider
        for one in all_current()
        for match in find(one.pack.id, npi, code, local_day(now, one.pack.time_zone))
    }
    if not found:
        tries.fail(key, ticket, now)
        raise refuse("invalid", "not-valid", NOT_VALID, path="npi")
    tries.give_back(key, ticket, now)
    return sorted(found.values(), key=lambda card: (card.name.casefold(), card.id))
