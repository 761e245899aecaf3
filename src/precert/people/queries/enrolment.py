"""A registration under way, for the pages after the mailed link."""

from dataclasses import dataclass
from typing import Any

from precert.people.models import Factor, Link


@dataclass(frozen=True)
class Begun:
    """What a link leads to: a first registration, an invited person's or one that was reset; the provider to own afterwards."""

    purpose: str
    provider_id: int | None


def begun_by(link_id: int) -> Begun:
    """The registration that the link began. Raises Link.DoesNotExist."""
    link = Link.objects.get(pk=link_id)
    return Begun(link.purpose, link.provider_id)


def credentials_of(account_id: int) -> list[dict[str, Any]]:
    """What is kept of the account's passkeys."""
    rows = Factor.objects.filter(account=account_id, kind="passkey").order_by("pk")
    return [row.credential for row in rows if row.credential is not None]
