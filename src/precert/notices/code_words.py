"""The words about a code, by what it is for: mailed, in a text message, said in a call. Pure.

They hold the code, what it is for and until when. The advice is for whoever gets a code that they
didn't ask for.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """What a code is for: the subject of its mail, "to …", and the advice."""

    subject: str
    to: str
    advice: str


KNOWS = "someone knows your password. Change it, and tell your administrator."
UNASKED = "someone may have entered your address by mistake. You don't need to do anything."
ABOUT: Mapping[str, About] = {  # by policy.Purpose
    "sign-in": About(
        "Your Precert sign-in code", "to sign in", f"If you did not try to sign in, {KNOWS}"
    ),
    "register": About(
        "Your Precert registration code",
        "to finish your registration",
        f"If you are not registering, {UNASKED}",
    ),
    "add-factor": About(
        "Your Precert code to change how you sign in",
        "to change how you sign in",
        "If you did not ask for this, someone may be signed in as you. Change your password, and"
        " tell your administrator.",
    ),
    "change-password": About(
        "Your Precert code for a new password",
        "to change your password",
        f"If you did not ask for this, {KNOWS}",
    ),
    "forgot-password": About(
        "Your Precert code for a new password",
        "to choose a new password",
        "If you did not ask for this, your password has not changed and you don't need to do"
        " anything. Never share this code.",
    ),
    "change-email": About(
        "Confirm your email address",
        "to confirm your email address",
        f"If you did not ask for this, {UNASKED}",
    ),
}
MAIL = """Your Precert code {to} is

    {code}

It works once, until {until}. Enter it on the page that asked for it.

{advice}
"""
TEXT = "{code} is your Precert code {to}. It works once, until {until}. Never share it."
CALL = (
    "This is Precert. Press the pound key {to}. If you did not ask for this"
    " call, hang up without pressing a key."
)
AGAIN = "That was not the pound key. "
CONFIRMED = "Thank you. Continue in your browser. Goodbye."
NOT_CONFIRMED = "We could not confirm this. Goodbye."
OVER = "This call is no longer needed. Goodbye."


def mailed(purpose: str, code: str, until: str) -> str:
    """The text of the mail; `until` is a time of day with its zone."""
    about = ABOUT[purpose]
    return MAIL.format(to=about.to, code=code, until=until, advice=about.advice)


def texted(purpose: str, code: str, until: str) -> str:
    """The text message: one of the 160 characters that a message may have without being split."""
    return TEXT.format(to=ABOUT[purpose].to, code=code, until=until)


def spoken(purpose: str) -> str:
    """What is said when a call is picked up."""
    return CALL.format(to=ABOUT[purpose].to)
