"""Forms of sign-in. Lengths only keep nonsense out; the rules are in `people`."""

from django import forms


class SignInForm(forms.Form):
    """Username and password of one door."""

    username = forms.CharField(max_length=150, error_messages={"required": "Type your username."})
    password = forms.CharField(max_length=1000, strip=False, error_messages={"required": "Type your password."})


class CodeForm(forms.Form):
    """The code from the e-mail, blanks and dashes allowed."""

    code = forms.CharField(max_length=40, label="Code", error_messages={"required": "Type the 6 digits of the code."})


class ContextForm(forms.Form):
    """The provider whose arrow was pressed."""

    provider = forms.IntegerField(min_value=1, max_value=2**63 - 1)
