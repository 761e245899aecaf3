"""One's own contact information. The email address is changed by `ChangeEmail`, which asks for a
proof.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from precert.conduct.action import Action
from precert.conduct.refusal import Finding
from precert.people import contact, events
from precert.people.models import Account

OWN = tuple(name for name in contact.FIELDS if name != "email")


@dataclass(frozen=True)
class EditProfileInput:
    """Values of the fields of `contact.FIELDS` but the email address, and whether keyboard
    shortcuts are on.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    shortcuts: bool = True


def problems(values: Mapping[str, str], names: Iterable[str], *, staff: bool) -> dict[str, str]:
    """What is wrong with tidied values of these fields. Staff have no fax that determinations go
    to.
    """
    found = contact.problems(values, names)
    return {
        name: text for name, text in found.items() if name != "fax" or values.get(name) or not staff
    }


class EditProfile(Action[EditProfileInput, Account]):
    """Save one's own profile."""

    verb = "edit_profile"
    label = "Edit User Profile"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.actor.account_id or "")

    def find(self) -> Account:
        """One's own account."""
        return Account.objects.get(pk=self.actor.person_id)

    def allowed(self) -> bool:
        """Everybody may edit their own."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """All that is wrong at once, by field."""
        self.values = {name: contact.tidy(name, self.data.values.get(name, "")) for name in OWN}
        found = problems(self.values, OWN, staff=self.found.staff)
        return [Finding("profile", text, path=name) for name, text in found.items()]

    def apply(self) -> list[str]:
        """Write what differs; the journal gets the names of the fields."""
        new = self.values | {"shortcuts": self.data.shortcuts}
        edits = {name: value for name, value in new.items() if value != getattr(self.found, name)}
        if edits:
            Account.objects.filter(pk=self.found.pk).update(**edits)
            about = {"fields": sorted(edits)}
            self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, self.found.pk, **about)
        return sorted(edits)
