"""A registration under way, for the pages after the mailed link."""

from typing import Any

from precert.people.models import Factor, Link


def provider_behind(link_id: int) -> int | None:
    """The provider to own once the registration is finished that the link began. Raises
    Link.DoesNotExist.
    """
    return Link.objects.get(pk=link_id).provider_id


def credentials_of(account_id: int) -> list[dict[str, Any]]:
    """What is kept of the account's passkeys."""
    rows = Factor.objects.filter(account=account_id, kind="passkey").order_by("pk")
    return [row.credential for row in rows if row.credential is not None]
