"""One of one's own second factors gets another name."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.conduct.refusal import Finding, refuse
from precert.people import events
from precert.people.factors import names
from precert.people.models import Factor
from precert.people.queries.factors import names_beside


@dataclass(frozen=True)
class NameFactorInput:
    """The factor, and the name as typed."""

    factor_id: int
    name: str


class NameFactor(Action[NameFactorInput, Factor]):
    """Name a passkey. Another person's is not known here; what isn't a passkey goes by its number
    or address.
    """

    verb = "name_factor"
    label = "Name the second factor"
    permission = ""

    def find(self) -> Factor:
        """One's own."""
        mine = Factor.objects.filter(account=self.actor.account_id or 0, kind__in=names.NAMED)
        row = mine.filter(pk=self.data.factor_id).first()
        if row is None:
            raise refuse("missing", "no-such-factor", "Second factor not found.")
        return row

    def allowed(self) -> bool:
        """One's own; the door has asked for a fresh proof."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """A name that none of the others has."""
        self.name = names.tidy(self.data.name)
        beside = names_beside(self.found.account_id, self.found.pk)
        text = names.problem(self.name, beside)
        return [Finding("name", text, path="name")] if text else []

    def apply(self) -> None:
        """Write it, and journal that it was named, not how; the same name again is no news."""
        row = self.found
        if Factor.objects.filter(pk=row.pk).exclude(label=self.name).update(label=self.name):
            said = {"factor": row.pk, "kind": row.kind}
            self.record(events.FACTOR_NAMED, events.SUBJECT_ACCOUNT, self.actor.account_id, **said)
