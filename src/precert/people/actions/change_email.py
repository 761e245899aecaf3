"""One's own email address, changed once a code that was sent to the new one came back."""

from dataclasses import dataclass

from precert.conduct.action import Action, Moved
from precert.people import codes, events, proofs
from precert.people.models import Account, Challenge


@dataclass(frozen=True)
class ChangeEmailInput:
    """The challenge that the new address answered."""

    challenge_id: int


class ChangeEmail(Action[ChangeEmailInput, Challenge]):
    """Use the address that the code was sent to, for mail and for codes. Until now the one before
    was used.
    """

    verb = "change_email"
    label = "Change email address"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.actor.account_id or "")

    def find(self) -> Challenge:
        """A code that is still good."""
        challenge = self._code().first()
        if challenge is None:
            raise proofs.over()
        return challenge

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def hold(self) -> None:
        """The code permits it once."""
        if not self._code().update(used_at=self.now):
            raise Moved

    def apply(self) -> None:
        """Change it; the journal keeps the address before, sealed, for the notice that goes there."""
        owner, to = self.actor.person_id, self.found.to
        account = Account.objects.get(pk=owner)
        before = account.proven_email or account.email
        Account.objects.filter(pk=owner).update(email=to, proven_email=to)
        self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, owner, fields=["email"])
        sealed = codes.seal_address(before, owner)
        self.record(events.EMAIL_CHANGED, events.SUBJECT_ACCOUNT, owner, sealed=sealed)

    def _code(self) -> proofs.Codes:
        return proofs.open_code(
            self.data.challenge_id, "change-email", self.actor.account_id, self.now
        )
