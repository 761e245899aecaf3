"""Last step of signing in: the second factor's proof is used up and a session opened, in one
transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.perform import perform
from precert.people import proofs, sessions
from precert.people.actors import as_account
from precert.people.models import Account
from precert.people.proofs import Proof


@dataclass(frozen=True)
class SignInInput:
    """The second factor that was checked, and where the person comes from."""

    proof: Proof
    address: str
    agent: str = ""


class SignIn(Action[SignInInput]):
    """Use up the proof and let the account in. The answer's `session` is the key of the new
    session, told once.
    """

    verb = "sign_in"
    label = "Sign in"
    permission = ""

    def find(self) -> None:
        """A proof that is still good. A locked, inactive or removed account stays out."""
        proofs.must_be_usable(self.data.proof, self.actor.account_id, self.now)
        if not self._inside().exists():
            raise proofs.over()

    def allowed(self) -> bool:
        """The proof is the permission."""
        return self.actor.account_id is not None

    def hold(self) -> None:
        """Of many tries with the same proof one gets through."""
        proofs.use(self.data.proof, self.actor.account_id, self.now)
        if not self._inside().update(signed_in_at=self.now):
            raise Moved

    def apply(self) -> dict[str, str]:
        """Open the session and journal it."""
        method = self.data.proof.method
        return {"session": sessions.start(self, method, self.data.address, self.data.agent)}

    def _inside(self) -> QuerySet[Account]:
        open_ones = Account.objects.filter(is_active=True, locked_at=None, removed_at=None)
        return open_ones.filter(pk=self.actor.account_id or 0)


def sign_in(account: Account, proof: Proof, now: datetime, *, address: str, agent: str = "") -> str:
    """Let somebody in whose second factor was checked; the key of the session. Raises Refusal when
    the proof was used already.
    """
    data = SignInInput(proof, address, agent)
    return str(perform(SignIn, data, as_account(account), now).answer["session"])
