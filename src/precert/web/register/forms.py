"""Forms of registering. The rules of contact information are in `people.contact`."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from precert.people import contact
from precert.web.account.forms import typed_twice


class PairForm(forms.Form):
    """NPI and registration code under one contract. Only what is missing is said here: any other
    fault is one and the same.
    """

    contract = forms.CharField(max_length=60, error_messages={"required": "Choose the contract."})
    npi = forms.CharField(max_length=40, label="NPI", error_messages={"required": "Enter the NPI."})
    code = forms.CharField(max_length=80, error_messages={"required": "Enter the code."})


class ContactForm(forms.Form):
    """Username and contact information, checked all at once."""

    provider = forms.TypedChoiceField(
        coerce=int, error_messages={"required": "Choose the provider."}
    )
    username = forms.CharField(required=False, max_length=150)
    email_again = forms.CharField(required=False, max_length=300, label="Email address again")

    def __init__(
        self, data: Any, providers: list[tuple[int, str]], typed: Mapping[str, str]
    ) -> None:
        only = {"provider": providers[0][0]} if len(providers) == 1 else {}
        super().__init__(data, initial=only | dict(typed))
        self.fields["provider"].choices = providers  # type: ignore[attr-defined]
        for name, field in contact.FIELDS.items():
            self.fields[name] = forms.CharField(required=False, max_length=300, label=field.label)

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
        typed_twice(self, found["email"])
        return self.cleaned_data | found


class OtherAddressForm(forms.Form):
    """The email address alone, typed twice."""

    email = forms.CharField(required=False, max_length=300, label="Email address")
    email_again = forms.CharField(required=False, max_length=300, label="Email address again")

    def clean(self) -> dict[str, Any]:
        """By its rule, and twice alike."""
        email = contact.tidy("email", self.cleaned_data.get("email", ""))
        if wrong := contact.problem("email", email):
            self.add_error("email", wrong)
        typed_twice(self, email)
        return self.cleaned_data | {"email": email}


class ResendForm(forms.Form):
    """Who lost the mail with the link."""

    username = forms.CharField(
        max_length=150, error_messages={"required": "Enter the username you chose."}
    )
    email = forms.CharField(
        max_length=300,
        label="Email address",
        error_messages={"required": "Enter the email address you registered with."},
    )
