"""Who a staff account is at the single sign-on provider. The first time links the two for good."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Finding
from precert.people import events
from precert.people.models import StaffIdentity


@dataclass(frozen=True)
class LinkIdentityInput:
    """Somebody as the provider proved them: who there, which username here, whether by a second
    factor.
    """

    issuer: str
    subject: str
    username: str
    second_factor: bool


class LinkIdentity(Action[LinkIdentityInput, StaffIdentity | None]):
    """Remember for good who a staff account is at the provider. The answer is the identity's id."""

    verb = "link_identity"
    label = "Link single sign-on"
    permission = ""

    def allowed(self) -> bool:
        """The provider's proof is the permission; it is for staff only."""
        return self.actor.side == "review" and self.actor.account_id is not None

    def find(self) -> StaffIdentity | None:
        """The one that the account or the identity has at this provider."""
        there = StaffIdentity.objects.filter(issuer=self.data.issuer)
        mine = Q(subject=self.data.subject) | Q(account=self.actor.account_id or 0)
        return there.filter(mine).first()

    def check(self) -> list[Finding]:
        """An account has one identity at a provider, an identity one account."""
        row = self.found
        if row is None or (row.subject, row.account_id) == (
            self.data.subject,
            self.actor.account_id,
        ):
            return []
        return [Finding("linked", "One of them is linked to someone else.")]

    def hold(self) -> None:
        """Of many first times one is written: unique constraints decide."""
        if self.found is not None:
            return
        try:
            with transaction.atomic():
                self.new = StaffIdentity.objects.create(
                    account_id=self.actor.person_id,
                    issuer=self.data.issuer,
                    subject=self.data.subject,
                    linked_at=self.now,
                )
        except IntegrityError:
            raise Moved from None

    def apply(self) -> int:
        """Journal it, the first time."""
        if self.found is not None:
            return self.found.pk
        about = {"identity": self.new.pk}
        self.record(events.IDENTITY_LINKED, events.SUBJECT_ACCOUNT, self.actor.person_id, **about)
        return self.new.pk
