"""The ways somebody may show a second factor, as the choice page lists them, and the beginning of
each.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect

from precert.people import policy
from precert.people.actions.start_code import start_code
from precert.people.actors import Account
from precert.people.queries import FactorCard, destination, usable_factors
from precert.web.account import pending
from precert.web.account.pending import UnderWay
from precert.web.door import Request

NEVER = datetime.min.replace(tzinfo=UTC)
LABELS: dict[str, str] = {
    "email": "Email me a code",
    "sms": "Text me a code",
    "voice": "Call me",
    "app": "Use the app",
    "passkey": "Use a passkey",
}
WAYS: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "phone": ("sms", "voice"),
    "app": ("app",),
    "passkey": ("passkey",),
}
CHANNELS: dict[str, policy.Channel] = {"email": "email", "sms": "sms", "voice": "voice"}


@dataclass(frozen=True)
class Choice:
    """One factor with the ways to show it: (value of its button, label)."""

    card: FactorCard
    buttons: tuple[tuple[str, str], ...]


def choices(account: Account) -> list[Choice]:
    """The factors that may be used now, the one used last first, else the strongest. All passkeys
    are one: the browser asks which.
    """
    cards = sorted(
        usable_factors(account), key=lambda card: card.last_used_at or NEVER, reverse=True
    )
    first = [
        card
        for n, card in enumerate(cards)
        if card.kind != "passkey" or all(one.kind != "passkey" for one in cards[:n])
    ]
    return [
        Choice(card, tuple((f"{card.id}:{way}", LABELS[way]) for way in WAYS[card.kind]))
        for card in first
    ]


def only(account: Account) -> str:
    """The value of the one button there is; empty when somebody has to choose."""
    buttons = [value for choice in choices(account) for value, _ in choice.buttons]
    return buttons[0] if len(buttons) == 1 else ""


def start(request: Request, under_way: UnderWay, button: str) -> HttpResponse | None:
    """Begin with the factor and way of a button; None for one that isn't there. Raises Refusal when
    too many codes were sent.
    """
    account = under_way.account
    cards = {value: choice.card for choice in choices(account) for value, _ in choice.buttons}
    if button not in cards:
        return None
    card, way = cards[button], button.partition(":")[2]
    if way not in CHANNELS:
        return redirect(f"login_{way}")
    to = destination(account, card.id)
    challenge = start_code(account, request.now, purpose="sign-in", channel=CHANNELS[way], to=to)
    pending.change(request, challenge=challenge, way=way, shown=card.shown)
    return redirect("login_call" if way == "voice" else "login_code")
