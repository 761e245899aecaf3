"""Changing somebody's contact information: each field with the value that was seen, so that nobody
overwrites what they haven't seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from precert.conduct.action import Moved
from precert.conduct.refusal import Finding
from precert.kit.merge import Merged, merge
from precert.people import codes, contact, events
from precert.people.links import make_link
from precert.people.models import Account, Link
from precert.people.subjects import OnAccount


@dataclass(frozen=True)
class ChangeUserInput:
    """`changes` maps a field of `contact.FIELDS` to (value seen, new value)."""

    account_id: int
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class ChangeUser(OnAccount[ChangeUserInput]):
    """Apply what doesn't conflict; the answer has the values as they are now, the conflicts and
    what was refused, by field.
    """

    verb = "change_user"
    label = "Edit the user"

    def possible(self) -> list[Finding]:
        """Contact information belongs to the whole account."""
        return self.whole()

    def check(self) -> list[Finding]:
        """Nothing stops the action as a whole: each field goes in, conflicts or is refused."""
        self.before = {name: str(getattr(self.found, name)) for name in contact.FIELDS}
        self.merged = _merged(self.before, self.data.changes)
        self.edits = {
            name: text
            for name in sorted(self.merged.applied)
            if (text := self.merged.values.get(name) or "") != self.before[name]
        }
        return []

    def hold(self) -> None:
        """One UPDATE of what was merged, while the values it replaces still stand."""
        seen = {name: self.before[name] for name in self.edits}
        same = Account.objects.filter(pk=self.found.pk, removed_at=None, **seen)
        if self.edits and not same.update(**self.edits):
            raise Moved

    def apply(self) -> dict[str, Any]:
        """Names of fields go to the journal, never values."""
        if self.edits:
            about = {"fields": sorted(self.edits)}
            self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, self.found.pk, **about)
        if "email" in self.edits:
            self._new_address()
        there = self.merged.values
        return self.merged.told() | {
            "values": {
                name: there.get(name) or ""
                for name in self.data.changes
                if name not in self.merged.refused
            }
        }

    def _new_address(self) -> None:
        """It gets the open invitation; the one before must not open it any more."""
        pk = self.found.pk
        sealed = codes.seal_address(self.before["email"], pk)
        self.record(events.EMAIL_CHANGED, events.SUBJECT_ACCOUNT, pk, sealed=sealed)
        open_one = Link.objects.filter(account=pk, replaced_at=None).order_by("-pk").first()
        if self.found.registered_at is None and open_one is not None:
            make_link(self, pk, open_one.purpose, provider_id=open_one.provider_id)  # type: ignore[arg-type]  # the column holds no other


def _merged(values: Mapping[str, str], changes: Mapping[str, tuple[str, str]]) -> Merged:
    """The one three-way merge, with each value as its field is kept."""
    kept = {
        name: (seen, contact.tidy(name, new))
        for name, (seen, new) in changes.items()
        if name in contact.FIELDS
    }
    return merge(values, kept, contact.problem)
