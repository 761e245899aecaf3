"""Forms of enrolment. Lengths only keep nonsense out; the rules are in `people`."""

from collections.abc import Collection
from datetime import date

from django import forms

from precert.people.factors import names, phones


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
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )


class PasswordForm(forms.Form):
    """A new password, twice. The rule is asked by the view, which knows whose it is."""

    password = forms.CharField(
        max_length=10_000,
        strip=False,
        label="Password",
        error_messages={"required": "Enter a password."},
    )
    again = forms.CharField(
        max_length=10_000,
        strip=False,
        label="Password again",
        error_messages={"required": "Enter the password again."},
    )

    def clean(self) -> dict[str, object]:
        """Both must be the same."""
        data = self.cleaned_data
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", "The passwords do not match. Enter the same password twice.")
        return data


class PhoneForm(forms.Form):
    """A direct line, and how the code is to come."""

    phone = forms.CharField(
        max_length=60, label="Phone number", error_messages={"required": phones.WRONG}
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

    name = forms.CharField(required=False, max_length=300, label="Name")

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

    name = forms.CharField(required=False, max_length=300, label="Name")


class FactorForm(forms.Form):
    """The factor whose button was pressed."""

    factor = forms.IntegerField(min_value=1, max_value=2**63 - 1)
