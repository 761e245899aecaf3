"""Fields that the forms of several pages ask for: label, hint, control and what is said of an empty
one stand here once. `components/field.html` shows each.
"""

from typing import Any

from django import forms
from django.forms.widgets import Input

from precert.people import contact

CONTACT_AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "address1": "address-line1",
    "address2": "address-line2",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
    "phone": "tel-national",
    "extension": "tel-extension",
    "fax": "off",
}
WIDTHS = {"postal_code": "md", "phone": "md", "fax": "md", "extension": "sm"}
TEN_DIGITS = "Enter ten digits, starting with the area code."


class OneTimeInput(forms.PasswordInput):
    """A code anybody may read while it is typed, but never shown again."""

    input_type = "text"


def text_line(
    label: str,
    missing: str = "",
    *,
    most: int = 300,
    hint: str = "",
    widget: type[Input] = forms.TextInput,
    **attrs: Any,
) -> forms.CharField:
    """A line of text. `missing`: what is said when it is empty, which it may be without that;
    `attrs`: of its control, and its `width`.
    """
    return forms.CharField(
        label=label,
        required=bool(missing),
        error_messages={"required": missing} if missing else {},
        max_length=most,
        strip=widget is not forms.PasswordInput,
        help_text=hint,
        widget=widget(attrs),
    )


def username_line(missing: str, *, hint: str = "") -> forms.CharField:
    """The name somebody signs in with."""
    return text_line(
        "Username",
        missing,
        most=150,
        hint=hint,
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
    )


def email_line(
    missing: str, *, label: str = "Email address", hint: str = "", most: int = 300
) -> forms.CharField:
    """An email address; its rule is asked elsewhere."""
    return text_line(
        label, missing, most=most, hint=hint, widget=forms.EmailInput, autocomplete="email"
    )


def email_again_line() -> forms.CharField:
    """The email address a second time (`check_typed_twice`)."""
    return email_line("Enter the email address again.", label="Email address again")


def password_line(
    label: str, missing: str, *, most: int = 1000, hint: str = "", new: bool = False
) -> forms.CharField:
    """A password, as it was typed."""
    attrs: dict[str, Any] = {"autocapitalize": "none", "spellcheck": "false"} if new else {}
    return text_line(
        label,
        missing,
        most=most,
        hint=hint,
        widget=forms.PasswordInput,
        autocomplete="new-password" if new else "current-password",
        **attrs,
    )


def code_line(missing: str, *, focus: bool = True) -> forms.CharField:
    """A code of six digits, blanks and dashes allowed. It takes the focus where it is all there is
    to do.
    """
    attrs: dict[str, Any] = {"autofocus": True} if focus else {}
    return text_line(
        "Code",
        missing,
        most=40,
        widget=OneTimeInput,
        width="sm",
        autocomplete="one-time-code",
        inputmode="numeric",
        **attrs,
    )


def contact_lines(*, staff: bool = False, email_hint: str = "") -> dict[str, forms.Field]:
    """Everything of `people.contact`, the email address twice, in the order of the pages."""
    lines = {name: _contact_line(name, staff) for name in contact.FIELDS}
    lines["email"] = email_line(contact.problem("email", ""), hint=email_hint)
    lines["email_again"] = email_again_line()
    first = ("first_name", "last_name", "email", "email_again", "fax")
    return {name: lines[name] for name in (*first, *(one for one in lines if one not in first))}


def _contact_line(name: str, staff: bool) -> forms.Field:
    asked = contact.FIELDS[name]
    attrs: dict[str, Any] = {"autocomplete": CONTACT_AUTOCOMPLETE.get(name, "")}
    if name in WIDTHS:
        attrs["width"] = WIDTHS[name]
    if asked.kind == "state":
        widget = forms.Select(attrs, choices=list(contact.STATES.items()))
        return forms.CharField(label=asked.label, required=False, max_length=300, widget=widget)
    needs_none = staff and name == "fax"
    return text_line(
        asked.label,
        "" if needs_none else contact.problem(name, ""),
        hint=TEN_DIGITS if name == "fax" and not staff else "",
        widget=forms.TelInput if asked.kind == "telephone" else forms.TextInput,
        **attrs,
    )


def check_typed_twice(form: forms.Form, email: str) -> None:
    """Unless something else is wrong with the tidied address: whether `email_again` says the same."""
    again = contact.tidy("email", form.cleaned_data.get("email_again", ""))
    if not {"email", "email_again"} & set(form.errors) and email.casefold() != again.casefold():
        form.add_error(
            "email_again",
            "The addresses do not match. Enter the same email address in both fields.",
        )
