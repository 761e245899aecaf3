"""Forms of the profile. The rules of contact information are in `people.contact`."""

from typing import Any

from django import forms

from precert.people import contact
from precert.people.actions.edit_profile import problems
from precert.people.actors import Account
from precert.web.account.forms import CodeForm
from precert.web.form_fields import check_typed_twice, contact_lines, password_line

EMAIL_HINT = (
    "If you change it, we send a code to the new address. We use the address after you enter the"
    " code."
)
SHORTCUTS_HINT = (
    "Single keys such as / and j. Turn them off if they interfere with a screen reader or speech"
    " input."
)


class ProfileForm(forms.Form):
    """Everything at once, checked all at once."""

    shortcuts = forms.BooleanField(
        required=False, label="Keyboard shortcuts on", help_text=SHORTCUTS_HINT
    )

    def __init__(self, data: Any, owner: Account) -> None:
        initial = {name: getattr(owner, name) for name in contact.FIELDS} | {
            "email_again": owner.email,
            "shortcuts": owner.shortcuts,
        }
        super().__init__(data, initial=initial)
        self.staff = owner.staff
        self.fields = contact_lines(staff=owner.staff, email_hint=EMAIL_HINT) | self.fields

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
        check_typed_twice(self, self.address)
        return self.cleaned_data


class NewAddressForm(CodeForm):
    """The code that was sent to the new address, and one's password: an unwatched screen must not
    be enough.
    """

    password = password_line(
        "Your password",
        "Enter your password.",
        hint="This keeps anyone else from changing it on your screen.",
    )

    def __init__(self, data: Any, *, asks_password: bool) -> None:
        super().__init__(data)
        if not asks_password:
            del self.fields["password"]
