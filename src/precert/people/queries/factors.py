"""Second factors: those that somebody has registered, and the kinds that their contracts and this
installation accept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from precert.people import policy
from precert.people.factors import names, passkeys, phones
from precert.people.models import Account, Factor, RecoveryCode
from precert.people.queries.account_contracts import packs_of

LABELS: dict[str, str] = {
    "passkey": "Passkey",
    "app": "Authenticator app",
    "phone": "Phone",
    "email": "Email",
}
STRENGTH: tuple[policy.FactorKind, ...] = (
    "passkey",
    "app",
    "phone",
    "email",
)  # strongest first, see ADR 15
POSSIBLE: dict[str, Callable[[], bool]] = {"passkey": passkeys.possible, "phone": phones.possible}


@dataclass(frozen=True)
class FactorCard:
    """A registered factor as it may be shown: its kind, the owner's name for it, and a masked
    number or address.
    """

    id: int
    kind: str
    label: str
    shown: str
    added_at: datetime
    last_used_at: datetime | None

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return LABELS[self.kind]

    @property
    def name(self) -> str:
        """What a list calls it: the owner's name for it after the kind, where it has one."""
        return f"{self.kind_label}: {self.label}" if self.label else self.kind_label

    @property
    def can_be_named(self) -> bool:
        """Whether its owner may name it."""
        return self.kind in names.NAMED


def factors_of(account_id: int) -> list[FactorCard]:
    """The account's factors, strongest first; one query."""
    rows = (
        Factor.objects.select_related("account")
        .filter(account=account_id)
        .order_by("added_at", "pk")
    )
    found = [
        FactorCard(row.pk, row.kind, row.label, _shown(row), row.added_at, row.last_used_at)
        for row in rows
    ]
    return sorted(found, key=lambda card: STRENGTH.index(card.kind))


def usable_factors(account: Account) -> list[FactorCard]:
    """Those of the account's factors whose kind is accepted now, strongest first.

    Somebody whose factors a new rule has all excluded may use what there is: better a weaker door
    than none, until they add another.
    """
    there, accepted = factors_of(account.pk), accepted_kinds(account)
    return [card for card in there if card.kind in accepted] or there


def accepted_kinds(account: Account, *, adding: int | None = None) -> frozenset[policy.FactorKind]:
    """The kinds that every contract of the account and this installation accept. `adding`: a
    provider it is about to work for.

    Contracts that have none in common leave the strongest that one of them accepts: somebody must
    be able to come in.
    """
    here = frozenset(
        kind for kind in STRENGTH if kind in settings.FACTORS and POSSIBLE.get(kind, _always)()
    )
    each = [frozenset(pack.sign_in.factors) & here for pack in packs_of(account, adding=adding)]
    common = here.intersection(*each)
    return common or _strongest(frozenset().union(*each) or here)


def in_order(kinds: Iterable[policy.FactorKind]) -> list[tuple[policy.FactorKind, str]]:
    """Kinds with their names, the recommended ones first."""
    return sorted(((kind, LABELS[kind]) for kind in kinds), key=lambda one: STRENGTH.index(one[0]))


def destination(account: Account, factor_id: int) -> str:
    """Where a code for one of the account's factors goes: its proven email address or the
    telephone's number; empty for others.
    """
    row = Factor.objects.filter(pk=factor_id, account=account.pk).first()
    if row is None or row.kind not in {"email", "phone"}:
        return ""
    return account.proven_email if row.kind == "email" else row.phone


def names_beside(account_id: int, factor_id: int = 0) -> frozenset[str]:
    """The names of the account's factors but this one."""
    return frozenset(
        Factor.objects.filter(account=account_id)
        .exclude(pk=factor_id)
        .exclude(label="")
        .values_list("label", flat=True)
    )


def recovery_codes_left(account_id: int) -> int:
    """How many recovery codes the account could still use."""
    return RecoveryCode.objects.filter(account=account_id, used_at=None).count()


def masked_email(address: str) -> str:
    """An address that its owner knows again and others don't: `a••@example.org`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}••@{domain}" if domain else ""


def _strongest(kinds: Iterable[policy.FactorKind]) -> frozenset[policy.FactorKind]:
    return frozenset(sorted(kinds, key=STRENGTH.index)[:1])


def _shown(row: Factor) -> str:
    if row.kind == "email":
        return masked_email(row.account.proven_email)
    return phones.shown(row.phone) if row.kind == "phone" else ""


def _always() -> bool:
    return True
