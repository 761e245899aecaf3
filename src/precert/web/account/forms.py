"""Forms of sign-in. Lengths only keep nonsense out; the rules are in `people`."""

from django import forms

from precert.web.form_fields import (
    OneTimeInput,
    code_line,
    password_line,
    text_line,
    username_line,
)

NOT_ANSWERED = "You have not pressed # yet. Answer the call, press #, then continue here."


class NoFieldsForm(forms.Form):
    """A page with buttons only, which can have something wrong all the same."""


class SignInForm(forms.Form):
    """Username and password of one door."""

    username = username_line("Enter your username.")
    password = password_line("Password", "Enter your password.")


class CodeForm(NoFieldsForm):
    """The code that was mailed or texted, blanks and dashes allowed."""

    code = code_line("Enter the 6-digit code.")


class AppForm(NoFieldsForm):
    """The code of an authenticator app."""

    code = code_line("Enter the 6-digit code your app shows.")


class RecoveryForm(NoFieldsForm):
    """One of the recovery codes."""

    code = text_line(
        "Recovery code",
        "Enter one of your recovery codes.",
        most=80,
        widget=OneTimeInput,
        width="md",
        autocomplete="off",
        autocapitalize="none",
        spellcheck="false",
        autofocus=True,
    )


class ContextForm(forms.Form):
    """The provider whose arrow was pressed."""

    provider = forms.IntegerField(min_value=1, max_value=2**63 - 1)
