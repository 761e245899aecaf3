"""Forms of enrolment. Lengths only keep nonsense out; the rules are in `people`."""

from django import forms

from precert.people.factors import phones

CODE = "Type the 6 digits of the code."


class KindForm(forms.Form):
    """The kind of second factor."""

    kind = forms.ChoiceField(
        label="Second factor", error_messages={"required": "Choose one.", "invalid_choice": "Choose one of those listed."}
    )

    def __init__(self, data: object, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class EmailForm(forms.Form):
    """Where codes and notices go."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Type your e-mail address.", "invalid": "Type an e-mail address, as name@example.org."},
    )


class CodeForm(forms.Form):
    """A code of six digits, blanks and dashes allowed."""

    code = forms.CharField(max_length=40, label="Code", error_messages={"required": CODE})


class PasswordForm(forms.Form):
    """A new password, twice. The rule is asked by the view, which knows whose it is."""

    password = forms.CharField(max_length=10_000, strip=False, label="Password", error_messages={"required": "Type a password."})
    again = forms.CharField(max_length=10_000, strip=False, label="Password again", error_messages={"required": "Type it once more."})

    def clean(self) -> dict[str, object]:
        """Both must be the same."""
        data = self.cleaned_data
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", "This is not the same password as above.")
        return data


class PhoneForm(forms.Form):
    """A direct line, and how the code is to come."""

    phone = forms.CharField(max_length=60, label="Telephone number", error_messages={"required": phones.WRONG})
    channel = forms.ChoiceField(choices=[("sms", "Text message"), ("voice", "Call")], required=False)

    def clean_phone(self) -> str:
        """As E.164."""
        try:
            return phones.e164(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class AnswerForm(forms.Form):
    """What a browser says of a passkey, or that a call was answered: nothing that a person types."""

    answer = forms.CharField(required=False, max_length=100_000)


class RecoveryForm(forms.Form):
    """A recovery code, however it is written."""

    code = forms.CharField(max_length=60, label="Recovery code", error_messages={"required": "Type one of your recovery codes."})


class FactorForm(forms.Form):
    """The factor whose button was pressed."""

    factor = forms.IntegerField(min_value=1, max_value=2**63 - 1)
