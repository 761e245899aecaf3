"""Forms of enrolment. Lengths only keep nonsense out; the rules are in `people`."""

from collections.abc import Collection
from datetime import date

from django import forms

from precert.people.factors import names, phones
from precert.web.account.forms import NoFieldsForm
from precert.web.form_fields import code_line, password_line, text_line

NAME_HINT = "Say where it is stored, such as Work laptop or Blue key."


class FirstCodeForm(NoFieldsForm):
    """The first code of an authenticator app, below what is to be done for it."""

    code = code_line("Enter the 6-digit code.", focus=False)


class KindForm(forms.Form):
    """The kind of second factor."""

    kind = forms.ChoiceField(
        label="Second factor",
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one from the list."},
    )

    def __init__(self, data: object, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class EmailForm(forms.Form):
    """Where codes and notices go."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )


class PasswordForm(forms.Form):
    """A new password, twice. The rule is asked by the view, which knows whose it is."""

    password = password_line("Password", "Enter a password.", most=10_000, new=True)
    again = password_line("Password again", "Enter the password again.", most=10_000, new=True)

    def clean(self) -> dict[str, object]:
        """Both must be the same."""
        data = self.cleaned_data
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error(
                "again", "The passwords do not match. Enter the same password in both fields."
            )
        return data


class PhoneForm(forms.Form):
    """A direct line, and how the code is to come."""

    phone = text_line(
        "Phone number",
        phones.WRONG,
        most=60,
        hint="A 10-digit direct line without an extension.",
        widget=forms.TelInput,
        autocomplete="tel-national",
        width="md",
    )
    channel = forms.ChoiceField(
        choices=[("sms", "Text message"), ("voice", "Call")], required=False
    )

    def clean_phone(self) -> str:
        """As E.164."""
        try:
            return phones.e164(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class AnswerForm(forms.Form):
    """What a browser says of a passkey, or that a call was answered: nothing that a person types."""

    answer = forms.CharField(required=False, max_length=100_000)


class PasskeyForm(AnswerForm):
    """The browser's answer, and what the passkey is to be called: the name offered, if nothing is
    typed.
    """

    name = text_line("Name", hint=NAME_HINT, autocomplete="off")

    def __init__(self, data: object, day: date, others: Collection[str]) -> None:
        self.others, self.offered = others, names.offered(day, others)
        super().__init__(data, initial={"name": self.offered})  # type: ignore[arg-type]  # a QueryDict or nothing

    def clean_name(self) -> str:
        """As it is kept."""
        name = names.tidy(self.cleaned_data["name"]) or self.offered
        if wrong := names.problem(name, self.others):
            raise forms.ValidationError(wrong)
        return name


class NameForm(forms.Form):
    """Another name for a passkey; `people.factors.names` has the rule, and the action asks it."""

    name = text_line("Name", names.problem("", ()), hint=NAME_HINT, autocomplete="off")


class FactorForm(forms.Form):
    """The factor whose button was pressed."""

    factor = forms.IntegerField(min_value=1, max_value=2**63 - 1)
