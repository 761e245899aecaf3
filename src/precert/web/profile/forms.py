"""Forms of the profile. The rules of contact information are in `people.contact`."""

from typing import Any

from django import forms

from precert.people import contact
from precert.people.actions.edit_profile import problems
from precert.people.actors import Account
from precert.web.account.forms import CodeForm, typed_twice


class ProfileForm(forms.Form):
    """Everything at once, checked all at once."""

    email_again = forms.CharField(required=False, max_length=300, label="Email address again")
    shortcuts = forms.BooleanField(required=False)

    def __init__(self, data: Any, owner: Account) -> None:
        initial = {name: getattr(owner, name) for name in contact.FIELDS} | {
            "email_again": owner.email,
            "shortcuts": owner.shortcuts,
        }
        super().__init__(data, initial=initial)
        self.staff = owner.staff
        for name, field in contact.FIELDS.items():
            self.fields[name] = forms.CharField(required=False, max_length=300, label=field.label)

    @property
    def address(self) -> str:
        """The email address as typed and tidied."""
        return contact.tidy("email", self.cleaned_data.get("email", ""))

    def clean(self) -> dict[str, Any]:
        """Each field by its rule, and the address typed twice alike."""
        typed = {
            name: contact.tidy(name, self.cleaned_data.get(name, "")) for name in contact.FIELDS
        }
        for name, wrong in problems(typed, contact.FIELDS, staff=self.staff).items():
            if name not in self.errors:
                self.add_error(name, wrong)
        typed_twice(self, self.address)
        return self.cleaned_data


class NewAddressForm(CodeForm):
    """The code that was sent to the new address, and one's password: an unwatched screen must not
    be enough.
    """

    password = forms.CharField(
        max_length=1000,
        strip=False,
        label="Password",
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, data: Any, *, asks_password: bool) -> None:
        super().__init__(data)
        if not asks_password:
            del self.fields["password"]
