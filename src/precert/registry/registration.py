"""NPI and registration code: how a newcomer shows that they speak for a provider.

A code is kept as a keyed digest, the same for the same code, so that one indexed look-up finds it:
codes are payers' ids in some contracts, short enough to be tried one by one if only hashed.
Whatever doesn't fit is looked up all the same, by the same statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.crypto import salted_hmac
from stdnum import luhn

from precert.contracts.queries import current
from precert.contracts.schema import Pack
from precert.kit.folding import identifier
from precert.registry.models import Enrolment, RegistrationCode
from precert.registry.providers import ProviderCard, active_on, card

NPI_PREFIX = "80840"  # ISO card-issuer prefix that the NPI's check digit covers (45 CFR 162.406)
NPI_DIGITS = 10
NOBODY = "-"  # no provider's NPI


@dataclass(frozen=True)
class Match:
    """A provider that an NPI and a registration code stand for, and the digest under which the code
    is kept.
    """

    provider: ProviderCard
    digest: str


def npi_is_right(npi: str) -> bool:
    """Ten digits with the right check digit, beginning with 1 or 2."""
    return (
        len(npi) == NPI_DIGITS
        and npi.isascii()
        and npi.isdigit()
        and npi[0] in "12"
        and bool(luhn.is_valid(NPI_PREFIX + npi))
    )


def code_digest(contract: str, code: str) -> str:
    """A registration code of a contract as `RegistrationCode` keeps it: 64 hex digits."""
    return _digest(contract, code, settings.SECRET_KEY)


def find(contract: str, npi: str, code: str, day: date) -> list[Match]:
    """The providers, enrolled in the contract on `day`, that have this NPI and this code there;
    none when anything is wrong.

    An NPI with a wrong check digit is nobody's. Where the pack allows it, the code in both fields
    finds a provider without NPI. Raises UnknownContractError.
    """
    digests = [
        _digest(contract, code, key)
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return _matches(
        contract,
        digests,
        day,
        provider__npi=_npi(current(contract).pack, identifier(npi), identifier(code)),
    )


def holds(contract: str, provider_id: int, digest: str, day: date) -> bool:
    """Whether the provider still has the code with that digest: not revoked, replaced or ended
    since it was found.
    """
    return bool(digest) and bool(_matches(contract, [digest], day, provider=provider_id))


def _matches(contract: str, digests: Iterable[str], day: date, **more: object) -> list[Match]:
    enrolled = Enrolment.objects.filter(active_on(day), contract=contract)
    rows = RegistrationCode.objects.select_related("provider").filter(
        contract=contract, digest__in=list(digests), provider__in=enrolled.values("provider")
    )
    return [
        Match(card(row.provider), row.digest)
        for row in rows.filter(**more).order_by("provider__name", "provider")
    ]


def _npi(pack: Pack, npi: str, code: str) -> str:
    if pack.code_in_both_fields and npi == code:
        return ""
    return npi if npi_is_right(npi) else NOBODY


def _digest(contract: str, code: str, secret: str) -> str:
    return salted_hmac(
        "precert.registry.registration-code",
        f"{contract}:{identifier(code)}",
        secret=secret,
        algorithm="sha256",
    ).hexdigest()
