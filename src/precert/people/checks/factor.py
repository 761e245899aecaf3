"""Looking at a factor that needs no code of ours: an authenticator app, a recovery code, a passkey.

Wrong tries are counted for the account, the purpose and the factor, like those of sent codes: a
place is taken, and committed, before anything is looked at, and ten within the lock rule's window
lock. The proof itself is used up by `SignIn`, or by `ProveFactor` for a step that only goes on.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from precert.conduct.perform import perform
from precert.conduct.refusal import refuse
from precert.people import policy, tries
from precert.people.actions.fail_factor import FailFactor, FailFactorInput
from precert.people.actors import as_account
from precert.people.factors import app, passkeys, recovery
from precert.people.models import Account, Factor
from precert.people.proofs import Proof, over
from precert.people.queries.enrolment import credentials_of

Kind = Literal["app", "recovery", "passkey"]
WRONG: dict[Kind, str] = {
    "app": (
        "That is not the code your app shows now, or it was already used. Wait for the next code"
        " and enter its 6 digits."
    ),
    "recovery": (
        "That is not one of your recovery codes, or it was already used. Each code works once."
    ),
    "passkey": "Passkey not accepted. Try again, or use another way.",
}


def check_app(
    account: Account,
    typed: str,
    now: datetime,
    *,
    purpose: policy.Purpose,
) -> Proof:
    """The proof of the account's app whose code was typed; not yet used up. Raises Refusal:
    `code-wrong` may be tried again.
    """

    def look() -> Proof | None:
        row = Factor.objects.filter(account=account.pk, kind="app").first()
        step = (
            None
            if row is None
            else app.step_of(app.unseal(row.secret, account.pk), typed, now, row.last_step)
        )
        return None if row is None or step is None else Proof("app", row.pk, step)

    return _counted(account, "app", purpose, now, look)


def check_recovery(
    account: Account,
    typed: str,
    now: datetime,
    *,
    purpose: policy.Purpose,
) -> Proof:
    """The proof of the unused recovery code that was typed; not yet used up. Raises Refusal as
    `check_app` does.
    """

    def look() -> Proof | None:
        found = recovery.find(account.pk, typed)
        return None if found is None else Proof("recovery", found)

    return _counted(account, "recovery", purpose, now, look)


def start_passkey(account: Account) -> tuple[dict[str, Any], passkeys.State]:
    """What the browser is asked to prove one of the account's passkeys, and the state to keep for
    `check_passkey`.
    """
    return passkeys.begin_proving(credentials_of(account.pk))


def check_passkey(
    account: Account,
    state: passkeys.State,
    answer: Any,
    now: datetime,
    *,
    purpose: policy.Purpose,
) -> Proof:
    """The proof of the passkey that answered; not yet used up. `state` is good for one answer: the
    door forgets it. Raises Refusal.
    """

    def look() -> Proof | None:
        try:
            proved = passkeys.finish_proving(state, answer, credentials_of(account.pk))
        except passkeys.PasskeyError:
            return None
        row = Factor.objects.filter(account=account.pk, credential_id=proved.credential_id).first()
        return None if row is None else Proof("passkey", row.pk, proved.counter, proved.question)

    return _counted(account, "passkey", purpose, now, look)


def _counted(
    account: Account,
    kind: Kind,
    purpose: policy.Purpose,
    now: datetime,
    look: Callable[[], Proof | None],
) -> Proof:
    """Take a place among the tries, then look; give the place back when it was right."""
    key = tries.key_of(tries.key_of(account.username, purpose), kind)
    ticket = tries.take(key, now, policy.SECRET)
    if ticket is None:
        raise over()
    if found := look():
        tries.give_back(key, ticket, now)
        return found
    locks = tries.fail(key, ticket, now, policy.SECRET)
    perform(FailFactor, FailFactorInput(kind, purpose, locks), as_account(account), now)
    raise refuse("invalid", "code-wrong", WRONG[kind])
