"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address that a request came from, for the audit trail.

    Behind trusted proxies it is the right-most entry of X-Forwarded-For that none of them is: what
    stands left of it anybody may have written. Without trusted proxies the header means nothing.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))[:45]
    if not settings.TRUSTED_PROXIES:
        return peer
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    found = peer
    while _is_proxy(found) and said:
        entry = _parsed(said.pop())
        if entry is None:
            break  # whoever wrote that is no proxy we know: the last address that we do know stays
        found = str(entry)
    return found


def _is_proxy(text: str) -> bool:
    address = _parsed(text)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: some add a port, some brackets, some write IPv4 as IPv6."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
