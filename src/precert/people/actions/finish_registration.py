"""The end of a registration: password, email address, second factor and recovery codes stand, and
the person is signed in.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, refuse
from precert.people import events, policy, sessions
from precert.people.actions.add_factor import (
    AddFactorInput,
    not_accepted,
    phone_of,
    there_already,
    write_factor,
)
from precert.people.actions.make_recovery_codes import keep_codes
from precert.people.actors import as_account
from precert.people.models import Account, GroupProvider, Link, Membership, ProviderGroup
from precert.people.proofs import Method, proved_to
from precert.people.queries import owned
from precert.people.queries.factors import accepted_kinds
from precert.registry import providers

OVER = (
    "This registration has ended: it was finished, it expired, a newer link replaced it, or the"
    " account cannot be used now."
)
OWNED = (
    "Someone else has just registered this provider. Ask its Group Admin to add you, or call"
    " support."
)
LONGEST_NAME = 200  # of a group


@dataclass(frozen=True)
class FinishRegistrationInput:
    """Everything that was proved: the link, the email code's challenge, the password's hash, the
    factor, hashes of recovery codes.
    """

    link_id: int
    email_challenge: int
    password_hash: str = field(repr=False)
    factor: AddFactorInput
    recovery_hashes: tuple[str, ...] = field(repr=False)
    address: str
    agent: str = ""


class FinishRegistration(Action[FinishRegistrationInput, Link]):
    """Finish it, once. The answer's `session` is the key of the new session, told once."""

    verb = "finish_registration"
    label = "Finish the registration"
    permission = ""

    def find(self) -> Link:
        """The link that was opened; one that a newer one has replaced finishes nothing, and neither
        does an account that is registered, locked or can't be used.
        """
        self.email = proved_to(self.actor.account_id or 0, self.data.email_challenge, "register")
        link = self._link().first()
        if link is None or not self._waiting().exists():
            raise refuse("conflict", "registration-over", OVER)
        return link

    def allowed(self) -> bool:
        """The link and what was proved are the permission."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """A provider that nobody owns, and a factor of a kind that the contracts accept, those of
        the provider to be owned too.
        """
        provider, factor = self.found.provider_id, self.data.factor
        if provider is not None and owned([provider]):
            return [Finding("provider-owned", OWNED)]
        account = Account.objects.get(pk=self.actor.person_id)
        if factor.kind not in accepted_kinds(account, adding=provider):
            return [not_accepted(factor.kind)]
        self.phone = phone_of(account.pk, factor, "register")
        return there_already(account.pk, factor, self.phone)

    def hold(self) -> None:
        """Of many at the same time one gets through. The account comes before its links, as in the
        reset of a registration; links to the same provider wait in line, so only the first one gets
        it.
        """
        registered = {
            "password": self.data.password_hash,
            "email": self.email,
            "proven_email": self.email,
            "registered_at": self.now,
            "signed_in_at": self.now,
        }
        if not self._waiting().update(**registered):
            raise Moved
        if not self._link().update(opened_at=F("opened_at")):
            raise Moved
        if (provider := self.found.provider_id) is not None:
            Link.objects.filter(provider=provider).update(provider=provider)
            if owned([provider]):
                raise Moved
        write_factor(self, self.data.factor, self.phone)

    def apply(self) -> dict[str, str]:
        """Write all of it, journal it, open the session."""
        owner, factor = self.actor.person_id, self.data.factor
        keep_codes(self, self.data.recovery_hashes)
        if self.found.provider_id is not None:
            self._own(self.found.provider_id)
        self.record(events.PASSWORD_CHANGED, events.SUBJECT_ACCOUNT, owner, how="registered")
        about = {"purpose": self.found.purpose, "factor": factor.kind}
        self.record(events.REGISTERED, events.SUBJECT_ACCOUNT, owner, **about)
        method: Method = METHODS.get(factor.method) or METHODS[factor.kind]
        return {"session": sessions.start(self, method, self.data.address, self.data.agent)}

    def _link(self) -> QuerySet[Link]:
        mine = Link.objects.filter(pk=self.data.link_id, account=self.actor.account_id or 0)
        return mine.filter(replaced_at=None, opened_at__gt=self.now - policy.REGISTRATION_LIMIT)

    def _waiting(self) -> QuerySet[Account]:
        """The account, if it isn't registered and may be."""
        return Account.objects.filter(
            pk=self.actor.account_id or 0,
            registered_at=None,
            is_active=True,
            locked_at=None,
            removed_at=None,
        )

    def _own(self, provider_id: int) -> None:
        """A group of one's own for the provider."""
        owner, card = self.actor.person_id, providers.many([provider_id])[provider_id]
        group = ProviderGroup.objects.create(name=card.name[:LONGEST_NAME], created_at=self.now)
        GroupProvider.objects.create(group=group, provider_id=provider_id, added_at=self.now)
        Membership.objects.create(
            account_id=owner, group=group, provider=None, role=ADMIN, created_at=self.now
        )
        self.record(events.GROUP_CREATED, events.SUBJECT_GROUP, group.pk)
        self.record(events.PROVIDER_ADDED, events.SUBJECT_GROUP, group.pk, provider=provider_id)
        role = {"role": ADMIN, "group": group.pk, "provider": None}
        self.record(events.ROLE_GRANTED, events.SUBJECT_ACCOUNT, owner, **role)


ADMIN = "provider-group-admin"
METHODS: dict[str, Method] = {
    "email": "email",
    "sms": "sms",
    "voice": "voice",
    "app": "app",
    "passkey": "passkey",
}


def finish_registration(account: Account, data: FinishRegistrationInput, now: datetime) -> str:
    """Finish the registration; the key of the session that begins. Raises Refusal:
    `registration-over`, `provider-owned` and so on.
    """
    return str(perform(FinishRegistration, data, as_account(account), now).answer["session"])
