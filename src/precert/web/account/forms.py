"""Forms of sign-in. Lengths only keep nonsense out; the rules are in `people`."""

from django import forms

from precert.people import contact

NOT_ANSWERED = "You have not pressed # yet. Answer the call, press #, then continue here."


class NoFieldsForm(forms.Form):
    """A page with buttons only, which can have something wrong all the same."""


class SignInForm(forms.Form):
    """Username and password of one door."""

    username = forms.CharField(max_length=150, error_messages={"required": "Enter your username."})
    password = forms.CharField(
        max_length=1000, strip=False, error_messages={"required": "Enter your password."}
    )


class CodeForm(NoFieldsForm):
    """The code that was mailed or texted, blanks and dashes allowed."""

    code = forms.CharField(
        max_length=40, label="Code", error_messages={"required": "Enter the 6-digit code."}
    )


class AppForm(NoFieldsForm):
    """The code of an authenticator app."""

    code = forms.CharField(
        max_length=40,
        label="Code",
        error_messages={"required": "Enter the 6-digit code your app shows."},
    )


class RecoveryForm(NoFieldsForm):
    """One of the recovery codes."""

    code = forms.CharField(
        max_length=80,
        label="Recovery code",
        error_messages={"required": "Enter one of your recovery codes."},
    )


class ContextForm(forms.Form):
    """The provider whose arrow was pressed."""

    provider = forms.IntegerField(min_value=1, max_value=2**63 - 1)


def typed_twice(form: forms.Form, email: str) -> None:
    """Unless something else is wrong with the tidied address: whether `email_again` says the same."""
    again = contact.tidy("email", form.cleaned_data.get("email_again", ""))
    if "email" not in form.errors and email.casefold() != again.casefold():
        form.add_error("email_again", "Enter the same address twice.")
