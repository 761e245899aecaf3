"""Create Case: an un-submitted request for a consumer under a contract."""

from dataclasses import dataclass
from typing import Any

from precert.cases import events, open_draft
from precert.cases.draft import missing
from precert.cases.draft.defaults import defaults
from precert.cases.draft.document import FORMAT, merge
from precert.cases.models import Draft, by
from precert.conduct.action import Action
from precert.conduct.refusal import Finding, refuse
from precert.contracts import queries as contracts
from precert.contracts.queries import Pinned
from precert.registry import consumers
from precert.registry.consumers import Person


@dataclass(frozen=True)
class CreateDraftInput:
    """The three parameters of a new case."""

    contract: str
    category: str
    consumer_id: int


@dataclass(frozen=True)
class CaseStart:
    """Under what and for whom a case begins."""

    pinned: Pinned
    person: Person


class CreateDraft(Action[CreateDraftInput, CaseStart]):
    """Starts a draft with everything that can be known; answers with its id."""

    verb = "create_draft"
    label = "Create Case"
    permission = "draft.edit"

    def find(self) -> CaseStart:
        """The contract and the person."""
        if self.data.contract not in self.actor.contracts:
            raise refuse(
                "invalid",
                "contract",
                "Choose a contract of the provider you are acting for.",
                path="contract",
            )
        if self.data.category not in {"inpatient", "outpatient"}:
            raise refuse("invalid", "category", "Choose Inpatient or Outpatient.", path="category")
        pinned = contracts.current(self.data.contract)
        person = consumers.person(self.data.consumer_id)
        if person is None or person.customer != pinned.pack.customer.number:
            raise refuse("missing", "no-such-consumer", "Person not found under this contract.")
        return CaseStart(pinned, person)

    def check(self) -> list[Finding]:
        if self.actor.provider_id is None:
            return [Finding("context", "Choose a provider to act for first.")]
        return []

    def prepare(self) -> None:
        """The draft with everything that can be known, and what is missing in it."""
        pinned = self.found.pinned
        start = merge({}, defaults(pinned.pack, self.data.category, self.actor.provider_id or 0))
        self.draft = Draft(
            contract=self.data.contract,
            category=self.data.category,
            provider_id=self.actor.provider_id or 0,
            consumer_id=self.found.person.id,
            format=FORMAT,
            values=start.values,
            service_type=str(start.values.get("service/type") or ""),
            created_at=self.now,
            modified_at=self.now,
            **by(self.actor, "modified_by"),
            **by(self.actor),
        )
        one = open_draft.OpenDraft(self.draft, pinned)
        self.draft.missing = missing.paths(open_draft.findings(one, self.actor, self.now))

    def apply(self) -> Any:
        """The draft."""
        draft = self.draft
        draft.save(force_insert=True)
        self.record(
            events.DRAFT_CREATED,
            events.SUBJECT_DRAFT,
            draft.pk,
            contract=draft.contract,
            category=draft.category,
        )
        return {"draft": str(draft.pk)}
