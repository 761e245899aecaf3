"""Changing somebody's contact information: each field with the value that was seen, so that nobody
overwrites what they haven't seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from precert.conduct.refusal import Finding, refuse
from precert.people import codes, contact, events, managing
from precert.people.links import make_link
from precert.people.managed import OnManaged
from precert.people.models import Account, Link

MOST_ROUNDS = 20


@dataclass(frozen=True)
class Changes:
    """`changes` maps a field of `contact.FIELDS` to (value seen, new value)."""

    account_id: int
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class ChangeUser(OnManaged[Changes]):
    """Apply what doesn't conflict; the answer has the values as they are now, the conflicts and
    what was refused, by field.
    """

    verb = "change-user"
    label = "Edit the user"
    permission = "users.manage-provider"

    def check(self) -> list[Finding]:
        """Contact information belongs to the whole account."""
        why = managing.whole_account(self.actor, self.data.account_id)
        return [Finding("not-wholly", why)] if why else []

    def apply(self) -> dict[str, Any]:
        """Merge into the row as it is now, by a conditional UPDATE; again on what another writer
        left.
        """
        wanted = {
            name: (str(seen), contact.tidy(name, new))
            for name, (seen, new) in self.data.changes.items()
            if name in contact.FIELDS
        }
        refused = contact.problems({name: new for name, (_, new) in wanted.items()}, wanted)
        for _ in range(MOST_ROUNDS):
            now = {name: str(getattr(self.account, name)) for name in wanted}
            clashes = {
                name
                for name, (seen, new) in wanted.items()
                if name not in refused and now[name] not in {seen, new}
            }
            edits = {
                n: new
                for n, (_, new) in wanted.items()
                if n not in refused and n not in clashes and new != now[n]
            }
            same = Account.objects.filter(
                pk=self.account.pk, removed_at=None, **{name: now[name] for name in edits}
            )
            if not edits or same.update(**edits):
                self._tell(edits, now)
                return {
                    "applied": sorted(edits),
                    "values": {
                        name: edits.get(name, now[name]) for name in wanted if name not in refused
                    },
                    "conflicts": {
                        name: {"mine": wanted[name][1], "theirs": now[name]}
                        for name in sorted(clashes)
                    },
                    "refused": refused,
                }
            self.account.refresh_from_db()
        raise refuse("conflict", "busy", "Someone else is changing this user right now. Try again.")

    def _tell(self, edits: Mapping[str, str], before: Mapping[str, str]) -> None:
        """Names of fields, never values. A new address gets the open invitation; the one before
        must not open it any more.
        """
        if not edits:
            return
        pk = self.account.pk
        self.record(events.ACCOUNT_CHANGED, events.SUBJECT_ACCOUNT, pk, fields=sorted(edits))
        if "email" not in edits:
            return
        self.record(
            events.EMAIL_CHANGED,
            events.SUBJECT_ACCOUNT,
            pk,
            sealed=codes.seal_address(before["email"], pk),
        )
        open_one = Link.objects.filter(account=pk, replaced_at=None).order_by("-pk").first()
        if self.account.registered_at is None and open_one is not None:
            make_link(self, pk, open_one.purpose, provider_id=open_one.provider_id)  # type: ignore[arg-type]  # the column holds no other
