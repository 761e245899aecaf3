"""Third step of signing in: the code. It works once, and bears few wrong tries, however many arrive at the same time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from precert.conduct.perform import Action, perform
from precert.conduct.refusal import Refusal, refuse
from precert.people import codes, events, policy, tries
from precert.people.acting import as_account
from precert.people.actions.check_password import lock
from precert.people.models import Account, Challenge

WRONG = "That is not the code of the newest e-mail. Type its 6 digits, or have a new code sent."
OVER = "That code no longer works: it was used, replaced, tried too often or is too old. Have a new code sent."


@dataclass(frozen=True)
class Proof:
    """A challenge that was answered."""

    challenge_id: int
    address: str


@dataclass(frozen=True)
class WrongCode:
    """A challenge that was not answered, and whether that was one wrong try too many for the account."""

    challenge_id: int
    address: str
    locks: bool


class FailCode(Action[WrongCode]):
    """Keep a wrong try of a code."""

    verb = "fail-code"
    label = "Sign in"
    permission = ""

    def allowed(self) -> bool:
        """Failing needs no permission."""
        return True

    def apply(self) -> None:
        """Journal it, and lock once."""
        account_id = self.actor.account_id or 0
        self.record(events.CODE_FAILED, events.SUBJECT_ACCOUNT, account_id, challenge=self.data.challenge_id, address=self.data.address)
        if self.data.locks:
            lock(self, account_id, "code")


class SignIn(Action[Proof]):
    """Use up the code and let the account in."""

    verb = "sign-in"
    label = "Sign in"
    permission = ""

    def lock(self) -> None:
        """Use the code: only one of many at the same time does. A locked or inactive account stays out."""
        used = Challenge.objects.filter(pk=self.data.challenge_id, account=self.actor.account_id, used_at=None).update(used_at=self.now)
        if not used:
            raise refuse("invalid", "code-over", OVER)
        open_account = Account.objects.filter(pk=self.actor.account_id or 0, is_active=True, locked_at=None)
        if not open_account.update(signed_in_at=self.now):
            raise refuse("invalid", "code-over", OVER)

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Journal it."""
        self.record(
            events.SIGNED_IN, events.SUBJECT_ACCOUNT, self.actor.account_id, challenge=self.data.challenge_id, address=self.data.address
        )


def verify_code(challenge_id: int, typed: str, now: datetime, *, address: str) -> Account:
    """The account whose code this is; it is signed in. Raises Refusal: `code-wrong` may be tried again, `code-over` not."""
    if not _take_try(challenge_id, now):
        raise refuse("invalid", "code-over", OVER)
    challenge = Challenge.objects.select_related("account").get(pk=challenge_id)
    account = challenge.account
    key = tries.key_of(account.username, "code")
    ticket = tries.take(key, now)
    if ticket is None:
        raise refuse("invalid", "code-over", OVER)
    if codes.matches(policy.typed_code(typed), challenge.code_hash):
        tries.give_back(key, ticket, now)
        perform(SignIn, Proof(challenge_id, address), as_account(account), now)
        return account
    locks = tries.fail(key, ticket, now)
    perform(FailCode, WrongCode(challenge_id, address, locks), as_account(account), now)
    raise _wrong(challenge)


def _take_try(challenge_id: int, now: datetime) -> bool:
    """Take one of the code's tries, committed before the code is looked at."""
    open_ones = Challenge.objects.filter(pk=challenge_id, used_at=None, tries__lt=policy.CODE.tries, expires_at__gt=now)
    return bool(open_ones.update(tries=F("tries") + 1))


def _wrong(challenge: Challenge) -> Refusal:
    left = policy.CODE.tries - challenge.tries
    return refuse("invalid", "code-wrong", WRONG) if left > 0 else refuse("invalid", "code-over", OVER)
