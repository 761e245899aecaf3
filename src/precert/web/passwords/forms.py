"""Forms of a new password. The rules are in `people`."""

from typing import Any

from django import forms

from precert.people import passwords
from precert.people.actors import Account
from precert.people.queries.password_rules import own_names, password_rule

MISTYPED = "The passwords do not match. Enter the new password twice."


class ForgotForm(forms.Form):
    """Who forgot the password."""

    username = forms.CharField(max_length=150, error_messages={"required": "Enter your username."})
    email = forms.CharField(
        max_length=300,
        label="Email address",
        error_messages={"required": "Enter the email address of your account."},
    )


class ResetAddressForm(forms.Form):
    """One's own email address, typed to begin."""

    email = forms.CharField(
        max_length=300,
        label="Email address",
        error_messages={"required": "Enter the email address of your account."},
    )


class NewPasswordForm(forms.Form):
    """The new password twice, held against the rule that its owner is under; all that is wrong at
    once.
    """

    password = forms.CharField(
        max_length=1000,
        strip=False,
        label="New password",
        error_messages={"required": "Enter the new password."},
    )
    again = forms.CharField(
        max_length=1000,
        strip=False,
        label="New password again",
        error_messages={"required": "Enter the new password again."},
    )

    def __init__(self, data: Any, owner: Account) -> None:
        super().__init__(data)
        self.owner = owner
        self.rule = password_rule(owner)

    def clean(self) -> dict[str, Any]:
        """Both at once: what stands against the password, and whether it was typed twice alike."""
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password:
            wrong = passwords.problems(
                password, self.rule, username=self.owner.username, names=own_names(self.owner)
            )
            for one in wrong:
                self.add_error("password", one)
            if again and passwords.normal(again) != passwords.normal(password):
                self.add_error("again", MISTYPED)
        return self.cleaned_data
