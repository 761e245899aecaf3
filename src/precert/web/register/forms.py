"""Forms of registering. The rules of contact information are in `people.contact`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from precert.contracts.schema import Pack
from precert.people import contact
from precert.web.form_fields import (
    check_typed_twice,
    contact_lines,
    email_again_line,
    email_line,
    text_line,
    username_line,
)

TEN_DIGITS_OR_CODE = (
    "Enter ten digits. If the provider has no NPI and the contract allows it, enter the code in"
    " both fields."
)
USERNAME_HINT = "You will sign in with this name. Use at least 3 characters and no spaces."
EMAIL_HINT = "Use an address only you can read. We email the link there."


class PairForm(forms.Form):
    """NPI and registration code under one contract. Only what is missing is said here: any other
    fault is one and the same.
    """

    contract = forms.CharField(max_length=60, error_messages={"required": "Choose the contract."})
    npi = text_line("NPI", "Enter the NPI.", most=40, hint=TEN_DIGITS_OR_CODE, autocomplete="off")
    code = text_line("Code", "Enter the code.", most=80, autocomplete="off", spellcheck="false")

    def __init__(self, data: Any, packs: Sequence[Pack], chosen: Pack | None) -> None:
        super().__init__(data, initial={"contract": chosen.id if chosen else ""})
        labels = {one.id: one.labels.registration_code for one in packs}
        self.fields["code"].label = chosen.labels.registration_code if chosen else "Code"
        if len(packs) < 2:
            self.fields["contract"].widget = forms.HiddenInput()
            return
        self.fields["contract"].widget = forms.Select(
            {"blank": "", "data-label-of": "id_code", "data-labels": json.dumps(labels)},
            choices=[(one.id, one.name) for one in packs],
        )
        called = ", ".join(f"{one.labels.registration_code} for {one.name}" for one in packs)
        self.fields["contract"].help_text = f"The code is called {called}."


class ContactForm(forms.Form):
    """Username and contact information, checked all at once."""

    provider = forms.TypedChoiceField(
        coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose the provider."}
    )
    username = username_line(contact.username_problem(""), hint=USERNAME_HINT)

    def __init__(
        self, data: Any, providers: list[tuple[int, str]], typed: Mapping[str, str]
    ) -> None:
        only = {"provider": providers[0][0]} if len(providers) == 1 else {}
        super().__init__(data, initial=only | dict(typed))
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]
        if len(providers) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
        self.fields |= contact_lines(email_hint=EMAIL_HINT)

    def clean_username(self) -> str:
        """Whether it can be a username; whether it is taken is asked later."""
        typed = str(self.cleaned_data["username"])
        if wrong := contact.username_problem(typed):
            raise ValidationError(wrong)
        return typed

    def clean(self) -> dict[str, Any]:
        """Each field by its rule, and the address typed twice alike."""
        found = {
            name: contact.tidy(name, self.cleaned_data.get(name, "")) for name in contact.FIELDS
        }
        for name, wrong in contact.problems(found).items():
            if name not in self.errors:
                self.add_error(name, wrong)
        check_typed_twice(self, found["email"])
        return self.cleaned_data | found


class OtherAddressForm(forms.Form):
    """The email address alone, typed twice."""

    email = email_line(contact.problem("email", ""), hint=EMAIL_HINT)
    email_again = email_again_line()

    def clean(self) -> dict[str, Any]:
        """By its rule, and twice alike."""
        email = contact.tidy("email", self.cleaned_data.get("email", ""))
        if "email" not in self.errors and (wrong := contact.problem("email", email)):
            self.add_error("email", wrong)
        check_typed_twice(self, email)
        return self.cleaned_data | {"email": email}


class ResendForm(forms.Form):
    """Who lost the mail with the link."""

    username = username_line("Enter the username you chose.")
    email = email_line("Enter the email address you registered with.")
