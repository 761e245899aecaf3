"""Forms of a new password. The rules are in `people`."""

from typing import Any

from django import forms

from precert.people import passwords
from precert.people.actors import Account
from precert.people.queries.password_rules import own_names, password_rule
from precert.web.form_fields import email_line, password_line, username_line

MISTYPED = "The passwords do not match. Enter the new password in both fields."


class ForgotForm(forms.Form):
    """Who forgot the password."""

    username = username_line("Enter your username.")
    email = email_line("Enter the email address of your account.")


class ResetAddressForm(forms.Form):
    """One's own email address, typed to begin."""

    email = email_line("Enter the email address of your account.")


class NewPasswordForm(forms.Form):
    """The new password twice, held against the rule that its owner is under; all that is wrong at
    once.
    """

    password = password_line("New password", "Enter the new password.", new=True)
    again = password_line("New password again", "Enter the new password again.", new=True)

    def __init__(self, data: Any, owner: Account) -> None:
        super().__init__(data)
        self.owner = owner
        self.rule = password_rule(owner)
        self.fields["password"].help_text = f"At least {self.rule.least} characters."

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
