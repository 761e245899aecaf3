"""Second step of signing in: a code is made and, through the journal, mailed. A new code ends the one before."""

from dataclasses import dataclass
from datetime import datetime

from precert.conduct.perform import Action, perform
from precert.conduct.refusal import Finding
from precert.people import codes, events, policy
from precert.people.acting import as_account
from precert.people.models import Account, Challenge

SIGN_IN = "sign-in"
EMAIL = "email"


@dataclass(frozen=True)
class CodeWanted:
    """A code for an account that gave its password."""

    account_id: int
    purpose: str = SIGN_IN


class StartCode(Action[CodeWanted]):
    """Make a code. The answer is the challenge's id; the code itself is only in the sealed event."""

    verb = "start-code"
    label = "Send a code"
    permission = ""

    def allowed(self) -> bool:
        """Whoever gave the password may ask for a code."""
        return self.actor.account_id == self.data.account_id

    def check(self) -> list[Finding]:
        """Too many codes that nobody typed in: somebody's mailbox is being flooded."""
        since = self.now - policy.CODE.window
        unused = Challenge.objects.filter(account=self.data.account_id, purpose=self.data.purpose, used_at=None, created_at__gt=since)
        if unused.count() < policy.CODE.unused:
            return []
        return [Finding("too-many-codes", f"Too many codes were sent. Try again in {policy.CODE.window.seconds // 60} minutes.")]

    def apply(self) -> int:
        """Write the challenge with the code's hash; the event carries the code encrypted."""
        code = policy.new_code()
        mine = Challenge.objects.filter(account=self.data.account_id, purpose=self.data.purpose, used_at=None)
        mine.filter(expires_at__gt=self.now).update(expires_at=self.now)
        challenge = Challenge.objects.create(
            account_id=self.data.account_id,
            purpose=self.data.purpose,
            channel=EMAIL,
            code_hash=codes.hashed(code),
            created_at=self.now,
            expires_at=self.now + policy.CODE.life,
        )
        sealed = codes.seal(code, challenge.pk)
        self.record(events.CODE_REQUESTED, events.SUBJECT_ACCOUNT, self.data.account_id, challenge=challenge.pk, sealed=sealed)
        return challenge.pk


def start_code(account: Account, now: datetime) -> int:
    """Make and mail a code for signing in; the id of its challenge. Raises Refusal when too many were asked for."""
    return int(perform(StartCode, CodeWanted(account.pk), as_account(account), now).answer)


def resend_code(challenge_id: int, now: datetime) -> int:
    """A new code in place of an earlier one; the id of its challenge. Raises Refusal when too many were asked for."""
    return start_code(Challenge.objects.select_related("account").get(pk=challenge_id).account, now)
