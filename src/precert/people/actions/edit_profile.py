"""One's own contact information. The email address is changed by `ChangeEmail`, which asks for a
proof.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding
from precert.people import contact, events
from precert.people.models import Account

OWN = tuple(name for name in contact.FIELDS if name != "email")


@dataclass(frozen=True)
class Profile:
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


class EditProfile(LockedAction[Profile]):
    """Save one's own profile."""

    verb = "edit-profile"
    label = "Edit User Profile"
    permission = ""

    def subject(self) -> tuple[str, str]:
        """The account."""
        return events.SUBJECT_ACCOUNT, str(self.actor.account_id or "")

    def lock(self) -> None:
        """What is kept now, and what is to be kept."""
        self.account = Account.objects.get(pk=self.actor.person_id)
        self.values = {name: contact.tidy(name, self.data.values.get(name, "")) for name in OWN}

    def allowed(self) -> bool:
        """Everybody may edit their own."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """All that is wrong at once, by field."""
        found = problems(self.values, OWN, staff=self.account.staff)
        return [Finding("profile", text, path=name) for name, text in found.items()]

    def apply(self) -> list[str]:
        """Write what differs; the journal gets the names of the fields."""
        edits = {
            name: value
            for name, value in self.values.items()
            if value != getattr(self.account, name)
        }
        if self.data.shortcuts != self.account.shortcuts:
            edits["shortcuts"] = self.data.shortcuts  # type: ignore[assignment]
        if edits:
            Account.objects.filter(pk=self.account.pk).update(**edits)
            self.record(
                events.ACCOUNT_CHANGED,
                events.SUBJECT_ACCOUNT,
                self.account.pk,
                fields=sorted(edits),
            )
        return sorted(edits)
