"""One's own email address, changed once a code that was sent to the new one came back."""

from precert.conduct.locked import LockedAction
from precert.people import codes, events
from precert.people.actions.verify_code import Proof, use_code
from precert.people.models import Account, Challenge


class ChangeEmail(LockedAction[Proof]):
    """Use the address that the code was sent to, for mail and for codes. Until now the one before
    was used.
    """

    verb = "change-email"
    label = "Change email address"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.actor.account_id or "")

    def lock(self) -> None:
        """The code permits it once."""
        use_code(self, self.data.challenge_id, "change-email")
        self.address = Challenge.objects.values_list("to", flat=True).get(pk=self.data.challenge_id)

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Change it; the journal keeps the address before, sealed, for the notice that goes there."""
        owner = self.actor.person_id
        account = Account.objects.get(pk=owner)
        before = account.proven_email or account.email
        Account.objects.filter(pk=owner).update(email=self.address, proven_email=self.address)
        self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, owner, fields=["email"])
        self.record(
            events.EMAIL_CHANGED,
            events.SUBJECT_ACCOUNT,
            owner,
            sealed=codes.seal_address(before, owner),
        )
