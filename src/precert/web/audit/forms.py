"""The filters as a form. It is posted: a member id is looked up and never stands in an address."""

import ipaddress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms

from precert.cases.queries import audited
from precert.cases.queries import search as numbers
from precert.conduct.actor import Actor
from precert.people.queries.named import account_called
from precert.registry import consumers, providers
from precert.web.audit import words
from precert.web.audit.state import MINUTE, ListState, subjects_in
from precert.web.form_fields import text_line

NOT_THERE = "No {} has this {}."


class MinuteInput(forms.TextInput):
    """A day and a time of day."""

    input_type = "datetime-local"


class PersonField(forms.CharField):
    """An account that is looked up while its name is typed."""

    def __init__(self) -> None:
        super().__init__(label="Person", required=False, max_length=150)
        self.template_name = "audit/person_field.html"


class FilterForm(forms.Form):
    """What to narrow the list to; all of it optional."""

    since = text_line("From (UTC)", widget=MinuteInput)
    until = text_line("To (UTC)", widget=MinuteInput)
    person = PersonField()
    kind = forms.CharField(label="Event type", required=False, max_length=60)
    provider = text_line("Acting for (NPI)", most=40, width="sm")
    case = text_line("Case ID", most=36, width="sm")
    member_id = text_line("Consumer ID", most=60, width="sm")
    subject = text_line("Other record", most=400, width="md")
    address = text_line("IP address", most=45, width="sm")
    request = text_line("Request number", most=40, width="md")

    def __init__(self, data: Any, actor: Actor, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.actor = actor
        self.fields["kind"].widget = forms.Select({"blank": "Everything"}, choices=words.kinds())

    def _clean_time(self, name: str) -> str:
        text = self.cleaned_data[name]
        try:
            return datetime.fromisoformat(text).replace(tzinfo=UTC).strftime(MINUTE) if text else ""
        except ValueError:
            raise forms.ValidationError("Enter the date and time as 2026-06-09T15:00.") from None

    def clean_since(self) -> str:
        """To the minute."""
        return self._clean_time("since")

    def clean_until(self) -> str:
        """To the minute."""
        return self._clean_time("until")

    def clean_person(self) -> str:
        """The id of the account with this user name."""
        typed = self.cleaned_data["person"].strip()
        if not typed or typed in words.NO_ACCOUNT:
            return str(typed)
        if (found := account_called(self.actor, typed)) is None:
            raise forms.ValidationError(NOT_THERE.format("account", "user name"))
        return str(found.id)

    def clean_provider(self) -> tuple[str, ...]:
        """The ids of the records of this NPI."""
        found = (
            tuple(map(str, providers.ids_with_npi(self.cleaned_data["provider"])))
            if self.cleaned_data["provider"]
            else ()
        )
        if self.cleaned_data["provider"] and not found:
            raise forms.ValidationError(NOT_THERE.format("provider", "NPI"))
        return found

    def clean_case(self) -> str:
        """The id of the case with this Case ID; the id itself is taken, too."""
        typed = self.cleaned_data["case"]
        try:
            return str(UUID(typed)) if len(typed) > 20 else self._numbered(typed)
        except ValueError:
            raise forms.ValidationError(NOT_THERE.format("case", "Case ID")) from None

    def _numbered(self, typed: str) -> str:
        if not typed:
            return ""
        wanted = numbers.read(typed)
        found = audited.case_id_of(self.actor, wanted.case) if wanted else None
        if found is None:
            raise ValueError(typed)
        return str(found)

    def clean_member_id(self) -> tuple[str, ...]:
        """The consumers with this member id, as subjects."""
        typed = self.cleaned_data["member_id"]
        found = (
            tuple(f"consumer:{pk}" for pk in consumers.ids_with_member_id(typed)) if typed else ()
        )
        if typed and not found:
            raise forms.ValidationError(NOT_THERE.format("consumer", "Consumer ID"))
        return found

    def clean_subject(self) -> tuple[str, ...]:
        """Kinds with ids."""
        typed = self.cleaned_data["subject"].split()
        if len(found := subjects_in(typed)) != len(typed):
            raise forms.ValidationError(
                "Enter the type and number with a colon, like consumer:12. A row’s Details show them"
                " under Subject. Separate several with spaces."
            )
        return found

    def clean_address(self) -> str:
        """As the journal writes it."""
        try:
            return (
                str(ipaddress.ip_address(self.cleaned_data["address"]))
                if self.cleaned_data["address"]
                else ""
            )
        except ValueError:
            raise forms.ValidationError(
                "Enter an IP address like 192.0.2.7 or 2001:db8::1."
            ) from None

    def clean(self) -> dict[str, Any]:
        """The beginning comes before the end; the kind is one of the list."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", "The end must not be before the start.")
        if data.get("kind") and data["kind"] not in dict(words.kinds()):
            self.add_error("kind", "Choose an event type from the list.")
        return data

    def state(self) -> ListState:
        """The filters as the address holds them."""
        data = self.cleaned_data
        return ListState(
            data["since"], data["until"], data["person"], data["provider"], data["kind"], data["case"],
            (*data["member_id"], *data["subject"]), data["address"], data["request"].strip(),
        )  # fmt: skip
