"""One of one's own second factors gets another name."""

from dataclasses import dataclass

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.people import events
from precert.people.factors import names
from precert.people.models import Factor
from precert.people.queries.factors import names_beside


@dataclass(frozen=True)
class NewName:
    """The factor, and the name as typed."""

    factor_id: int
    name: str


class NameFactor(LockedAction[NewName]):
    """Name a passkey. Another person's is not known here; what isn't a passkey goes by its number
    or address.
    """

    verb = "name-factor"
    label = "Name the second factor"
    permission = ""

    def lock(self) -> None:
        """One's own."""
        mine = Factor.objects.filter(account=self.actor.account_id or 0, kind__in=names.NAMED)
        row = mine.filter(pk=self.data.factor_id).first()
        if row is None:
            raise refuse("missing", "no-such-factor", "There is no such second factor.")
        self.row, self.name = row, names.tidy(self.data.name)

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """A name that none of the others has."""
        text = names.problem(self.name, names_beside(self.row.account_id, self.row.pk))
        return [Finding("name", text, path="name")] if text else []

    def apply(self) -> None:
        """Write it, and journal that it was named, not how; the same name again is no news."""
        if Factor.objects.filter(pk=self.row.pk).exclude(label=self.name).update(label=self.name):
            said = {"factor": self.row.pk, "kind": self.row.kind}
            self.record(events.FACTOR_NAMED, events.SUBJECT_ACCOUNT, self.actor.account_id, **said)
