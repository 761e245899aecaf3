"""Contact information of an account: its fields, how they are kept, and what is wrong with what was
typed. Pure.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import us

from precert.kit.hidden_characters import hidden
from precert.people import policy

Kind = Literal["text", "email", "telephone", "extension", "state", "postal"]
EMAIL = re.compile(
    r"[^@\s\x00-\x1f<>,;:\"()\[\]\\]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
USERNAME = re.compile(
    r"[a-z0-9._-]+|[a-z0-9._+-]+@[a-z0-9.-]+"
)  # as policy.username makes it: none looks like another
STATES: Mapping[
    str, str
] = {  # by their two letters; the District of Columbia and the territories too
    one.abbr: one.name
    for one in sorted([*us.states.STATES_AND_TERRITORIES, us.states.DC], key=lambda one: one.name)
}
HIDDEN = "This contains an invisible character. Delete it and enter it again."


@dataclass(frozen=True)
class ContactDetail:
    """One field of the contact information; `most` is its longest text."""

    name: str
    label: str
    most: int
    required: bool = False
    kind: Kind = "text"


FIELDS: Mapping[str, ContactDetail] = {
    field.name: field
    for field in (
        ContactDetail("first_name", "First name", 80, required=True),
        ContactDetail("last_name", "Last name", 80, required=True),
        ContactDetail("email", "Email address", 254, required=True, kind="email"),
        ContactDetail("address1", "Address line 1", 120),
        ContactDetail("address2", "Address line 2", 120),
        ContactDetail("city", "City", 80),
        ContactDetail("state", "State", 2, kind="state"),
        ContactDetail("postal_code", "ZIP code", 10, kind="postal"),
        ContactDetail("phone", "Phone", 20, kind="telephone"),
        ContactDetail("extension", "Extension", 10, kind="extension"),
        ContactDetail("fax", "Fax", 20, required=True, kind="telephone"),
    )
}


def tidy(name: str, typed: str) -> str:
    """What was typed as it is kept: blanks trimmed, a telephone or fax number as its ten digits, a
    state in capitals.
    """
    text = " ".join(str(typed).split())
    kind = FIELDS[name].kind
    if kind == "telephone":
        digits = re.sub(r"[\s().+-]", "", text)
        digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
        return digits if digits.isascii() and digits.isdigit() and len(digits) == 10 else text
    return text.upper() if kind == "state" else text


def problem(name: str, value: str) -> str:
    """What is wrong with one tidied value, in words that say what to do; empty when nothing is."""
    field = FIELDS[name]
    if not value:
        return f"Enter the {field.label.lower()}." if field.required else ""
    if len(value) > field.most:
        return f"Use at most {field.most} characters."
    if hidden(value):
        return HIDDEN
    return (
        _SHAPES[field.kind][1]
        if field.kind in _SHAPES and not _SHAPES[field.kind][0].fullmatch(value)
        else ""
    )


def problems(values: Mapping[str, str], names: Iterable[str] = FIELDS) -> dict[str, str]:
    """What is wrong with tidied values, by field; a field that isn't there counts as empty."""
    found = {name: problem(name, values.get(name, "")) for name in names}
    return {name: text for name, text in found.items() if text}


def username_problem(typed: str) -> str:
    """What is wrong with the name that somebody is to sign in with; empty when nothing is. Whether
    it is taken isn't asked here.
    """
    name = policy.username(typed)
    if not name:
        return "Enter a username."
    if not 3 <= len(name) <= 80:
        return "Use 3 to 80 characters."
    return (
        ""
        if USERNAME.fullmatch(name)
        else "Use only the letters a to z, digits and . - _, or an email address."
    )


_SHAPES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "email": (EMAIL, "Enter an email address like name@example.org."),
    "telephone": (
        re.compile(r"[2-9][0-9]{9}"),
        "Enter ten digits, starting with the area code, like 303-555-0100.",
    ),
    "extension": (re.compile(r"[0-9]{1,10}"), "Enter digits only."),
    "state": (re.compile("|".join(STATES)), "Choose a state from the list."),
    "postal": (
        re.compile(r"[0-9]{5}(?:-[0-9]{4})?"),
        "Enter five digits, or nine digits like 80202-1234.",
    ),
}
