"""The end of a registration: password, email address, second factor and recovery codes stand, and
the person is signed in.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from precert.conduct.action import Action
from precert.conduct.locked import LockedAction
from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import events, policy
from precert.people.acting import as_account
from precert.people.actions.add_factor import NewFactor, not_accepted, there_already, write_factor
from precert.people.actions.make_recovery_codes import keep_codes
from precert.people.actions.sign_in import Method, open_session
from precert.people.actions.verify_code import proved_to
from precert.people.models import Account, GroupProvider, Link, Membership, ProviderGroup
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
class Finished:
    """Everything that was proved: the link, the email code's challenge, the password's hash, the
    factor, hashes of recovery codes.
    """

    link_id: int
    email_challenge: int
    password_hash: str = field(repr=False)
    factor: NewFactor
    recovery_hashes: tuple[str, ...] = field(repr=False)
    address: str
    agent: str = ""


class FinishRegistration(LockedAction[Finished]):
    """Finish it, once. The answer's `session` is the key of the new session, told once."""

    verb = "finish-registration"
    label = "Finish the registration"
    permission = ""

    def lock(self) -> None:
        """Of many at the same time one gets through; a link that a newer one has replaced finishes
        nothing.

        The account comes first, as in the reset of a registration: what the link says is read after
        whoever had the account.
        """
        self.email = proved_to(self.actor.account_id or 0, self.data.email_challenge, "register")
        if not take_account(self, self.email):
            raise refuse("conflict", "registration-over", OVER)
        since = self.now - policy.REGISTRATION_LIMIT
        link = Link.objects.filter(
            pk=self.data.link_id,
            account=self.actor.account_id,
            replaced_at=None,
            opened_at__gt=since,
        ).first()
        if link is None:
            raise refuse("conflict", "registration-over", OVER)
        self.link = link
        self._accepted()

    def allowed(self) -> bool:
        """The link and what was proved are the permission."""
        return self.actor.account_id is not None

    def apply(self) -> dict[str, str]:
        """Write all of it, journal it, open the session."""
        owner, kind = self.actor.person_id, self.data.factor.kind
        write_factor(self, self.data.factor, "register")
        keep_codes(self, self.data.recovery_hashes)
        if self.link.provider_id is not None:
            self._own(self.link.provider_id)
        self.record(events.PASSWORD_CHANGED, events.SUBJECT_ACCOUNT, owner, how="registered")
        self.record(
            events.REGISTERED, events.SUBJECT_ACCOUNT, owner, purpose=self.link.purpose, factor=kind
        )
        method: Method = METHODS.get(self.data.factor.method) or METHODS[kind]
        return {"session": open_session(self, method, self.data.address, self.data.agent)}

    def _accepted(self) -> None:
        """The kind must be one that the contracts accept, those of the provider to be owned too."""
        account, kind = Account.objects.get(pk=self.actor.person_id), self.data.factor.kind
        if kind not in accepted_kinds(account, adding=self.link.provider_id):
            raise not_accepted(kind)

    def _own(self, provider_id: int) -> None:
        """A group of one's own for the provider. Links to the same provider wait in line here, so
        only the first one gets it.
        """
        Link.objects.filter(provider=provider_id).update(provider=provider_id)
        if is_owned(provider_id):
            raise refuse("conflict", "provider-owned", OWNED)
        owner, card = self.actor.person_id, providers.many([provider_id])[provider_id]
        group = ProviderGroup.objects.create(name=card.name[:LONGEST_NAME], created_at=self.now)
        GroupProvider.objects.create(group=group, provider_id=provider_id, added_at=self.now)
        Membership.objects.create(
            account_id=owner, group=group, provider=None, role=ADMIN, created_at=self.now
        )
        self.record(events.GROUP_CREATED, events.SUBJECT_GROUP, group.pk)
        self.record(events.PROVIDER_ADDED, events.SUBJECT_GROUP, group.pk, provider=provider_id)
        self.record(
            events.ROLE_GRANTED,
            events.SUBJECT_ACCOUNT,
            owner,
            role=ADMIN,
            group=group.pk,
            provider=None,
        )


ADMIN = "provider-group-admin"
METHODS: dict[str, Method] = {
    "email": "email",
    "sms": "sms",
    "voice": "voice",
    "app": "app",
    "passkey": "passkey",
}


def take_account(action: Action[Finished], email: str) -> bool:
    """Make the account a registered one, if it isn't and may be; only one of many at the same time
    does.
    """
    waiting = Account.objects.filter(
        pk=action.actor.account_id or 0,
        registered_at=None,
        is_active=True,
        locked_at=None,
        removed_at=None,
    )
    values = {
        "password": action.data.password_hash,
        "email": email,
        "proven_email": email,
        "registered_at": action.now,
    }
    return bool(waiting.update(**values, signed_in_at=action.now))


def is_owned(provider_id: int) -> bool:
    """Whether some group has the provider."""
    return GroupProvider.objects.filter(provider=provider_id).exists()


def finish_registration(account: Account, finished: Finished, now: datetime) -> str:
    """Finish the registration; the key of the session that begins. Raises Refusal:
    `registration-over`, `provider-owned` and so on.
    """
    try:
        return str(
            perform(FinishRegistration, finished, as_account(account), now).answer["session"]
        )
    except IntegrityError as error:
        raise there_already(finished.factor) from error
